// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/run/executor.h"
#include "engine/run/selection_inputs.h"
#include "engine/select/selections.h"
#include "engine/store/dataset.h"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// What `evaluate` trains on.
namespace winnow::run {

/// One line of the comparison: a way to choose samples, at one size.
struct ComparedSet {
    std::string method;     ///< "full", "random", a method of `select`, or a stored selection's id
    std::string selection;  ///< id of a stored selection, else empty
    double keep = 1;        ///< share of the open samples that stays
    std::int64_t kept = 0;  ///< samples it trains on, those held out by a run included
    bool ownRule = false;   ///< the method decided how much goes
    /// How many samples stay or go for which reason; none: full and random.
    std::optional<std::array<std::int64_t, select::kStages>> stages = {};
};

/// Everything that is compared, read from the project. All choose among the same samples: what no
/// run held out, every kernel covers, and nobody excluded. Samples held out for validation are kept
/// by every set, and trained on like the others; excluded ones only by a stored selection that
/// lists them.
class Comparison {
public:
    /// From the fields of `evaluate`. Throws Error{BadInput}: nothing to compare, a method without
    /// the artifact it reads, artifacts of several data sets, a selection of fewer samples than a
    /// run held out.
    Comparison(const JobInput& input, const jobs::JobContext& context);
    ~Comparison();

    [[nodiscard]] const store::Dataset& dataset() const;
    /// The full set, random by falling share, then the rest in the order it was asked for. For
    /// every keep below 1 there is a random one.
    [[nodiscard]] const std::vector<ComparedSet>& sets() const;
    /// Ids a set trains on, rising. What a method draws at random is drawn anew for each seed.
    /// May be called in several threads.
    [[nodiscard]] std::vector<std::int64_t> samples(std::size_t set, std::int64_t seed) const;
    [[nodiscard]] std::int64_t openSamples() const;
    /// Samples that the runs held out.
    [[nodiscard]] std::int64_t heldOut() const;
    [[nodiscard]] std::vector<std::string> parents() const;
    [[nodiscard]] const std::vector<std::string>& warnings() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace winnow::run
