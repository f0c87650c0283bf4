// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/job.h"
#include "ui/session/mapped.h"
#include "ui/session/result_object.h"

#include <QMap>

#include <optional>
#include <vector>

/// What an artifact of kind `evaluation` says (docs/experiments.md): every selection trained anew
/// with several seeds, beside the full set and random choices. Accuracies are shares 0 to 1, of
/// the test split after the last epoch; NaN: not defined.
namespace winnow::ui {

/// Shares are shown in percent.
inline constexpr double kPercent = 100;

inline constexpr auto kFullMethod = "full";
inline constexpr auto kRandomMethod = "random";

/// A method at one kept share.
struct EvaluationPoint {
    QString method = {};    ///< "full", "random", a method of `select`, or a stored selection's id
    bool ownRule = false;   ///< the method decided by itself how much goes
    QString stages = {};    ///< why samples went, in words with their numbers; may be empty
    double keep = 1;        ///< share of the open samples that stays
    std::int64_t kept = 0;  ///< samples; 0: not known yet
    std::int64_t seeds = 0;
    SummaryFigures accuracy = {};
};

/// Welch's test of a point against random or the full set, and the same paired by seed.
struct EvaluationTest {
    QString method;
    double keep = 1;
    QString against;  ///< "random" or "full"
    double t = 0, df = 0, p = 1;
    double pairedT = 0, pairedDf = 0, pairedP = 1;
    QString verdict;  ///< "better", "worse", "no difference"; empty: under two seeds on a side
};

struct EvaluationTrial {
    QString method;
    double keep = 1;
    std::int64_t seed = 0;
    std::int64_t row = 0;  ///< of Evaluation::curves
    double accuracy = 0;
    bool diverged = false;
};

struct Evaluation {
    QString id;     ///< empty: of a job that has not ended
    QString model;  ///< "lenet5"
    std::int64_t epochs = 0;
    std::int64_t testSamples = 0;
    std::vector<EvaluationPoint> points;
    std::vector<EvaluationTest> tests;
    std::vector<EvaluationTrial> trials;
    Mapped<float> curves;                   ///< [trials,epochs] test accuracy after each epoch
    QMap<QString, QString> selectionNames;  ///< of stored selections, by id

    /// "lpNTK pipeline"; a stored selection's own name.
    [[nodiscard]] QString title(const QString& method) const;

    /// Methods in the order of the points, the full set and random first.
    [[nodiscard]] QStringList methods() const;
    /// Kept shares below 1, ascending.
    [[nodiscard]] std::vector<double> keeps() const;
    /// Nullptr where there is none.
    [[nodiscard]] const EvaluationPoint* point(const QString& method, double keep) const;
    [[nodiscard]] const EvaluationTest* test(const QString& method,
                                             double keep,
                                             const QString& against) const;
    /// The point's trials, by seed.
    [[nodiscard]] std::vector<EvaluationTrial> trialsOf(const QString& method, double keep) const;
};

/// Kept shares are the same when they differ by less than a millionth.
[[nodiscard]] bool sameKeep(double a, double b);

/// Throws Error{BadInput}: a file is missing, damaged, or disagrees with another.
[[nodiscard]] Evaluation readEvaluation(const store::Project& project, const std::string& id);

/// Of a job's metrics "accuracy METHOD KEEP", one value a training: mean and deviation of those
/// that have come. No tests, intervals or curves: they are made when all is there. Nothing before
/// the first value.
[[nodiscard]] std::optional<Evaluation> reportedEvaluation(const QVector<MetricPoint>& metrics);

/// Mean and sample deviation of the finite values; no interval.
[[nodiscard]] SummaryFigures figuresOf(const std::vector<double>& values);

}  // namespace winnow::ui
