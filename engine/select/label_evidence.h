// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

/// Which labels are likely to be wrong: what a network, its training and a kernel say of them.
namespace winnow::select {

/// What a kernel artifact keeps of each sample's most interchangeable partners.
struct KernelPartners {
    std::span<const std::int64_t> samples;   ///< [n] ids, rising
    std::span<const std::int64_t> partners;  ///< [n, width] ids, -1: none
    std::span<const float> kappa;            ///< [n, width]
    std::span<const float> diagonal;         ///< [n] kappa_ii

    [[nodiscard]] std::size_t width() const {
        return samples.empty() ? 0 : partners.size() / samples.size();
    }
    /// kappa_ij / sqrt(kappa_ii kappa_jj) with the partner at `place` of row `row`, at most 1; NaN
    /// where there is none, or one of the two has no gradient. Throws Error{BadInput} for a partner
    /// that is not among `samples`.
    [[nodiscard]] double cosine(std::size_t row, std::size_t place) const;
    /// Throws Error{BadInput} where the lists are not of as many rows as there are samples.
    void check() const;
};

/// Of each sample's `nearest` partners of highest cosine (ties: lowest id; fewer where the lists
/// hold fewer) the share that each class has: [n, classes]; NaN where there is no partner. labels:
/// of the whole training split, by id. Throws Error{BadInput}: lists of other sizes, ids or labels
/// out of range.
[[nodiscard]] std::vector<float> neighbourShares(const KernelPartners& kernel,
                                                 std::span<const std::int64_t> labels,
                                                 std::int64_t classes,
                                                 std::int64_t nearest);

/// Three witnesses for n labelled samples. Each gives a number in [0, 1] that speaks for the label.
struct LabelEvidence {
    std::int64_t classes = 0;
    std::vector<std::int64_t> labels{};  ///< [n] as given
    std::vector<float> probability{};  ///< [n, classes] what a network says, best one that has not
                                       ///< seen the sample
    std::vector<double> learning{};    ///< [n] exp(-mean loss over epochs); NaN: not known
    std::vector<float> neighbours{};   ///< [n, classes] neighbourShares(); NaN: not known
};

struct Suspicion {
    std::vector<double> score;            ///< [n] 0 to 1, higher: more likely a wrong label
    std::vector<std::int64_t> suggested;  ///< [n] another class, which the evidence speaks for
};

/// score = 1 - exp(sum_w w log(f + (1 - f) e) / sum_w w), one minus the weighted geometric mean of
/// the witnesses e, with weights w and floors f: probability of the label (1, 0.01), learning (1,
/// 0.01), share of neighbours with the same label (1/4, 0.05). A witness that is not known is left
/// out. suggested: largest probability + share / 4 among the other classes (lowest of equals).
///
/// Why so (ours; not in a paper): a geometric mean needs no calibration between witnesses, as ranks
/// do not, but keeps how sure each is; the floors keep one witness from deciding alone.
/// exp(-difficulty / epochs) is the geometric mean of the label's probability over training, in
/// which wrong labels lag. The neighbours weigh less because lpNTK's features hold the label, so
/// that a wrong label finds neighbours of its own. Forgetting events are not in it: wrong labels
/// are mostly never learned at all, and the count ranks them below chance (AUC 0.43 on
/// Fashion-MNIST). On four planted sets (Fashion-MNIST 6,000 twice and 3,000, MNIST 4,000; 5 and
/// 10 % flips; LeNet-5) floors from 0.005 to 0.05 and neighbour weights from 0 to 1/2 give the same
/// precision within 0.01, and so do lpntk and pntk, so nothing here is tuned to a set.
/// Throws Error{BadInput}: fewer than two classes, a label out of range, sizes that disagree.
[[nodiscard]] Suspicion suspicion(const LabelEvidence& evidence);

}  // namespace winnow::select
