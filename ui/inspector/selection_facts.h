// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/inspector/tag_editor.h"
#include "ui/session/sample_set.h"
#include "ui/widgets/key_value_list.h"

/// What the inspector says of several samples together.
namespace winnow::ui {

class Session;

/// Classes among `samples`, the most frequent first, with the share as a bar.
[[nodiscard]] QList<KeyValue> classRows(const Session& session, const SampleSet& samples);

/// How many match the filter, are excluded, redundant, kept, predicted wrong; means of the scores.
[[nodiscard]] QList<KeyValue> summaryRows(const Session& session, const SampleSet& samples);

/// Tags among `samples` with how many carry each.
[[nodiscard]] QList<ShownTag> tagCounts(const Session& session, const SampleSet& samples);

}  // namespace winnow::ui
