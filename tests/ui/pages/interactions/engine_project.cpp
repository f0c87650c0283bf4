// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pages/interactions/engine_project.h"

#include "ui/engine/locate.h"

#include <QProcess>

namespace winnow::test {

EngineProject::EngineProject() {
    run({"import", folder(), "planted", "--name", "p", "--limit", QString::number(kSamples)});
    run({"train",
         folder(),
         "--dataset",
         "p",
         "--epochs",
         "2",
         "--snapshots",
         "1",
         "--threads",
         "1"});
    run({"kernel", folder(), "--run", "run-1", "--name", "streamed", "--threads", "1"});
    run({"kernel",
         folder(),
         "--run",
         "run-1",
         "--name",
         "stored",
         "--kind",
         "centred",
         "--store-matrix",
         "--threads",
         "1"});
    run({"cluster", folder(), "--kernel", "stored", "--all-samples", "--threads", "1"});
    run({"embed", folder(), "--kernel", "stored", "--threads", "1"});
    run({"cluster",
         folder(),
         "--kernel",
         "streamed",
         "--all-samples",
         "--name",
         "of lpntk",
         "--threads",
         "1"});
    run({"train", folder(), "--dataset", "p", "--name", "bare", "--epochs", "1", "--threads", "1"});
    run({"kernel", folder(), "--run", "bare", "--name", "bare", "--threads", "1"});
}

QString EngineProject::folder() const { return m_dir.filePath("pages.winnow"); }

void EngineProject::run(const QStringList& arguments) {
    if (!trouble.isEmpty()) return;
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(ui::locateEngine().program, arguments);
    if (!process.waitForFinished(240000) || process.exitCode() != 0)
        trouble = arguments.first() + ": " + QString::fromUtf8(process.readAll());
}

}  // namespace winnow::test
