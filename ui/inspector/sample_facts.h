// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/arrays.h"
#include "ui/widgets/key_value_list.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// What the inspector says of one sample; plain functions of the session, O(N) each.
namespace winnow::ui {

class Session;

/// Share of the sample's class (as relabelled) with a smaller value of the score, equal ones
/// counted half; 0 to 1. Nothing when the sample has no value or is alone with one.
[[nodiscard]] std::optional<double> rankInClass(const Session& session,
                                                const QString& score,
                                                std::int64_t id);

/// Epochs, counted from 0, after which the sample was wrong though it was right one epoch before.
[[nodiscard]] std::vector<std::int64_t> forgettingEpochs(const RunArrays& run, std::int64_t id);

/// Scores that are to be had, with rank in class and what they mean.
[[nodiscard]] QList<KeyValue> scoreRows(const Session& session, std::int64_t id);

/// What the network gives the sample, highest first, at most three. `probabilities`: of all
/// classes; empty: the run's own record of the label's and of which class won.
[[nodiscard]] QList<KeyValue> predictionRows(const Session& session,
                                             std::int64_t id,
                                             std::span<const double> probabilities);

/// Where a row of linkRows leads.
enum class LinkTarget { None, Twin, Cluster };
struct LinkRow {
    KeyValue text;
    LinkTarget target = LinkTarget::None;
    std::int64_t sample = -1;  ///< of Twin
};
/// The most alike sample, the cluster, and what the chosen selection does with the sample.
[[nodiscard]] std::vector<LinkRow> linkRows(const Session& session, std::int64_t id);

}  // namespace winnow::ui
