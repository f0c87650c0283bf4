// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/dataset_text.h"

#include "ui/session/json_text.h"
#include "ui/session/session.h"
#include "ui/theme/numbers.h"

#include <QCoreApplication>

#include <algorithm>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct DatasetWords {
    Q_DECLARE_TR_FUNCTIONS(DatasetText)
};

QString classesText(const Session& session) {
    std::vector<std::int64_t> counts(static_cast<std::size_t>(session.classCount()));
    for (const std::int64_t label : session.labels())
        if (label >= 0 && label < session.classCount()) ++counts[static_cast<std::size_t>(label)];
    if (counts.empty()) return DatasetWords::tr("no classes");
    const auto [least, most] = std::ranges::minmax(counts);
    const QString each =
        least == most ? DatasetWords::tr("%1 each").arg(countText(least))
                      : DatasetWords::tr("%1 to %2 each").arg(countText(least), countText(most));
    return DatasetWords::tr("%1 classes, %2").arg(countText(session.classCount()), each);
}

std::int64_t skippedFiles(const Session& session) {
    const store::ArtifactRow* row = session.artifact(session.chosen(Part::Dataset));
    if (row == nullptr) return 0;
    return jsonObject(row->summary)[QLatin1String("skipped")].toInteger();
}

}  // namespace

QString datasetText(const Session& session) {
    const store::Dataset* dataset = session.dataset();
    if (dataset == nullptr) return {};
    QString text =
        DatasetWords::tr("%1 images, %2×%3 %4, %5.")
            .arg(countText(session.sampleCount()))
            .arg(dataset->width)
            .arg(dataset->height)
            .arg(dataset->channels == 1 ? DatasetWords::tr("grey") : DatasetWords::tr("colour"),
                 classesText(session));
    if (const std::int64_t skipped = skippedFiles(session); skipped > 0)
        text += QLatin1Char(' ') +
                (skipped == 1 ? DatasetWords::tr("1 file skipped.")
                              : DatasetWords::tr("%1 files skipped.").arg(countText(skipped)));
    if (dataset->test)
        text +=
            QLatin1Char(' ') +
            DatasetWords::tr("%1 test images, never pruned.").arg(countText(dataset->test->size()));
    return text;
}

}  // namespace winnow::ui
