// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/engine/locate.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace winnow::ui {
namespace {

bool isProgram(const QString& path) {
    const QFileInfo file(path);
    return file.isFile() && file.isExecutable();
}

}  // namespace

EngineLocation locateEngine() {
    const QString named = qEnvironmentVariable("WINNOW_ENGINE");
    if (!named.isEmpty()) {
        if (isProgram(named)) return {QFileInfo(named).absoluteFilePath(), {}};
        return {{},
                QCoreApplication::translate("Engine",
                                            "WINNOW_ENGINE names %1, which is no program; correct "
                                            "it or start Winnow without it.")
                    .arg(named)};
    }
    const QDir here(QCoreApplication::applicationDirPath());
    for (const char* place : {"winnow-engine", "../bin/winnow-engine"}) {
        const QString path = QDir::cleanPath(here.filePath(QLatin1String(place)));
        if (isProgram(path)) return {path, {}};
    }
    return {{},
            QCoreApplication::translate("Engine",
                                        "The program winnow-engine is not beside Winnow in %1, so "
                                        "no job can run; install Winnow again.")
                .arg(here.path())};
}

}  // namespace winnow::ui
