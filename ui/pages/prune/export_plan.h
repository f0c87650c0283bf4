// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/sample_set.h"

#include <QString>

#include <optional>

namespace winnow::ui {

class Session;

/// What there is to export: a stored selection, or samples a person picked.
struct ExportPlan {
    QString selection;                ///< id; empty while it is to be made of `picked`
    std::optional<SampleSet> picked;  ///< of the chosen data set
    std::int64_t count = 0;           ///< training samples that are written
    std::int64_t test = 0;            ///< test images, which go along whole
    QString dataset;                  ///< id
    QString cameAs;                   ///< format of the import: "idx", "folder"
    QString source;                   ///< folder of the originals; empty: the data came otherwise
    double originalBytes = 0;         ///< mean size of an original
    double pixelBytes = 0;            ///< of one image as imported, with its label

    /// Whether the originals' files are written, and may be linked or listed instead.
    [[nodiscard]] bool writesOriginals(const QString& format) const;
    /// About what it takes on disk; compressed archives take less.
    [[nodiscard]] double bytes(const QString& format, const QString& files) const;
};

/// Throws Error{BadInput} when the selection is not there or its data set is damaged.
[[nodiscard]] ExportPlan planOf(const Session& session, const QString& selection);
[[nodiscard]] ExportPlan planOf(const Session& session, const SampleSet& picked);

}  // namespace winnow::ui
