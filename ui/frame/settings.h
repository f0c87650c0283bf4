// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

/// What the window remembers between starts, of the person and not of a project (QSettings).
namespace winnow::ui {

struct Preferences {
    ThemeChoice theme = ThemeChoice::System;
    int fontSize = kBaseFontSize;  ///< px of body text
    bool reduceMotion = false;     ///< panels fold at once
    int threads = 0;               ///< of the engine; 0: it decides
};
[[nodiscard]] Preferences preferences();
void setPreferences(const Preferences& preferences);

/// Folders of projects, the newest first, that are still there.
[[nodiscard]] QStringList recentProjects();
void addRecentProject(const QString& folder);
void removeRecentProject(const QString& folder);

/// A folder for a new project that is not there yet: "fashion-mnist.winnow", "fashion-mnist
/// 2.winnow", ... beside the person's documents.
[[nodiscard]] QString newProjectFolder(const QString& name);

/// Whether a folder is a Winnow project.
[[nodiscard]] bool isProject(const QString& folder);

}  // namespace winnow::ui
