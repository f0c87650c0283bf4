// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/evaluate/evaluation.h"

#include "ui/pages/evaluate/method_look.h"
#include "ui/session/artifact_files.h"
#include "ui/theme/numbers.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

/// The context of this file's words.
struct EvaluationText {
    Q_DECLARE_TR_FUNCTIONS(winnow::ui::Evaluate)
};

/// "1 234 redundant, 567 head cut": what of a point's samples goes.
QString stagesText(const ResultObject& stages) {
    QStringList words;
    const auto add = [&](const char* key, const QString& word) {
        if (!stages.has(key)) return;
        if (const std::int64_t samples = stages.count(key); samples > 0)
            words << word.arg(countText(samples));
    };
    add("redundant", EvaluationText::tr("%1 redundant"));
    add("head_cut", EvaluationText::tr("%1 head cut"));
    add("left_out", EvaluationText::tr("%1 left out"));
    return words.join(QStringLiteral(", "));
}

EvaluationPoint pointOf(const ResultObject& row) {
    return {.method = row.text("method"),
            .ownRule = row.has("own_rule") && row.flag("own_rule"),
            .stages = row.has("stages") ? stagesText(row.object("stages")) : QString(),
            .keep = row.share("keep"),
            .kept = row.count("kept"),
            .seeds = row.count("seeds"),
            .accuracy = row.summary("accuracy")};
}

EvaluationTest testOf(const ResultObject& row) {
    return {.method = row.text("method"),
            .keep = row.share("keep"),
            .against = row.text("against"),
            .t = row.number("t"),
            .df = row.number("df"),
            .p = row.number("p"),
            .pairedT = row.number("paired_t"),
            .pairedDf = row.number("paired_df"),
            .pairedP = row.number("paired_p"),
            .verdict = row.textOrNull("verdict")};
}

EvaluationTrial trialOf(const ResultObject& row, std::int64_t curves) {
    EvaluationTrial trial{.method = row.text("method"),
                          .keep = row.share("keep"),
                          .seed = row.count("seed"),
                          .row = row.count("row"),
                          .accuracy = row.number("accuracy"),
                          .diverged = row.flag("diverged")};
    if (trial.row >= curves)
        row.refuse(QStringLiteral("\"row\" is %1, but accuracy.npy has %2 rows")
                       .arg(trial.row)
                       .arg(curves));
    return trial;
}

/// METHOD and KEEP of "accuracy METHOD KEEP".
std::optional<std::pair<QString, double>> trialMetric(const QString& name) {
    const QStringList words = name.split(u' ', Qt::SkipEmptyParts);
    if (words.size() != 3 || words[0] != u"accuracy") return std::nullopt;
    bool isNumber = false;
    const double keep = words[2].toDouble(&isNumber);
    if (!isNumber || !(keep > 0 && keep <= 1)) return std::nullopt;
    return std::pair{words[1], keep};
}

}  // namespace

bool sameKeep(double a, double b) { return std::abs(a - b) < 1e-6; }

QString Evaluation::title(const QString& method) const {
    return selectionNames.value(method, methodTitle(method));
}

QStringList Evaluation::methods() const {
    QStringList found;
    for (const char* reference : {kFullMethod, kRandomMethod})
        if (std::ranges::any_of(
                points, [&](const auto& p) { return p.method == QLatin1String(reference); }))
            found << QLatin1String(reference);
    for (const EvaluationPoint& point : points)
        if (!found.contains(point.method)) found << point.method;
    return found;
}

std::vector<double> Evaluation::keeps() const {
    std::vector<double> shares;
    for (const EvaluationPoint& point : points)
        if (point.keep < 1 &&
            std::ranges::none_of(shares, [&](double share) { return sameKeep(share, point.keep); }))
            shares.push_back(point.keep);
    std::ranges::sort(shares);
    return shares;
}

const EvaluationPoint* Evaluation::point(const QString& method, double keep) const {
    const auto found = std::ranges::find_if(points, [&](const EvaluationPoint& p) {
        return p.method == method && sameKeep(p.keep, keep);
    });
    return found == points.end() ? nullptr : &*found;
}

const EvaluationTest* Evaluation::test(const QString& method,
                                       double keep,
                                       const QString& against) const {
    const auto found = std::ranges::find_if(tests, [&](const EvaluationTest& t) {
        return t.method == method && t.against == against && sameKeep(t.keep, keep);
    });
    return found == tests.end() ? nullptr : &*found;
}

std::vector<EvaluationTrial> Evaluation::trialsOf(const QString& method, double keep) const {
    std::vector<EvaluationTrial> found;
    std::ranges::copy_if(trials, std::back_inserter(found), [&](const EvaluationTrial& t) {
        return t.method == method && sameKeep(t.keep, keep);
    });
    std::ranges::sort(found, {}, &EvaluationTrial::seed);
    return found;
}

Evaluation readEvaluation(const store::Project& project, const std::string& id) {
    const ResultObject result = ResultObject::of(project, id);
    Evaluation evaluation;
    evaluation.id = QString::fromStdString(id);
    evaluation.model = result.text("model");
    evaluation.testSamples = result.count("test_samples");
    evaluation.epochs = result.count("epochs", 1);
    const ArtifactFiles files(project, id);
    files.required(evaluation.curves, "accuracy.npy", {ArtifactFiles::kAny, evaluation.epochs});
    for (const ResultObject& row : result.rows("points")) evaluation.points.push_back(pointOf(row));
    for (const ResultObject& row : result.rows("tests")) evaluation.tests.push_back(testOf(row));
    for (const ResultObject& row : result.rows("trials"))
        evaluation.trials.push_back(trialOf(row, evaluation.curves.dim(0)));
    for (const store::ArtifactRow& row : project.artifacts("selection"))
        if (!row.name.empty())
            evaluation.selectionNames[QString::fromStdString(row.id)] =
                QString::fromStdString(row.name);
    if (evaluation.points.empty()) result.refuse(QStringLiteral("\"points\" is empty"));
    return evaluation;
}

SummaryFigures figuresOf(const std::vector<double>& values) {
    SummaryFigures figures{.mean = kNotDefined,
                           .deviation = kNotDefined,
                           .low = kNotDefined,
                           .high = kNotDefined,
                           .n = 0};
    double sum = 0, squares = 0;
    for (const double value : values)
        if (std::isfinite(value)) {
            sum += value;
            ++figures.n;
        }
    if (figures.n == 0) return figures;
    const auto n = static_cast<double>(figures.n);
    figures.mean = sum / n;
    for (const double value : values)
        if (std::isfinite(value)) squares += (value - figures.mean) * (value - figures.mean);
    if (figures.n > 1) figures.deviation = std::sqrt(squares / (n - 1));
    return figures;
}

std::optional<Evaluation> reportedEvaluation(const QVector<MetricPoint>& metrics) {
    Evaluation evaluation;
    std::vector<std::vector<double>> values;
    for (const MetricPoint& metric : metrics) {
        const auto trial = trialMetric(metric.name);
        if (!trial) continue;
        const auto& [method, keep] = *trial;
        const EvaluationPoint* there = evaluation.point(method, keep);
        if (there == nullptr) {
            evaluation.points.push_back({.method = method, .keep = keep});
            values.emplace_back();
            there = &evaluation.points.back();
        }
        values[static_cast<std::size_t>(there - evaluation.points.data())].push_back(metric.value);
    }
    if (evaluation.points.empty()) return std::nullopt;
    for (std::size_t i = 0; i < values.size(); ++i) {
        evaluation.points[i].accuracy = figuresOf(values[i]);
        evaluation.points[i].seeds = evaluation.points[i].accuracy.n;
    }
    return evaluation;
}

}  // namespace winnow::ui
