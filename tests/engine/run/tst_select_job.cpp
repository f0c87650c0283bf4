// SPDX-License-Identifier: Apache-2.0
#include "engine/run/executor.h"
#include "engine/run/selection_preview.h"
#include "engine/store/npy.h"
#include "engine/store/project.h"
#include "tests/engine/run/listening.h"

#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <numeric>

using namespace winnow;
using nlohmann::json;
using test::Listening;

namespace {

store::ArtifactRow rowOf(const char* kind, std::vector<std::string> parents) {
    store::ArtifactRow row;
    row.kind = kind;
    row.spec = "{}";
    row.parents = std::move(parents);
    return row;
}

/// Twelve samples of two classes with everything a selection reads; 4 and 11 are validation.
class Scene {
public:
    Scene()
        : project(store::Project::create(std::filesystem::path(m_folder.path().toStdString()) /
                                         "p.winnow")) {
        addDataset();
        addRun();
        addKernel();
        addClusters();
    }

    json select(json fields) {
        fields["name"] = "s" + std::to_string(++m_made);
        const run::JobOutcome outcome = run::runJob(project, "select", fields, {{}, heard});
        id = outcome.artifact;
        return json::parse(outcome.summary);
    }
    template <typename T>
    std::vector<T> read(const char* file) const {
        const store::Array array = project.read(id, file);
        return {array.as<T>().begin(), array.as<T>().end()};
    }

private:
    QTemporaryDir m_folder;
    int m_made = 0;

public:
    store::Project project;
    Listening heard;
    std::string id;

private:
    void addDataset() {
        store::ArtifactDraft draft(project, rowOf("dataset", {}));
        const std::vector<std::uint8_t> pixels(12 * 4, 7);
        draft.write<std::uint8_t>("images.npy", pixels, {12, 1, 2, 2});
        draft.write<std::int64_t>(
            "labels.npy", std::vector<std::int64_t>{0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1}, {12});
        draft.writeText("dataset.json",
                        R"({"name":"d","classes":["cat","dog"],"mean":[0.5],"deviation":[0.5]})");
        (void)draft.commit(json::object(), 0);
    }
    void addRun() {
        store::ArtifactDraft draft(project, rowOf("run", {"dataset-1"}));
        draft.write<std::uint8_t>(
            "fitted.npy", std::vector<std::uint8_t>{1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 0}, {12});
        std::vector<double> el2n(12);
        std::iota(el2n.begin(), el2n.end(), 0.0);
        draft.write<double>("el2n.npy", el2n, {12});
        draft.write<std::int64_t>(
            "forgetting.npy", std::vector<std::int64_t>{0, 3, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0}, {12});
        draft.write<std::uint8_t>("never_learned.npy",
                                  std::vector<std::uint8_t>{0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0},
                                  {12});
        (void)draft.commit(json::object(), 0);
    }
    void addKernel() {
        store::ArtifactDraft draft(project, rowOf("kernel", {"run-1", "dataset-1"}));
        draft.write<float>("diagonal.npy", std::vector<float>(12, 2.0F), {12});
        draft.write<float>(
            "best.npy", std::vector<float>{1, 3, 1, 1, 1, 4, 1, 1, 5, NAN, 1, 9}, {12});
        draft.write<std::uint8_t>(
            "redundant.npy", std::vector<std::uint8_t>{0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1}, {12});
        (void)draft.commit(json::object(), 0);
    }
    void addClusters() {
        store::ArtifactDraft draft(project, rowOf("cluster", {"kernel-1", "dataset-1"}));
        draft.write<std::int64_t>("assignment.npy",
                                  std::vector<std::int64_t>{0, -1, 0, 0, 0, -1, 1, 1, -1, 2, 2, -1},
                                  {12});
        draft.write<std::int64_t>("centroids.npy", std::vector<std::int64_t>{3, 7, 10}, {3});
        draft.write<std::int64_t>("cluster_class.npy", std::vector<std::int64_t>{0, 1, 1}, {3});
        (void)draft.commit(json::object(), 0);
    }
};

}  // namespace

class TestSelectJob : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void redundantFollowsTheRuleAndSparesValidation() {
        Scene scene;
        const json summary = scene.select({{"method", "redundant"}, {"kernel", "kernel-1"}});
        QCOMPARE(summary.at("redundant"), 3);
        QCOMPARE(summary.at("kept"), 7);
        QCOMPARE(summary.at("validation"), 2);
        QCOMPARE(summary.at("fitted"), 10);
        QCOMPARE(summary.at("per_class").at(1).at("class"), "dog");
        QCOMPARE(scene.read<std::uint8_t>("kept.npy"),
                 (std::vector<std::uint8_t>{1, 0, 1, 1, 1, 0, 1, 1, 0, 1, 1, 1}));
        QCOMPARE(scene.read<std::uint8_t>("stage.npy"),
                 (std::vector<std::uint8_t>{0, 1, 0, 0, 4, 1, 0, 0, 1, 0, 0, 4}));
        QCOMPARE(scene.read<float>("score.npy")[8], 2.5F);
    }

    void redundantWithAShareGoesByMargin() {
        Scene scene;
        const json summary =
            scene.select({{"method", "redundant"}, {"kernel", "kernel-1"}, {"keep", "80%"}});
        QCOMPARE(summary.at("redundant"), 2);
        QCOMPARE(scene.read<std::uint8_t>("kept.npy")[1], 1);
    }

    void thePipelineTakesTheNewestClustersOfTheKernel() {
        Scene scene;
        const json summary = scene.select(
            {{"method", "lpntk-pipeline"}, {"kernel", "kernel-1"}, {"head-cut", "50%"}});
        QCOMPARE(summary.at("redundant"), 3);
        QCOMPARE(summary.at("head_cut"), 2);
        const auto row = scene.project.artifact(scene.id);
        QCOMPARE(row->parents.front(), std::string("cluster-1"));
        QCOMPARE(row->parents.back(), std::string("dataset-1"));
    }

    void scoresKeepTheHighest() {
        Scene scene;
        (void)scene.select({{"method", "el2n"}, {"run", "run-1"}, {"keep", 0.5}});
        // Of the fitted 0-3 and 5-10 five stay: 7-10, and 5 as the last of its class; 4 and 11 are
        // validation.
        QCOMPARE(scene.read<std::uint8_t>("kept.npy"),
                 (std::vector<std::uint8_t>{0, 0, 0, 0, 1, 1, 0, 1, 1, 1, 1, 1}));
    }

    void neverLearnedSamplesCountAsMostForgotten() {
        Scene scene;
        (void)scene.select({{"method", "forgetting"}, {"run", "run-1"}, {"keep", 0.2}});
        const auto kept = scene.read<std::uint8_t>("kept.npy");
        QCOMPARE(kept[6] + kept[1], 2);
        QCOMPARE(std::accumulate(kept.begin(), kept.end(), 0), 4);
        QCOMPARE(scene.read<float>("score.npy")[6], 4.0F);
    }

    void randomKnowsTheValidationPartOfARun() {
        Scene scene;
        QCOMPARE(
            scene.select({{"method", "random"}, {"run", "run-1"}, {"keep", 0.5}}).at("validation"),
            2);
        const json whole = scene.select({{"method", "random"}, {"keep", 0.5}});
        QCOMPARE(whole.at("validation"), 0);
        QCOMPARE(whole.at("kept"), 6);
    }

    void idsKeepTheListedSamplesAndNothingElse_data() {
        QTest::addColumn<bool>("array");
        QTest::newRow("text") << false;
        QTest::newRow("npy") << true;
    }
    void idsKeepTheListedSamplesAndNothingElse() {
        QFETCH(bool, array);
        Scene scene;
        QTemporaryDir folder;
        const std::filesystem::path file =
            folder.filePath(array ? "ids.npy" : "ids.txt").toStdString();
        if (array)
            store::writeNpy<std::int64_t>(file, std::vector<std::int64_t>{8, 4, 8, 7}, {4});
        else
            std::ofstream(file) << "8 # a dog\n\n 4\n8\r\n7\n";
        const json summary =
            scene.select({{"method", "ids"}, {"dataset", "dataset-1"}, {"ids", file.string()}});
        QCOMPARE(summary.at("kept"), 3);
        QCOMPARE(summary.at("left_out"), 9);
        QCOMPARE(summary.at("validation"), 0);
        QCOMPARE(scene.read<std::uint8_t>("kept.npy"),
                 (std::vector<std::uint8_t>{0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0}));
        QCOMPARE(scene.project.artifact(scene.id)->parents.back(), std::string("dataset-1"));
    }

    void idsMayLeaveAClassOut() {
        Scene scene;
        QTemporaryDir folder;
        const auto file = folder.filePath("ids.txt").toStdString();
        std::ofstream(file) << "0\n";
        const json summary = scene.select({{"method", "ids"}, {"ids", file}});
        QCOMPARE(summary.at("per_class").at(1).at("kept"), 0);
        QCOMPARE(summary.at("kept"), 1);
    }

    void badListsAreNamed_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("word");
        QTest::newRow("no number") << QByteArray("1\ntwo\n") << "line 2";
        QTest::newRow("nothing") << QByteArray("# none\n") << "no sample";
        QTest::newRow("too large") << QByteArray("12\n") << "0 to 11";
        QTest::newRow("negative") << QByteArray("3\n-1\n") << "-1";
    }
    void badListsAreNamed() {
        QFETCH(QByteArray, text);
        QFETCH(QString, word);
        Scene scene;
        QTemporaryDir folder;
        const auto file = folder.filePath("ids.txt").toStdString();
        std::ofstream(file) << text.toStdString();
        try {
            (void)scene.select({{"method", "ids"}, {"ids", file}});
            QFAIL("a wrong list was taken");
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).contains(word), error.what());
        }
    }

    void aPreviewIsWhatTheJobStores_data() {
        QTest::addColumn<QByteArray>("fields");
        QTest::newRow("redundant") << QByteArray(R"({"method":"redundant","kernel":"kernel-1"})");
        QTest::newRow("pipeline") << QByteArray(
            R"({"method":"lpntk-pipeline","cluster":"cluster-1","head-cut":"50%","keep":0.6})");
        QTest::newRow("random") << QByteArray(
            R"({"method":"random","run":"run-1","keep":"50%","seed":3})");
        QTest::newRow("forgetting")
            << QByteArray(R"({"method":"forgetting","run":"run-1","keep":0.5})");
    }
    void aPreviewIsWhatTheJobStores() {
        QFETCH(QByteArray, fields);
        Scene scene;
        const json asked = json::parse(fields.toStdString());
        run::FeatureScoreCache cache;
        const json preview = run::selectionPreview(scene.project, asked, cache, {{}, scene.heard});
        QVERIFY(scene.project.artifacts("selection").empty());
        const json summary = scene.select(asked);
        std::string digits;
        for (const std::uint8_t stage : scene.read<std::uint8_t>("stage.npy"))
            digits.push_back(static_cast<char>('0' + stage));
        QCOMPARE(preview.at("stage").get<std::string>(), digits);
        QCOMPARE(preview.at("per_class"), summary.at("per_class"));
        QCOMPARE(preview.at("open"), json({5, 5}));
    }

    void aPreviewComputesNoClusters() {
        Scene scene;
        run::FeatureScoreCache cache;
        QVERIFY_EXCEPTION_THROWN(
            run::selectionPreview(scene.project,
                                  {{"method", "lpntk-pipeline"}, {"kernel", "kernel-1"}},
                                  cache,
                                  {{}, scene.heard}),
            Error);
    }

    void namesWhatIsMissing_data() {
        QTest::addColumn<QString>("fields");
        QTest::addColumn<QString>("word");
        QTest::newRow("scores") << R"({"method":"grand","run":"run-1","keep":0.5})"
                                << "grand";
        QTest::newRow("kernel") << R"({"method":"redundant","kernel":"kernel-7"})"
                                << "kernel";
        QTest::newRow("run") << R"({"method":"el2n","run":"no such","keep":0.5})"
                             << "run";
    }
    void namesWhatIsMissing() {
        QFETCH(QString, fields);
        QFETCH(QString, word);
        Scene scene;
        try {
            (void)scene.select(json::parse(fields.toStdString()));
            QFAIL("a selection was made of nothing");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::BadInput);
            QVERIFY(QString(error.what()).contains(word));
        }
    }
};

QTEST_GUILESS_MAIN(TestSelectJob)
#include "tst_select_job.moc"
