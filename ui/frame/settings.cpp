// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr int kMostRecent = 12;
const QString kRecent = QStringLiteral("projects/recent");

}  // namespace

Preferences preferences() {
    const QSettings settings;
    Preferences result;
    result.theme = static_cast<ThemeChoice>(
        std::clamp(settings.value(QStringLiteral("preferences/theme"), 0).toInt(), 0, 2));
    result.fontSize =
        std::clamp(settings.value(QStringLiteral("preferences/font"), kBaseFontSize).toInt(),
                   kMinimumFontSize,
                   kMaximumFontSize);
    result.reduceMotion =
        settings.value(QStringLiteral("preferences/reduce_motion"), false).toBool();
    result.threads = std::max(0, settings.value(QStringLiteral("preferences/threads"), 0).toInt());
    return result;
}

void setPreferences(const Preferences& preferences) {
    QSettings settings;
    settings.setValue(QStringLiteral("preferences/theme"), static_cast<int>(preferences.theme));
    settings.setValue(QStringLiteral("preferences/font"), preferences.fontSize);
    settings.setValue(QStringLiteral("preferences/reduce_motion"), preferences.reduceMotion);
    settings.setValue(QStringLiteral("preferences/threads"), preferences.threads);
}

QStringList recentProjects() {
    QStringList folders = QSettings().value(kRecent).toStringList();
    folders.removeIf([](const QString& folder) { return !isProject(folder); });
    return folders;
}

void addRecentProject(const QString& folder) {
    QStringList folders = QSettings().value(kRecent).toStringList();
    folders.removeAll(folder);
    folders.prepend(folder);
    QSettings().setValue(kRecent, folders.mid(0, kMostRecent));
}

void removeRecentProject(const QString& folder) {
    QStringList folders = QSettings().value(kRecent).toStringList();
    folders.removeAll(folder);
    QSettings().setValue(kRecent, folders);
}

QString newProjectFolder(const QString& name) {
    QDir documents(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    if (documents.path().isEmpty() || !documents.exists()) documents = QDir::home();
    for (int i = 1;; ++i) {
        const QString folder =
            documents.filePath(QStringLiteral("Winnow/%1%2.winnow")
                                   .arg(name, i == 1 ? QString() : QStringLiteral(" %1").arg(i)));
        if (!QFileInfo::exists(folder)) return folder;
    }
}

bool isProject(const QString& folder) {
    return QFileInfo(QDir(folder).filePath(QStringLiteral("project.db"))).isFile();
}

}  // namespace winnow::ui
