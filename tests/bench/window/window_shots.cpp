// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of every page of a project, in both themes, at the sizes the layout is made for:
//   xvfb-run -a -s "-screen 0 2600x1600x24" window_shots PROJECT FOLDER [1440x900 1440x900@26 ...]
// @26: text of 26 px, 200 %.
// To be looked at beside the pictures of the design, and for the README.
#include "tests/bench/window/settle.h"
#include "ui/engine/job_queue.h"
#include "ui/engine/serve_client.h"
#include "ui/frame/main_window.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QScreen>
#include <QSettings>
#include <QStandardPaths>

#include <array>
#include <cstdio>

using namespace winnow::ui;
using winnow::bench::settle;

namespace {

/// As the screen shows it, what OpenGL drew included.
QPixmap shot(const QWidget& window) { return window.screen()->grabWindow(window.winId()); }

QSize sizeOf(const QString& text) {
    const QStringList parts = text.section(QLatin1Char('@'), 0, 0).split(QLatin1Char('x'));
    return parts.size() == 2 ? QSize(parts[0].toInt(), parts[1].toInt()) : QSize();
}

int fontSizeOf(const QString& text) {
    const int size = text.section(QLatin1Char('@'), 1).toInt();
    return size > 0 ? size : kBaseFontSize;
}

}  // namespace

int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("Winnow"));
    QApplication::setApplicationName(QStringLiteral("Winnow shots"));
    QSettings().clear();
    QStringList arguments = QApplication::arguments().mid(1);
    if (arguments.size() < 2) {
        std::fputs("usage: window_shots PROJECT FOLDER [WIDTHxHEIGHT[@FONT] ...]\n", stderr);
        return 2;
    }
    const QString project = arguments.takeFirst();
    const QDir folder(arguments.takeFirst());
    if (arguments.isEmpty())
        arguments = {
            QStringLiteral("1024x640"), QStringLiteral("1440x900"), QStringLiteral("2560x1440")};
    folder.mkpath(QStringLiteral("."));

    applyTheme(ThemeChoice::Light, fontSizeOf(arguments.constFirst()));
    Session session;
    JobQueue jobs(&session);
    ServeClient serve;
    MainWindow window({&session, &jobs, &serve}, makePage);
    window.resize(sizeOf(arguments.constFirst()));
    window.show();
    settle(500);
    shot(window).save(folder.filePath(QStringLiteral("start.png")));
    if (!window.openProject(project)) return 2;
    session.selection()->setCurrent(17);
    constexpr auto kNames = std::to_array<const char*>({"data",
                                                        "train",
                                                        "interactions",
                                                        "clusters",
                                                        "difficulty",
                                                        "findings",
                                                        "prune",
                                                        "distil",
                                                        "evaluate"});
    static_assert(kNames.size() == kPages);
    for (const ThemeChoice theme : {ThemeChoice::Light, ThemeChoice::Dark}) {
        for (const QString& size : std::as_const(arguments)) {
            applyTheme(theme, fontSizeOf(size));
            window.resize(sizeOf(size));
            for (int page = 0; page < kPages; ++page) {
                window.showPage(static_cast<PageId>(page));
                settle(2500);
                shot(window).save(folder.filePath(
                    QStringLiteral("%1-%2-%3.png")
                        .arg(QLatin1String(kNames.at(static_cast<std::size_t>(page))),
                             theme == ThemeChoice::Light ? QStringLiteral("light")
                                                         : QStringLiteral("dark"),
                             size)));
            }
        }
    }
    return 0;
}
