// SPDX-License-Identifier: GPL-3.0-or-later
// Every experiment by the real engine, small, and then what it left read as the window reads it:
// the two programs share nothing but docs/experiments.md.
#include "engine/store/dataset.h"
#include "tests/end_to_end/engine_program.h"
#include "ui/pages/difficulty/control/control_result.h"
#include "ui/pages/difficulty/prediction/prediction_result.h"
#include "ui/pages/difficulty/set_size/difficulty_result.h"
#include "ui/pages/evaluate/evaluation.h"
#include "ui/pages/evaluate/gap_check.h"
#include "ui/pages/evaluate/small_budget.h"
#include "ui/pages/findings/trust.h"
#include "ui/session/findings_arrays.h"
#include "ui/session/session.h"

#include <QTemporaryDir>
#include <QTest>

#include <optional>

using namespace winnow;
using namespace winnow::ui;

namespace {

constexpr std::int64_t kSamples = 400, kClasses = 10;

}  // namespace

class TestExperiments : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::optional<store::Project> m_project;

    [[nodiscard]] QString folder() const { return m_dir.filePath("experiments.winnow"); }
    void run(QStringList words) {
        words.insert(words.first() == "experiment" ? 2 : 1, folder());
        const auto done = test::engine(words << "--threads"
                                             << "2");
        QVERIFY2(done.code == 0, words.join(' ').toUtf8() + ": " + done.err);
    }
    [[nodiscard]] std::string only(const char* kind) const {
        const auto rows = m_project->artifacts(kind);
        return rows.size() == 1 ? rows.front().id : std::string();
    }

private Q_SLOTS:
    void initTestCase() {
        const auto imported = test::engine(
            {"import", folder(), "planted", "--name", "p", "--limit", QString::number(kSamples)});
        QVERIFY2(imported.code == 0, imported.err.constData());
        run({"train", "--dataset", "p", "--epochs", "3"});
        run({"kernel", "--run", "latest"});
        run({"cluster", "--kernel", "latest", "--all-samples"});
        run({"findings", "--kernel", "latest", "--folds", "2"});
        run({"evaluate", "--cluster", "latest", "--keep", "0.5", "--epochs", "2", "--repeat", "2"});
        const auto study = [this](const char* kind, const QStringList& words) {
            run(QStringList{"experiment", kind} + words);
        };
        study("difficulty",
              {"--dataset", "p", "--samples-per-class", "8", "--sizes", "4,1", "--epochs", "2"});
        study("difficulty-control",
              {"--cluster", "latest", "--added", "2", "--runs", "2", "--epochs", "3"});
        study("forgetting-prediction",
              {"--dataset", "p", "--iterations", "6", "--repeat", "2", "--batch", "32"});
        study("small-budget",
              {"--cluster", "latest", "--shares", "10%", "--runs", "2", "--epochs", "2"});
        study("gap-check",
              {"--dataset", "p", "--widths", "16,32", "--repeat", "2", "--run", "latest"});
        study("label-flips",
              {"--dataset",
               "p",
               "--samples",
               "200",
               "--epochs",
               "2",
               "--repeat",
               "1",
               "--folds",
               "0"});
        m_project.emplace(store::Project::open(folder().toStdString(), store::Access::Read));
    }
    void difficultyIsRead() {
        const DifficultyResult result = difficultyResult(*m_project, only("difficulty"), kSamples);
        QCOMPARE(result.sizes, (std::vector<std::int64_t>{8, 4, 1}));
        QCOMPARE(result.sample.size(), 8 * kClasses);
        QCOMPARE(result.trainings, result.repeats * (1 + 2 + 8));
        QCOMPARE(result.between(1, 1).rho, 1.0);
    }
    void controlIsRead() {
        const ControlResult result =
            controlResult(*m_project, only("difficulty-control"), kSamples, kClasses);
        QCOMPARE(result.runs, std::int64_t{2});
        QCOMPARE(result.epochs, std::int64_t{3});
        QCOMPARE(result.target.size(), kClasses);
        QVERIFY(result.difficulty[0].mean > 0);
    }
    void predictionIsRead() {
        const PredictionResult result =
            predictionResult(*m_project, only("forgetting-prediction"), kSamples);
        QCOMPARE(result.predictors.size(), std::size_t{3});
        QCOMPARE(result.iterations, std::int64_t{6});
        QCOMPARE(result.batchAt(1, 6).size(), std::size_t{32});
        QCOMPARE(result.seedNumber(1), result.seedNumber(0) + 1);
    }
    void evaluationIsRead() {
        const Evaluation result = readEvaluation(*m_project, only("evaluation"));
        QCOMPARE(result.epochs, std::int64_t{2});
        QVERIFY(result.methods().contains("lpntk-pipeline"));
        const EvaluationPoint* random = result.point(kRandomMethod, 0.5);
        QVERIFY(random != nullptr && random->seeds == 2);
        QVERIFY(result.test("lpntk-pipeline", 0.5, "random") != nullptr);
    }
    void smallBudgetIsRead() {
        const SmallBudget result = readSmallBudget(*m_project, only("small-budget"));
        QCOMPARE(result.rows.size(), std::size_t{1});
        QCOMPARE(result.rows[0].samples + result.rows[0].shrunk, kSamples / 10);
        QCOMPARE(result.curve(0, SmallBudget::HeadCluster, 1).size(), std::size_t{2});
    }
    void gapCheckIsRead() {
        const GapCheck result = readGapCheck(*m_project, only("gap-check"));
        QCOMPARE(result.rows.size(), std::size_t{2});
        QVERIFY(result.rows[0].scaled < result.rows[0].bound);
        QVERIFY(result.pairs && result.pairs->pairs > 0);
    }
    void findingsAreRead() {
        const FindingsArrays findings =
            findingsArrays(*m_project, only("findings"), kSamples, kClasses);
        QVERIFY(findings.suspects() > 0);
        QVERIFY(findings.score[0] >= findings.score[findings.suspects() - 1]);
        Session session;
        QVERIFY(session.open(folder()));
        const auto planted = plantedTrust(session, findings);
        QVERIFY(planted && planted->planted > 0);
        const auto flips = flipTrust(session);
        QVERIFY(flips && flips->flips == 10 && !flips->rows.empty());
    }
};

QTEST_MAIN(TestExperiments)
#include "tst_experiments.moc"
