// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/frame/job_cost.h"

#include "ui/session/session.h"
#include "ui/theme/numbers.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QStorageInfo>

#include <algorithm>
#include <optional>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct JobCostText {
    Q_DECLARE_TR_FUNCTIONS(JobCost)
};

struct Work {
    double amount = 0;  ///< in units of which time is a multiple
    QString words;
    std::optional<double> disk, memory;
};

/// Samples of the data set a job works on, by the artifact its fields name.
double samplesOf(const Session& session, const QJsonObject& fields) {
    for (const char* key : {"dataset", "run", "kernel", "cluster", "selection"}) {
        const QString id = fields.value(QLatin1String(key)).toString();
        if (id.isEmpty()) continue;
        const QString dataset =
            key == QLatin1String("dataset") ? id : session.ancestor(id, Part::Dataset);
        const store::ArtifactRow* row = session.artifact(dataset);
        if (row == nullptr) continue;
        const QJsonObject summary =
            QJsonDocument::fromJson(QByteArray::fromStdString(row->summary)).object();
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
    const QString samples = JobCostText::tr("%1 samples").arg(countText(static_cast<qint64>(n)));
    if (kind == QLatin1String("train")) {
        const double epochs = fields.value(QStringLiteral("epochs")).toDouble(1);
        const double runs = fields.value(QStringLiteral("repeat")).toDouble(1);
        // loss, correct and margin of every sample and epoch
        return {n * epochs * runs,
                JobCostText::tr("%1, %2 epochs")
                    .arg(samples, countText(static_cast<qint64>(epochs * runs))),
                9 * n * epochs * runs,
                {}};
    }
    if (kind == QLatin1String("evaluate")) {
        // Everything once; random and each method at every share; the selections.
        const auto given = [&](const char* name) {
            return static_cast<double>(fields.value(QLatin1String(name)).toArray().size());
        };
        const double methods = std::max(given("method"), given("selection") > 0 ? 0.0 : 1.0);
        const double sets = 1 + given("keep") * (1 + methods) + given("selection");
        const double trainings = sets * fields.value(QStringLiteral("repeat")).toDouble(1);
        return {trainings * fields.value(QStringLiteral("epochs")).toDouble(1) * n,
                JobCostText::tr("%1, %2 trainings")
                    .arg(samples, countText(static_cast<qint64>(trainings))),
                {},
                {}};
    }
    if (kind == QLatin1String("kernel")) {
        const double k = fields.value(QStringLiteral("neighbours")).toDouble(64);
        const bool perClass =
            fields.value(QStringLiteral("scope")).toString() == QLatin1String("per-class");
        const auto kinds = std::max<double>(
            1, static_cast<double>(fields.value(QStringLiteral("kind")).toArray().size()));
        const double pairs =
            n * n / (perClass ? std::max<double>(1, static_cast<double>(session.classCount())) : 1);
        const bool stored = fields.value(QStringLiteral("store-matrix")).toBool();
        return {kinds * pairs,
                JobCostText::tr("%1, %2 pairs").arg(samples, countText(static_cast<qint64>(pairs))),
                kinds * (n * (2 * k * 12 + 200) + (stored ? 4 * pairs : 0)),
                {}};
    }
    return {n, samples, {}, {}};
}

}  // namespace

double availableMemory() {
    QFile file(QStringLiteral("/proc/meminfo"));
    if (!file.open(QIODevice::ReadOnly)) return 0;
    static const QRegularExpression line(QStringLiteral("MemAvailable:\\s+(\\d+) kB"));
    return line.match(QString::fromLatin1(file.readAll())).captured(1).toDouble() * 1024;
}

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
    cost.memoryBytes = work.memory;
    if (const double memory = availableMemory(); memory > 0) cost.memoryFreeBytes = memory;
    const QStorageInfo disk(folder);
    if (disk.isValid()) cost.diskFreeBytes = static_cast<double>(disk.bytesAvailable());

    // The newest result of the same kind tells the pace of this machine.
    for (auto it = session.artifacts().rbegin(); it != session.artifacts().rend(); ++it) {
        const QJsonObject spec =
            QJsonDocument::fromJson(QByteArray::fromStdString(it->spec)).object();
        if (spec.value(QStringLiteral("kind")).toString() != kind || it->seconds <= 0) continue;
        const QJsonObject past = spec.value(QStringLiteral("fields")).toObject();
        if (past.value(QStringLiteral("model")) != object.value(QStringLiteral("model"))) continue;
        const double amount = workOf(session, kind, past).amount;
        if (!(amount > 0)) continue;
        cost.seconds = it->seconds * work.amount / amount;
        cost.measured =
            JobCostText::tr("from %1, which took %2")
                .arg(session.title(QString::fromStdString(it->id)), durationText(it->seconds));
        break;
    }
    return cost;
}

JobCost withAnswer(JobCost cost, const QJsonObject& answer) {
    cost.memoryBytes = answer.value(QLatin1String("memory")).toDouble();
    if (cost.seconds) return cost;
    cost.seconds = answer.value(QLatin1String("seconds")).toDouble();
    cost.measured = JobCostText::tr(
                        "estimated from %1 operations and the speed of this machine; it may be "
                        "half or twice that")
                        .arg(shortNumberText(answer.value(QLatin1String("flops")).toDouble()));
    return cost;
}

}  // namespace winnow::ui
