// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prune/prune_tasks.h"

#include "ui/session/json_text.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"

#include <QCoreApplication>
#include <QJsonObject>

#include <algorithm>

namespace winnow::ui {
namespace {

constexpr double kShare = 0.8;

/// The context of this file's words.
struct PruneTasksText {
    Q_DECLARE_TR_FUNCTIONS(winnow::ui::Prune)
};

PruneTask byMethod(const QString& title,
                   const QString& line,
                   const char* method,
                   std::optional<double> keep = kShare) {
    return {PruneTask::Kind::Method, title, line, QLatin1String(method), keep, {}, "{}"};
}

PruneTask needing(const QString& title, const QString& line, const char* job, QJsonObject fields) {
    return {PruneTask::Kind::Needs, title, line, {}, {}, QLatin1String(job), jsonText(fields)};
}

PruneTask withKernel(const Session& session, const QString& title) {
    if (!session.chosen(Part::Run).isEmpty())
        return needing(title,
                       PruneTasksText::tr("needs a kernel"),
                       "kernel",
                       {{QStringLiteral("run"), session.chosen(Part::Run)}});
    return needing(title,
                   PruneTasksText::tr("needs a training and its kernel"),
                   "train",
                   {{QStringLiteral("dataset"), session.chosen(Part::Dataset)}});
}

PruneTask duplicates(const Session& session) {
    const QString title = PruneTasksText::tr("remove duplicates and twins");
    if (session.kernel().id.isEmpty()) return withKernel(session, title);
    const auto flags = session.kernel().redundant.values();
    return byMethod(
        title,
        PruneTasksText::tr("%1 have a stronger twin").arg(countText(std::ranges::count(flags, 1))),
        "redundant",
        std::nullopt);
}

PruneTask pipeline(const Session& session) {
    const QString title = PruneTasksText::tr("keep 80 % by the paper's pipeline");
    if (session.kernel().id.isEmpty()) return withKernel(session, title);
    if (session.cluster().id.isEmpty())
        return needing(
            title,
            PruneTasksText::tr("needs clusters of %1").arg(session.title(session.kernel().id)),
            "cluster",
            {{QStringLiteral("kernel"), session.kernel().id}});
    return byMethod(
        title,
        PruneTasksText::tr("lpNTK, %1 clusters").arg(countText(session.cluster().centroids.size())),
        "lpntk-pipeline");
}

PruneTask easiest(const Session& session) {
    const QString title = PruneTasksText::tr("drop what is easiest");
    const RunArrays& run = session.run();
    if (run.id.isEmpty())
        return needing(title,
                       PruneTasksText::tr("needs a training"),
                       "train",
                       {{QStringLiteral("dataset"), session.chosen(Part::Dataset)}});
    std::int64_t steady = 0;
    for (std::int64_t i = 0; i < std::min(run.forgetting.size(), run.neverLearned.size()); ++i)
        steady += run.forgetting[i] == 0 && run.neverLearned[i] == 0 ? 1 : 0;
    return byMethod(
        title, PruneTasksText::tr("%1 were never forgotten").arg(countText(steady)), "forgetting");
}

/// Of the scores that a training has only where it was asked for them.
void addScores(const Session& session, QList<PruneTask>& tasks) {
    const RunArrays& run = session.run();
    if (run.id.isEmpty()) return;
    const QString title = session.title(run.id);
    if (!run.el2n.empty())
        tasks << byMethod(PruneTasksText::tr("keep what it gets wrong early"),
                          PruneTasksText::tr("EL2N of %1").arg(title),
                          "el2n");
    if (!run.grand.empty())
        tasks << byMethod(PruneTasksText::tr("keep what moves the network"),
                          PruneTasksText::tr("GraNd of %1").arg(title),
                          "grand");
}

}  // namespace

QList<PruneTask> pruneTasks(const Session& session) {
    QList<PruneTask> tasks{duplicates(session), pipeline(session), easiest(session)};
    addScores(session, tasks);
    tasks << byMethod(
        PruneTasksText::tr("keep a random share"),
        PruneTasksText::tr("the yardstick; now %1").arg(samplesText(session.sampleCount())),
        "random");
    const std::int64_t picked = session.selection()->count();
    tasks << PruneTask{PruneTask::Kind::Export,
                       PruneTasksText::tr("export what I picked"),
                       picked > 0 ? PruneTasksText::tr("%1 selected").arg(countText(picked))
                                  : PruneTasksText::tr("nothing is selected now"),
                       {},
                       {},
                       {},
                       "{}"};
    return tasks;
}

}  // namespace winnow::ui
