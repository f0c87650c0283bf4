// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/version.h"
#include "ui/engine/job_queue.h"
#include "ui/engine/serve_client.h"
#include "ui/frame/main_window.h"
#include "ui/frame/settings.h"
#include "ui/session/session.h"
#include "ui/theme/icons.h"

#include <QApplication>
#include <QCommandLineParser>

using namespace winnow::ui;

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("Winnow"));
    QApplication::setApplicationName(QStringLiteral("Winnow"));
    const auto version = winnow::store::versionText();
    QApplication::setApplicationVersion(
        QString::fromUtf8(version.data(), static_cast<qsizetype>(version.size())));
    QApplication::setWindowIcon(icon(Icon::Winnow, &Theme::accent));

    QCommandLineParser parser;
    parser.setApplicationDescription(QApplication::translate(
        "main", "Shows what a data set does to the network that learns it."));
    parser.addPositionalArgument(
        QStringLiteral("path"),
        QApplication::translate("main", "A project NAME.winnow, or images to import."),
        QStringLiteral("[path]"));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.process(application);

    const Preferences wanted = preferences();
    applyTheme(wanted.theme, wanted.fontSize);
    Session session;
    JobQueue jobs(&session);
    ServeClient serve;
    MainWindow window({&session, &jobs, &serve}, makePage);
    window.show();
    const QStringList paths = parser.positionalArguments();
    if (paths.isEmpty())
        window.reopenLast();
    else
        window.openPath(paths.first());
    return QApplication::exec();
}
