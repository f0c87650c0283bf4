// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pages/prune/engine_project.h"

#include <QProcess>
#include <QProcessEnvironment>

namespace winnow::test {
namespace {

constexpr int kPatience = 300'000;  // milliseconds

QString run(const QStringList& arguments) {
    QProcess process;
    process.start(qEnvironmentVariable("WINNOW_ENGINE"), arguments);
    if (!process.waitForFinished(kPatience) || process.exitCode() != 0)
        return arguments.first() + QStringLiteral(": ") + process.errorString() +
               QString::fromUtf8(process.readAllStandardError());
    return {};
}

}  // namespace

QString makePlantedProject(const QString& folder) {
    const QList<QStringList> steps{
        {"import", folder, "planted", "--name", "p", "--limit", "300"},
        {"train", folder, "--dataset", "p", "--epochs", "4", "--threads", "1"},
        {"kernel", folder, "--run", "run-1", "--neighbours", "10", "--threads", "1"},
        {"cluster", folder, "--kernel", "kernel-1", "--threads", "1"}};
    for (const QStringList& step : steps)
        if (const QString trouble = run(step); !trouble.isEmpty()) return trouble;
    return {};
}

}  // namespace winnow::test
