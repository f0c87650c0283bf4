// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/job_cost.h"

#include "engine/jobs/memory.h"
#include "ui/session/json_text.h"
#include "ui/session/session.h"
#include "ui/session/wording.h"
#include "ui/theme/numbers.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStorageInfo>

#include <algorithm>
#include <cmath>
#include <optional>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct JobCostText {
    Q_DECLARE_TR_FUNCTIONS(JobCost)
};

struct Work {
    std::optional<double> amount;  ///< in units of which time is a multiple
    QString words;
    std::optional<double> disk;
};

/// A field's number; 1 where it is left out.
double numberIn(const QJsonObject& fields, const char* name) {
    return fields.value(QLatin1String(name)).toDouble(1);
}

double entriesIn(const QJsonObject& fields, const char* name) {
    return static_cast<double>(fields.value(QLatin1String(name)).toArray().size());
}

/// Parts a job takes the data set in: one a class where its scope says so, else the whole.
double partsIn(const Session& session, const QJsonObject& fields) {
    const bool perClass = fields.value(QLatin1String("scope")).toString() == u"per-class";
    return perClass ? std::max(1.0, static_cast<double>(session.classCount())) : 1;
}

double sumOf(const QJsonObject& fields, const char* name) {
    double sum = 0;
    for (const QJsonValue& each : fields.value(QLatin1String(name)).toArray())
        sum += each.toDouble();
    return sum;
}

/// How often a training of an experiment passes a sample forward and back, by the declaration's
/// fields; n samples, K classes. Nothing for kinds whose time is no multiple of that.
std::optional<double> passesOf(const QString& kind,
                               const QJsonObject& fields,
                               double n,
                               double classes) {
    const double epochs = numberIn(fields, "epochs");
    if (kind == u"difficulty")
        return classes * numberIn(fields, "samples-per-class") * (1 + entriesIn(fields, "sizes")) *
               numberIn(fields, "repeats") * epochs;
    if (kind == u"difficulty-control")
        return 3 * classes * (1 + numberIn(fields, "added")) * numberIn(fields, "runs") * epochs;
    if (kind == u"small-budget")
        return 2 * n * sumOf(fields, "shares") * numberIn(fields, "runs") * epochs;
    if (kind == u"forgetting-prediction")
        return numberIn(fields, "repeat") * numberIn(fields, "iterations") *
               numberIn(fields, "batch");
    return std::nullopt;
}

/// Samples of the data set a job works on, by the artifact its fields name.
double samplesOf(const Session& session, const QJsonObject& fields) {
    for (const char* key : {"dataset", "run", "kernel", "cluster", "selection"}) {
        const QString id = fields.value(QLatin1String(key)).toString();
        if (id.isEmpty()) continue;
        const QString dataset =
            key == QLatin1String("dataset") ? id : session.ancestor(id, Part::Dataset);
        const store::ArtifactRow* row = session.artifact(dataset);
        if (row == nullptr) continue;
        const QJsonObject summary = jsonObject(row->summary);
        for (const char* name : {"samples", "train", "images"})
            if (summary.value(QLatin1String(name)).isDouble())
                return summary.value(QLatin1String(name)).toDouble();
        if (dataset == session.chosen(Part::Dataset))
            return static_cast<double>(session.sampleCount());
    }
    return static_cast<double>(session.sampleCount());
}

Work workOf(const Session& session, const QString& kind, const QJsonObject& fields) {
    const double n = samplesOf(session, fields);
    const QString samples = samplesText(static_cast<std::int64_t>(n));
    if (kind == QLatin1String("train")) {
        const double epochs = numberIn(fields, "epochs");
        const double runs = numberIn(fields, "repeat");
        // loss, correct and margin of every sample and epoch
        return {n * epochs * runs,
                JobCostText::tr("%1, %2").arg(samples,
                                              epochsText(static_cast<std::int64_t>(epochs * runs))),
                9 * n * epochs * runs};
    }
    if (kind == QLatin1String("evaluate")) {
        // Everything once; random and each method at every share; the selections.
        const double selections = entriesIn(fields, "selection");
        const double methods = std::max(entriesIn(fields, "method"), selections > 0 ? 0.0 : 1.0);
        const double sets = 1 + entriesIn(fields, "keep") * (1 + methods) + selections;
        const double trainings = sets * numberIn(fields, "repeat");
        return {trainings * numberIn(fields, "epochs") * n,
                JobCostText::tr("%1, %2").arg(samples,
                                              trainingsText(static_cast<std::int64_t>(trainings))),
                {}};
    }
    if (kind == QLatin1String("kernel")) {
        const double k = fields.value(QStringLiteral("neighbours")).toDouble(64);
        const double kinds = std::max(1.0, entriesIn(fields, "kind"));
        const double pairs = n * n / partsIn(session, fields);
        const bool stored = fields.value(QStringLiteral("store-matrix")).toBool();
        return {kinds * pairs,
                JobCostText::tr("%1, %2 pairs").arg(samples, countText(static_cast<qint64>(pairs))),
                kinds * (n * (2 * k * 12 + 200) + (stored ? 4 * pairs : 0))};
    }
    if (kind == QLatin1String("cluster")) {
        // A row of the kernel for each centroid.
        const double centroids = numberIn(fields, "centroids");
        const double rows = centroids < 1 ? centroids * n / partsIn(session, fields) : centroids;
        return {n * rows, samples, {}};
    }
    return {passesOf(kind, fields, n, static_cast<double>(session.classCount())), samples, {}};
}

}  // namespace

JobCost jobCost(const Session& session,
                const QString& kind,
                const QByteArray& fields,
                const QString& folder) {
    const QJsonObject object = QJsonDocument::fromJson(fields).object();
    JobCost cost;
    const Work work = workOf(session, kind, object);
    cost.title = session.dataset() == nullptr ? JobCostText::tr("Cost")
                                              : JobCostText::tr("Cost for %1").arg(work.words);
    cost.diskBytes = work.disk;
    if (const double memory = jobs::availableMemory(); std::isfinite(memory))
        cost.memoryFreeBytes = memory;
    const QStorageInfo disk(folder);
    if (disk.isValid()) cost.diskFreeBytes = static_cast<double>(disk.bytesAvailable());

    // The newest result of the same kind tells the pace of this machine.
    if (!work.amount) return cost;
    for (auto it = session.artifacts().rbegin(); it != session.artifacts().rend(); ++it) {
        const QJsonObject spec = jsonObject(it->spec);
        if (spec.value(QStringLiteral("kind")).toString() != kind || it->seconds <= 0) continue;
        const QJsonObject past = spec.value(QStringLiteral("fields")).toObject();
        if (past.value(QStringLiteral("model")) != object.value(QStringLiteral("model"))) continue;
        const double amount = workOf(session, kind, past).amount.value_or(0);
        if (!(amount > 0)) continue;
        cost.seconds = it->seconds * *work.amount / amount;
        cost.measured =
            JobCostText::tr("from %1, which took %2")
                .arg(session.title(QString::fromStdString(it->id)), durationText(it->seconds));
        break;
    }
    return cost;
}

namespace {

/// Of a job of many equal steps: what one takes, as the engine has just measured it.
JobCost withSteps(JobCost cost, const QJsonObject& answer) {
    const auto number = [&](const char* key) {
        return answer.value(QLatin1String(key)).toDouble();
    };
    const auto steps = static_cast<qint64>(number("steps"));
    if (steps > 0)
        cost.title = JobCostText::tr("Cost of %1 steps, about %2 each")
                         .arg(countText(steps), durationText(number("seconds_per_step")));
    cost.seconds = number("seconds");
    QStringList words{JobCostText::tr("from a few of the %1 pairs of images, measured now")
                          .arg(shortNumberText(number("pairs")))};
    for (const QJsonValue& warning : answer.value(QLatin1String("warnings")).toArray())
        words << sentenceText(warning.toString());
    cost.measured = words.join(QStringLiteral(". "));
    return cost;
}

}  // namespace

JobCost withAnswer(JobCost cost, const QJsonObject& answer) {
    cost.memoryBytes = answer.value(QLatin1String("memory")).toDouble();
    if (answer.contains(QLatin1String("disk")))
        cost.diskBytes = answer.value(QLatin1String("disk")).toDouble();
    if (answer.contains(QLatin1String("seconds_per_step")))
        return withSteps(std::move(cost), answer);
    if (cost.seconds) return cost;
    cost.seconds = answer.value(QLatin1String("seconds")).toDouble();
    cost.measured = JobCostText::tr(
                        "estimated from %1 operations and the speed of this machine; it may be "
                        "half or twice that")
                        .arg(shortNumberText(answer.value(QLatin1String("flops")).toDouble()));
    return cost;
}

}  // namespace winnow::ui
