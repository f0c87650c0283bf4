// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Which samples of a training split stay (methods/lpntk.md, sections 4.1, 4.3, 4.8). A method is
/// an order in which samples would go; a share to keep and floors per class decide how far that
/// order is followed.
namespace winnow::select {

/// Why a sample stays or goes; the values are those of stage.npy.
enum class Stage : std::uint8_t { Kept, Redundant, HeadCut, LeftOut, Validation };
constexpr std::size_t kStages = 5;

/// What a selection is made of. Arrays have one element per sample of the training split, [N].
struct SelectionScope {
    std::span<const std::int64_t> labels;  ///< 0..classes-1
    std::int64_t classes = 0;
    /// 1 = fitted, 0 = validation (never pruned). Empty: all are fitted.
    std::span<const std::uint8_t> fitted;
    /// 1 = the method knows this sample (it is in the kernel), 0 = it stays. Empty: all.
    std::span<const std::uint8_t> judged;
    /// 1 = a person took this sample out: it goes in any case. Empty: none.
    std::span<const std::uint8_t> excluded;

    /// It is the method's to keep or to remove.
    [[nodiscard]] bool open(std::int64_t sample) const;
    /// How many are open: what shares are of.
    [[nodiscard]] std::int64_t openCount() const;
};

struct Removal {
    std::int64_t sample = 0;
    Stage stage = Stage::LeftOut;
};

/// First to go first. Everything in it may go; what is not in it stays.
struct RemovalOrder {
    std::vector<Removal> removals;
    std::vector<std::string> warnings;
};

/// Every open sample, shuffled.
[[nodiscard]] RemovalOrder randomOrder(const SelectionScope& scope, std::int64_t seed);

/// Every open sample but those of `ids` (ascending).
[[nodiscard]] RemovalOrder allButOrder(const SelectionScope& scope,
                                       std::span<const std::int64_t> ids);

/// Every open sample, lowest score first; of equal scores the highest index first.
/// Throws Error{BadInput} for an open sample without a score (NaN).
[[nodiscard]] RemovalOrder scoreOrder(const SelectionScope& scope, std::span<const double> score);

/// What redundancy.h says about the samples, [N]; margin best/kappa_ii, NaN where there is none.
struct RedundancyFacts {
    std::span<const std::uint8_t> redundant;
    std::span<const double> margin;
    std::span<const float> diagonal;
};

struct RedundancyChoice {
    /// Share in (0,1] of the open samples that may go as redundant, largest margins first.
    std::optional<double> cap = {};
    /// Goes on with the samples that are not redundant, by falling margin (stage LeftOut), for a
    /// share to be met.
    bool thenOthers = false;
};

/// The redundant ones by falling margin. A class of redundant samples only keeps the one of largest
/// kappa_ii (warning).
[[nodiscard]] RemovalOrder redundantOrder(const SelectionScope& scope,
                                          const RedundancyFacts& facts,
                                          const RedundancyChoice& choice);

/// Clusters over the samples, as farthestPointClusters() made them class by class.
struct ClusterFacts {
    std::span<const std::int64_t> assignment;    ///< [N] cluster, -1 = in none
    std::span<const std::int64_t> centroids;     ///< [M] samples, in order of creation
    std::span<const std::int64_t> clusterClass;  ///< [M]; -1: clusters of all classes together
};

/// The paper's pipeline (section 4.3): redundant samples, then of each class's largest cluster
/// (ties: earliest) a random floor(headCut size), its centroid excepted. Size counts open samples
/// that are not redundant.
[[nodiscard]] RemovalOrder pipelineOrder(const SelectionScope& scope,
                                         const RedundancyFacts& facts,
                                         const ClusterFacts& clusters,
                                         double headCut,
                                         std::int64_t seed,
                                         const RedundancyChoice& choice);

struct KeepRule {
    /// Share in (0,1] of the open samples; none: follow the whole order.
    std::optional<double> keep = {};
    /// Every class keeps at least this share of its open samples (rounded up) ...
    std::optional<double> classShare = {};
    /// ... and at least so many, or all it has; 0 lets a class go wholly.
    std::int64_t classCount = 1;
};

struct Selection {
    std::vector<std::uint8_t> kept;                         ///< [N]
    std::vector<std::uint8_t> stage;                        ///< [N]
    std::vector<std::array<std::int64_t, kStages>> counts;  ///< [classes][stage]
    std::vector<std::string> warnings;

    [[nodiscard]] std::int64_t count(Stage stage) const;
};

/// Follows the order until the share is met, skipping a removal that would take a class below its
/// floor. Kept is round(keep open), at least 1. Throws Error{BadInput}: a share outside (0,1],
/// labels out of range.
[[nodiscard]] Selection applyOrder(const SelectionScope& scope,
                                   const RemovalOrder& order,
                                   const KeepRule& rule);

}  // namespace winnow::select
