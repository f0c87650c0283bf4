// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prune/export_target.h"

#include "ui/theme/numbers.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStorageInfo>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct ExportTargetText {
    Q_DECLARE_TR_FUNCTIONS(winnow::ui::Prune)
};

/// The folder, or the nearest one above it that is there.
QFileInfo existing(const QString& folder) {
    QString path = folder;
    while (!QFileInfo::exists(path) && QDir(path).absolutePath() != QDir::rootPath())
        path = QFileInfo(path).path();
    return QFileInfo(path);
}

bool isInside(const QString& folder, const QString& of) {
    if (of.isEmpty()) return false;
    const QString root = QDir(of).canonicalPath();
    const QFileInfo near = existing(folder);
    const QString tail = folder.mid(near.filePath().size());
    const QString real = near.canonicalFilePath() + tail;
    return !root.isEmpty() && (real == root || real.startsWith(root + u'/'));
}

QString trouble(const QString& folder,
                const QString& project,
                const QString& source,
                double needBytes,
                const std::optional<double>& freeBytes) {
    const QFileInfo info(folder);
    if (info.exists() && !info.isDir())
        return ExportTargetText::tr("This is a file. Choose a new or an empty folder.");
    const auto entries = QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::System |
                                                QDir::NoDotAndDotDot);
    if (!entries.isEmpty())
        return ExportTargetText::tr("This folder holds %1 already. Choose a new or an empty one.")
            .arg(entries.size() == 1
                     ? ExportTargetText::tr("1 entry")
                     : ExportTargetText::tr("%1 entries").arg(countText(entries.size())));
    if (isInside(folder, project))
        return ExportTargetText::tr("This lies inside the project. Choose a folder outside it.");
    if (isInside(folder, source))
        return ExportTargetText::tr(
            "This lies in the folder the data came from. Choose one outside it.");
    const QFileInfo near = existing(folder);
    if (!near.isDir())
        return ExportTargetText::tr("%1 is no folder. Choose another place.").arg(near.filePath());
    if (!near.isWritable())
        return ExportTargetText::tr("%1 cannot be written to. Choose another place.")
            .arg(near.filePath());
    if (freeBytes && *freeBytes < needBytes)
        return ExportTargetText::tr("It needs about %1 and %2 are free there. Choose another disk.")
            .arg(bytesText(needBytes), bytesText(*freeBytes));
    return {};
}

}  // namespace

ExportTarget exportTarget(const QString& folder,
                          const QString& project,
                          const QString& source,
                          double needBytes) {
    const QString typed = folder.trimmed();
    if (typed.isEmpty()) return {{}, ExportTargetText::tr("Choose the folder to write to."), {}};
    if (QDir::isRelativePath(typed))
        return {{}, ExportTargetText::tr("Give the whole path of the folder, from / on."), {}};
    ExportTarget target{QDir::cleanPath(typed), {}, {}};
    const QStorageInfo disk(existing(target.folder).filePath());
    if (disk.isValid()) target.freeBytes = static_cast<double>(disk.bytesAvailable());
    target.sentence = trouble(target.folder, project, source, needBytes, target.freeBytes);
    return target;
}

}  // namespace winnow::ui
