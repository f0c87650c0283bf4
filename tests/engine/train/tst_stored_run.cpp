// SPDX-License-Identifier: Apache-2.0
#include "engine/models/run_network.h"
#include "engine/train/stored_run.h"
#include "tests/engine/train/toy_set.h"
#include "tests/support/closeness.h"

#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

#include <fstream>

using namespace winnow;

class TestStoredRun : public QObject {
    Q_OBJECT

private:
    test::ToySet m_set{20, 12, 4, 11};
    QTemporaryDir m_folder;
    std::optional<store::Project> m_project;
    train::TrainResult m_result;
    std::string m_id;
    nlohmann::json m_figures;

    [[nodiscard]] std::filesystem::path inside(const char* name) const {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }

private Q_SLOTS:
    void initTestCase() {
        m_project = store::Project::create(inside("a project.winnow"));
        train::TrainOptions options;
        options.epochs = 3;
        options.batch = 16;
        options.learningRate = 0.05;
        options.grand = true;
        options.scoreEpoch = 1;
        options.snapshots = 2;
        models::Network network(m_set.architecture("lenet5"), 4);
        const train::TrainData data{m_set.source(), m_set.source(), m_set.classes};
        std::filesystem::create_directory(inside("work"));
        jobs::SilentReporter silent;
        m_result = train::train(network, data, options, inside("work"), {{}, silent});

        train::RunFacts facts;
        facts.dataset = "dataset-1";
        facts.architecture = {.kind = "lenet5",
                              .height = 12,
                              .width = 12,
                              .classes = 4,
                              .hidden = network.architecture().hidden};
        facts.mean = {0.35};
        facts.deviation = {0.25};
        facts.epochs = 3;
        facts.bestEpoch = m_result.bestEpoch;
        facts.seed = 4;
        store::ArtifactRow row;
        row.kind = "run";
        row.spec = store::canonical(nlohmann::json::object());
        store::ArtifactDraft draft(*m_project, row);
        m_figures = train::writeRun(draft, facts, m_result, 1.5);
        m_id = draft.commit(m_figures, 1.5);
    }

    void everyFileHasItsShape_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QList<int>>("shape");
        for (const char* file : {"loss.npy", "correct.npy", "margin.npy"})
            QTest::newRow(file) << file << QList<int>{3, 80};
        QTest::newRow("curve.npy") << "curve.npy" << QList<int>{3, 6};
        for (const char* file : {"fitted.npy",
                                 "forgetting.npy",
                                 "first_learned.npy",
                                 "never_learned.npy",
                                 "difficulty.npy",
                                 "grand.npy",
                                 "prediction.npy",
                                 "probability.npy",
                                 "test_prediction.npy"})
            QTest::newRow(file) << file << QList<int>{80};
    }
    void everyFileHasItsShape() {
        QFETCH(QString, file);
        QFETCH(QList<int>, shape);
        const auto array = m_project->read(m_id, file.toStdString());
        QCOMPARE(array.shape, store::Shape(shape.begin(), shape.end()));
    }

    void difficultyIsTheSumOfLosses() {
        const auto loss = m_project->read(m_id, "loss.npy");
        const auto difficulty = m_project->read(m_id, "difficulty.npy");
        std::vector<double> wanted(80);
        for (std::size_t i = 0; i < 240; ++i) wanted[i % 80] += loss.as<float>()[i];
        WINNOW_CLOSE(difficulty.as<double>(), wanted, 1e-12, 0);
    }

    void weightsComeBackAsTheyWere() {
        const auto best = models::readWeights(m_project->path(m_id, "weights.safetensors"));
        const auto last = models::readWeights(m_project->path(m_id, "last.safetensors"));
        QCOMPARE(best.size(), m_result.weights.size());
        for (const auto& [name, array] : m_result.weights)
            QVERIFY(best.at(name).bytes == array.bytes);
        for (const auto& [name, array] : m_result.last) QVERIFY(last.at(name).bytes == array.bytes);
    }

    void theDescriptionNamesNetworkAndNormalisation() {
        std::ifstream stream(m_project->path(m_id, "run.json"));
        const auto description = nlohmann::json::parse(stream);
        QCOMPARE(description.at("kind").get<std::string>(), std::string("lenet5"));
        QCOMPARE(description.at("classes").get<int>(), 4);
        QCOMPARE(description.at("best_epoch").get<std::int64_t>(), m_result.bestEpoch);
        QCOMPARE(description.at("mean").get<std::vector<double>>(), std::vector<double>{0.35});
        QVERIFY(description.at("figures") == m_figures);
    }

    void snapshotsAreListedAndOpened() {
        QCOMPARE(models::snapshotEpochs(*m_project, m_id), std::vector<std::int64_t>{2});
        std::ifstream stream(m_project->path(m_id, "run.json"));
        const auto listed = nlohmann::json::parse(stream).at("snapshots");
        QCOMPARE(listed.size(), 1U);
        const auto file = m_project->path(m_id, listed[0].at("file").get<std::string>());
        QCOMPARE(listed[0].at("bytes").get<std::uintmax_t>(), std::filesystem::file_size(file));
        const auto kept = models::readWeights(file);
        const auto wanted = models::readWeights(m_result.snapshots.at(0).file);
        for (const auto& [name, array] : wanted) QVERIFY(kept.at(name).bytes == array.bytes);
    }

    void figuresAgreeWithTheArrays() {
        const auto correct = m_project->read(m_id, "correct.npy");
        const auto values = correct.as<std::uint8_t>();
        std::int64_t events = 0;
        for (std::size_t i = 0; i < 160; ++i)
            events += values[i] == 1 && values[i + 80] == 0 ? 1 : 0;
        QCOMPARE(m_figures.at("forgetting_events").get<std::int64_t>(), events);
        QCOMPARE(m_figures.at("validation").get<std::int64_t>(), std::int64_t{8});
    }
};

QTEST_GUILESS_MAIN(TestStoredRun)
#include "tst_stored_run.moc"
