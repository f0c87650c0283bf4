// SPDX-License-Identifier: Apache-2.0
#include "engine/run/distill_plan.h"
#include "engine/run/executor.h"
#include "engine/run/infinite_setup.h"
#include "engine/store/dataset.h"
#include "engine/store/npy.h"
#include "engine/store/project.h"
#include "tests/engine/run/listening.h"
#include "tests/engine/train/toy_set.h"

#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

using namespace winnow;
using nlohmann::json;
using test::Listening;

namespace {

constexpr std::int64_t kSide = 8, kClasses = 4, kTrain = 160, kTest = 80;

/// A project with a toy set of four classes and its test split (dataset-1), the same without a test
/// split (dataset-2) and in one class (dataset-3).
class Scene {
public:
    Scene()
        : project(store::Project::create(std::filesystem::path(m_folder.path().toStdString()) /
                                         "p.winnow")) {
        addDataset(true, kClasses);
        addDataset(false, kClasses);
        addDataset(true, 1);
    }

    static json fields(const json& given) {
        json all{{"dataset", "dataset-1"},
                 {"images", 8},
                 {"steps", 20},
                 {"target-batch", 40},
                 {"rate", 0.05},
                 {"threads", 1},
                 {"device", "cpu"}};
        all.update(given);
        return all;
    }
    std::string distill(const json& given, Listening& heard) {
        return run::runJob(project, "distill", fields(given), {heard.stop.get_token(), heard})
            .artifact;
    }
    std::string distill(const json& given) {
        Listening heard;
        return distill(given, heard);
    }
    [[nodiscard]] json result(const std::string& id) const {
        std::ifstream file(project.path(id, "result.json"));
        return json::parse(file);
    }
    [[nodiscard]] store::Shape shape(const std::string& id, const char* file) const {
        return project.read(id, file).shape;
    }
    [[nodiscard]] std::vector<std::byte> bytes(const std::string& id, const char* file) const {
        return project.read(id, file).bytes;
    }

private:
    QTemporaryDir m_folder;

public:
    store::Project project;

private:
    void addDataset(bool withTest, std::int64_t classes) {
        const test::ToySet train(kTrain / classes, kSide, classes, 1),
            held(kTest / classes, kSide, classes, 2);
        store::ArtifactRow row;
        row.kind = "dataset";
        row.spec = "{}";
        store::ArtifactDraft draft(project, row);
        draft.write<std::uint8_t>("images.npy", train.pixels, {kTrain, 1, kSide, kSide});
        draft.write<std::int64_t>("labels.npy", train.labels, {kTrain});
        if (withTest) {
            draft.write<std::uint8_t>("test_images.npy", held.pixels, {kTest, 1, kSide, kSide});
            draft.write<std::int64_t>("test_labels.npy", held.labels, {kTest});
        }
        json facts{{"name", "toy"}, {"mean", {0.35}}, {"deviation", {0.25}}};
        for (std::int64_t c = 0; c < classes; ++c)
            facts["classes"].push_back(std::string(1, static_cast<char>('a' + c)));
        draft.writeText("dataset.json", facts.dump());
        (void)draft.commit(json::object(), 0);
    }
};

QString refusal(const std::function<void()>& action, ErrorKind kind = ErrorKind::BadInput) {
    try {
        action();
    } catch (const Error& error) {
        return error.kind() == kind ? QString::fromStdString(error.what())
                                    : QString("another kind: ") + error.what();
    }
    return "taken";
}

}  // namespace

class TestDistillJob : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void leavesWhatTheContractSays() {
        Scene scene;
        Listening heard;
        const std::string id = scene.distill({{"learn-labels", true}, {"corrupt", 0.25}}, heard);
        QCOMPARE(id, std::string("distilled-1"));
        // 0, 1, 2, 4, 6, 8, 12, 18 and the last, 20
        const auto steps = scene.project.read(id, "step.npy");
        const auto all = steps.as<std::int64_t>();
        const std::int64_t t = std::ssize(all), n = 8;
        QCOMPARE(std::vector(all.begin(), all.end()),
                 (std::vector<std::int64_t>{0, 1, 2, 4, 6, 8, 12, 18, 20}));
        const store::Shape images{t, n, 1, kSide, kSide};
        QCOMPARE(scene.shape(id, "support.npy"), images);
        QCOMPARE(scene.shape(id, "shown.npy"), images);
        QCOMPARE(scene.shape(id, "label.npy"), (store::Shape{t, n, kClasses}));
        QCOMPARE(scene.shape(id, "gamma.npy"), (store::Shape{t}));
        QCOMPARE(scene.shape(id, "start_sample.npy"), (store::Shape{n}));
        QCOMPARE(scene.shape(id, "start_class.npy"), (store::Shape{n}));
        QCOMPARE(scene.shape(id, "scale.npy"), (store::Shape{n, 2}));
        QCOMPARE(scene.shape(id, "frozen.npy"), (store::Shape{n, 1, kSide, kSide}));
        QCOMPARE(scene.shape(id, "curve.npy"), (store::Shape{20, 7}));
        QCOMPARE(scene.shape(id, "test.npy"), (store::Shape{t, 3}));
        QCOMPARE(scene.shape(id, "nearest.npy"), (store::Shape{n, 5}));
        QCOMPARE(scene.shape(id, "nearest_distance.npy"), (store::Shape{n, 5}));
        QCOMPARE(scene.shape(id, "spectrum.npy"), (store::Shape{2, n}));
        QCOMPARE(scene.shape(id, "band_accuracy.npy"), (store::Shape{2, 5}));
        QCOMPARE(scene.shape(id, "dimension.npy"), (store::Shape{t, 4}));
        QCOMPARE(scene.shape(id, "subsample.npy"), (store::Shape{2, 5, 2}));
        QCOMPARE(scene.shape(id, "kernel_support.npy"), (store::Shape{n, n}));
        QVERIFY(scene.project.has(id, "preprocessing.npz"));

        const json result = scene.result(id);
        QCOMPARE(result["images"], n);
        QCOMPARE(result["steps"], 20);
        QCOMPARE(result["zero_loss"], 3.0 / 32);
        QCOMPARE(result["settings"]["rate"], 0.05);
        QCOMPARE(result["preprocessing"]["kind"], "standard");
        QCOMPARE(result["best"]["n"], 5);
        QVERIFY(result["best_checkpoints"].size() == 5);
        QVERIFY(result["compression_ratio"].is_null());
        QCOMPARE(scene.project.artifact(id)->parents, std::vector<std::string>{"dataset-1"});
        QCOMPARE(heard.metrics["checkpoint"].size(), std::size_t(t));
        QCOMPARE(heard.metrics["checkpoint"][20], static_cast<double>(t));
        QVERIFY(heard.metrics["test_accuracy"].size() == std::size_t(t));
        QVERIFY(heard.metrics["train_loss"].contains(20));
    }

    void learns() {
        Scene scene;
        for (const char* kernel : {"fc1", "rbf"}) {
            const json result = scene.result(scene.distill(
                {{"kernel", {kernel}}, {"images", 4}, {"steps", 60}, {"analysis", "no"}}));
            QVERIFY2(result["accuracy"] > 0.95, result["accuracy"].dump().c_str());
            QVERIFY(result["train_loss"] < result["zero_loss"].get<double>() / 2);
        }
    }

    void aCheckpointIsThereWhenItIsTold() {
        Scene scene;
        Listening heard;
        std::int64_t seen = 0;
        heard.onMetric = [&](std::string_view metric, std::int64_t step, double) {
            if (metric != "checkpoint") return;
            for (const char* name : {"shown", "label"}) {
                const auto file = scene.project.folder() / "work" / "job-1" /
                                  (std::string(name) + "-" + std::to_string(step) + ".npy");
                QVERIFY2(std::filesystem::exists(file), file.c_str());
                QCOMPARE(store::readNpy(file).dtype, store::DType::Float32);
            }
            ++seen;
        };
        (void)scene.distill({{"analysis", "no"}}, heard);
        QCOMPARE(seen, 9);
    }

    void goesOnBitForBit_data() {
        QTest::addColumn<double>("stopAt");
        for (const double stopAt : {1, 4, 9}) QTest::addRow("checkpoint %g", stopAt) << stopAt;
    }
    void goesOnBitForBit() {
        QFETCH(double, stopAt);
        Scene scene;
        json fields{{"learn-labels", true},
                    {"corrupt", 0.25},
                    {"augment", "shift-rotate"},
                    {"kernel", {"fc1", "fc2"}},
                    {"support-batch", 4}};
        fields["name"] = "whole";
        const std::string whole = scene.distill(fields);
        fields["name"] = "stopped";
        Listening heard;
        heard.onMetric = [&](std::string_view metric, std::int64_t, double value) {
            if (metric == "checkpoint" && value == stopAt) heard.stop.request_stop();
        };
        bool cancelled = false;
        try {
            (void)scene.distill(fields, heard);
        } catch (const Cancelled&) {
            cancelled = true;
        }
        QVERIFY(cancelled);
        QVERIFY(scene.project.artifacts("distilled").size() == 1);
        Listening again;
        const std::string resumed = scene.distill(fields, again);
        QVERIFY(again.notes.size() == 1 && again.notes[0].starts_with("goes on after step"));
        // The job's row says steps, so that a resumed one can be seen to pass the stopped one.
        const auto begun = again.stages.front();
        QCOMPARE(begun.first, std::string("steps"));
        QCOMPARE(begun.second, heard.metrics["checkpoint"].rbegin()->first);
        const bool measuring = begun.second == 20;  // all steps were made: the end was stopped
        if (!measuring) QVERIFY(heard.stages.back() == begun);
        for (const char* file : {"step.npy",
                                 "support.npy",
                                 "shown.npy",
                                 "label.npy",
                                 "test.npy",
                                 "frozen.npy",
                                 "kernel_support.npy",
                                 "subsample.npy"})
            QVERIFY2(scene.bytes(whole, file) == scene.bytes(resumed, file), file);
        // all of the curve but the seconds
        const auto a = scene.project.read(whole, "curve.npy"),
                   b = scene.project.read(resumed, "curve.npy");
        QCOMPARE(a.shape, b.shape);
        for (std::size_t i = 0; i < a.as<double>().size(); ++i)
            if (i % 7 != 6) QCOMPARE(a.as<double>()[i], b.as<double>()[i]);
    }

    void noiseStaysNoise() {
        Scene scene;
        const std::string id =
            scene.distill({{"corrupt", 0.5}, {"analysis", "no"}, {"init", "noise"}});
        const auto frozen = scene.project.read(id, "frozen.npy");
        const auto mask = frozen.as<std::uint8_t>();
        const auto images = scene.project.read(id, "support.npy");
        const auto values = images.as<float>();
        const std::size_t size = mask.size();
        std::size_t moved = 0;
        for (std::size_t i = 0; i < size; ++i) {
            const float first = values[i], last = values[values.size() - size + i];
            if (mask[i] != 0) QVERIFY(std::memcmp(&first, &last, sizeof first) == 0);
            moved += first != last ? 1 : 0;
        }
        QCOMPARE(std::ranges::count(mask, 1), std::ptrdiff_t(size / 2));
        QVERIFY(moved > size / 4);
        const auto start = scene.project.read(id, "start_sample.npy");
        QVERIFY(std::ranges::count(start.as<std::int64_t>(), -1) == 8);
    }

    /// What whitening took out of an image stays with it: what one run shows at its end, the next
    /// one shows at its start, whichever images either holds out.
    void whitenedNoiseIsGoneOnFrom() {
        Scene scene;
        json fields{{"preprocessing", "zca"},
                    {"init", "noise"},
                    {"steps", 4},
                    {"patience", 50},
                    {"analysis", "no"}};
        const std::string first = scene.distill(fields);
        fields["from"] = first;
        fields["seed"] = 9;
        const std::string next = scene.distill(fields);
        const auto scale = scene.project.read(first, "scale.npy");
        const auto values = scale.as<double>();
        QVERIFY(values[1] > 0 && values[1] != 1);
        QVERIFY(scene.bytes(first, "scale.npy") == scene.bytes(next, "scale.npy"));
        const auto ended = scene.project.read(first, "shown.npy"),
                   begun = scene.project.read(next, "shown.npy");
        const auto end = ended.as<float>(), begin = begun.as<float>();
        const std::size_t size = 8 * kSide * kSide;
        for (std::size_t i = 0; i < size; ++i)
            QVERIFY(std::abs(end[end.size() - size + i] - begin[i]) < 1e-3F);
    }

    void aSetWithoutScalesIsRefused() {
        Scene scene;
        const std::string whole = scene.distill({{"steps", 1}, {"analysis", "no"}});
        store::ArtifactDraft draft(scene.project, *scene.project.artifact(whole));
        for (const store::FileRow& file : scene.project.files(whole)) {
            const auto name = std::filesystem::path(file.path).filename();
            if (name != "scale.npy")
                std::filesystem::copy(scene.project.path(whole, name.string()),
                                      draft.folder() / name);
        }
        const std::string without = draft.commit(json::object(), 0);
        const QString said = refusal([&] { (void)scene.distill({{"from", without}}); });
        QCOMPARE(said,
                 QString("distilled-2 lacks scale.npy, without which its images cannot be shown; "
                         "make it again"));
    }

    /// The start is looked at with the gamma of the start, whatever becomes of it.
    void aLearnedGammaBelongsToItsCheckpoint() {
        Scene scene;
        json fields{{"kernel", {"rbf"}}, {"steps", 6}};
        const std::string fixed = scene.distill(fields);
        fields["learn-gamma"] = true;
        const std::string learned = scene.distill(fields);
        const auto array = scene.project.read(learned, "gamma.npy");
        const auto gammas = array.as<double>();
        QCOMPARE(gammas.front(), scene.result(fixed)["gamma"].get<double>());
        QCOMPARE(gammas.back(), scene.result(learned)["gamma"].get<double>());
        QVERIFY(std::abs(gammas.back() - gammas.front()) > 0.01);
        const auto a = scene.project.read(fixed, "spectrum.npy"),
                   b = scene.project.read(learned, "spectrum.npy");
        for (std::size_t i = 0; i < 8; ++i) QCOMPARE(a.as<double>()[i], b.as<double>()[i]);
        QVERIFY(a.as<double>()[8] != b.as<double>()[8]);
    }

    void labelsAloneAreSolved() {
        Scene scene;
        const std::string id = scene.distill({{"method", "label-solve"}});
        QCOMPARE(scene.shape(id, "support.npy"), (store::Shape{2, 8, 1, kSide, kSide}));
        const auto images = scene.project.read(id, "support.npy");
        const auto values = images.as<float>();
        QVERIFY(std::ranges::equal(values.subspan(0, values.size() / 2),
                                   values.subspan(values.size() / 2)));
        const auto tests = scene.project.read(id, "test.npy");
        QVERIFY(tests.as<double>()[3] < tests.as<double>()[0]);  // the loss is lower
        QCOMPARE(scene.shape(id, "curve.npy"), (store::Shape{1, 7}));
        const auto curve = scene.project.read(id, "curve.npy");
        QVERIFY(std::isnan(curve.as<double>()[2]));
    }

    void aRateThatIsTooHighKeepsTheLastGoodImages() {
        Scene scene;
        Listening heard;
        const QString said = refusal(
            [&] {
                (void)scene.distill({{"rate", 1000}, {"kernel", {"rbf"}}, {"learn-gamma", true}},
                                    heard);
            },
            ErrorKind::Internal);
        QVERIFY2(said.contains("try a third of the rate, 3.3e+02") &&
                     said.contains("--from distilled-1 and that --rate"),
                 qPrintable(said));
        QCOMPARE(heard.artifacts, std::vector<std::string>{"distilled-1"});
        QCOMPARE(scene.result("distilled-1")["stopped"], "diverged");
        const std::string gone =
            scene.distill({{"from", "distilled-1"}, {"kernel", {"linear"}}, {"analysis", "no"}});
        const auto last = scene.project.read("distilled-1", "support.npy"),
                   first = scene.project.read(gone, "support.npy");
        const auto end = last.as<float>(), begin = first.as<float>();
        const std::size_t size = 8 * kSide * kSide;
        QVERIFY(std::ranges::equal(end.subspan(end.size() - size), begin.subspan(0, size)));
    }

    void patienceEndsItEarly() {
        Scene scene;
        const std::string id = scene.distill(
            {{"patience", 2}, {"steps", 500}, {"checkpoint-every", 5}, {"analysis", "no"}});
        const json result = scene.result(id);
        QCOMPARE(result["stopped"], "patience");
        QVERIFY(result["steps"] < 500);
        QCOMPARE(result["held_out"], 16);
    }

    void naturalImagesTellTheCompression() {
        Scene scene;
        const json curve{{"dataset", "dataset-1"},
                         {"kernel", {"fc1", "linear"}},
                         {"images", {4, 8, 16, 32, 64, 4000}},
                         {"repeat", 3},
                         {"device", "cpu"}};
        Listening heard;
        const std::string id =
            run::runJob(scene.project, "kernel-curve", curve, {{}, heard}).artifact;
        QCOMPARE(id, std::string("kernel-curve-1"));
        QCOMPARE(scene.shape(id, "accuracy.npy"), (store::Shape{15, 2}));
        QVERIFY(heard.warnings.size() == 1 && heard.warnings[0].find("4000") != std::string::npos);
        const json result = scene.result(id);
        QCOMPARE(result["rows"].size(), std::size_t{10});
        for (const json& row : result["rows"]) QCOMPARE(row["accuracy"]["n"], 3);
        QVERIFY(result["rows"][4]["loss"]["mean"] < result["rows"][0]["loss"]["mean"]);
        QVERIFY(heard.metrics["accuracy fc1"].size() == 5);
        const json distilled =
            scene.result(scene.distill({{"images", 4}, {"steps", 60}, {"analysis", "no"}}));
        QCOMPARE(distilled["natural_curve"], "kernel-curve-1");
        QVERIFY(distilled["compression_at_least"].is_boolean());
    }

    /// A whitening that has seen the held-out images is none for a distillation that holds them
    /// out.
    void aWhiteningIsKnownByTheImagesItWasFittedTo() {
        const auto key = [](const char* method, int patience, int seed) {
            return run::preprocessingKey({{"method", method},
                                          {"preprocessing", "zca"},
                                          {"zca-reg", 0.1},
                                          {"zca-absolute", false},
                                          {"patience", patience},
                                          {"seed", seed}});
        };
        QVERIFY(key("kip", 0, 1) == key("kip", 0, 2));
        QVERIFY(key("kip", 3, 1) != key("kip", 0, 1));
        QVERIFY(key("kip", 3, 1) != key("kip", 3, 2));
        QVERIFY(key("label-solve", 3, 1) == key("kip", 0, 1));
    }

    void networksLearnFromDistilledImages() {
        Scene scene;
        const std::string id = scene.distill({{"images", 4}, {"steps", 60}, {"analysis", "no"}});
        const json transfer{{"distilled", {id}},
                            {"checkpoint", {0, 60}},
                            {"model", {"mlp", "convnet"}},
                            {"width", 8},
                            {"hidden", {32}},
                            {"loss", {"mse", "xent"}},
                            {"lr", {0.004, 0.02}},
                            {"steps", 60},
                            {"repeat", 3},
                            {"validation-samples", 40},
                            {"device", "cpu"}};
        const std::string made =
            run::runJob(scene.project, "transfer", transfer, {{}, m_silent}).artifact;
        QCOMPARE(made, std::string("transfer-1"));
        const json result = scene.result(made);
        // two networks, two losses; two checkpoints, start and random
        QCOMPARE(result["rows"].size(), std::size_t{16});
        QCOMPARE(result["grid"].size(), std::size_t{32});
        QCOMPARE(scene.shape(made, "accuracy.npy"), (store::Shape{16, 3}));
        for (const json& row : result["rows"]) {
            QCOMPARE(row["accuracy"]["n"], 3);
            QCOMPARE(row["size"], 4);
            QVERIFY(row["accuracy"]["mean"] > 0.4);
            QCOMPARE(row["against_random"].is_null(), row["set"] != "distilled");
        }
        QCOMPARE(scene.project.artifact(made)->parents,
                 (std::vector<std::string>{id, "dataset-1"}));
    }

    /// Half and once the critical rate are tried from the same weights on the same images.
    void ratesCanBeCountedInCriticalOnes() {
        Scene scene;
        const std::string id = scene.distill({{"images", 4}, {"steps", 10}, {"analysis", "no"}});
        json transfer{{"distilled", {id}},
                      {"model", {"mlp"}},
                      {"hidden", {32}},
                      {"loss", {"mse"}},
                      {"lr", {0.5, 1}},
                      {"lr-unit", "critical"},
                      {"optimizer", "sgd"},
                      {"momentum", 0},
                      {"steps", 200},
                      {"repeat", 2},
                      {"validation-samples", 40},
                      {"device", "cpu"}};
        const auto made = [&] {
            return scene.result(
                run::runJob(scene.project, "transfer", transfer, {{}, m_silent}).artifact);
        };
        const json grid = made()["grid"];
        QCOMPARE(grid.size(), std::size_t{6});
        for (std::size_t i = 0; i < grid.size(); i += 2) {
            const double half = grid[i]["rate"], whole = grid[i + 1]["rate"];
            QCOMPARE(2 * half, whole);
            QVERIFY2(grid[i]["accuracy"] > 0.4, grid[i].dump().c_str());
        }
        QVERIFY(grid[0]["rate"] != grid[2]["rate"]);  // other images, another rate
        transfer["lr-unit"] = "absolute";
        const json row = made()["rows"][0];
        QCOMPARE(row["rate"], row["lr"]);
        transfer["lr-unit"] = "critical";
        transfer["optimizer"] = "adam";
        QVERIFY(refusal([&] { (void)made(); }).contains("take --optimizer sgd"));
    }

    void whatCannotBeIsRefused_data() {
        QTest::addColumn<QString>("fields");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const char* fields, const char* says) {
            QTest::newRow(name) << QString(fields) << QString(says);
        };
        row("images that cannot be split", R"({"images":10})", "use 8 or 12");
        row("more images than there are", R"({"images":400})", "100 per class asked");
        row("targets that cannot be split", R"({"target-batch":41})", "use 40 or 44");
        row("unknown kernel", R"({"kernel":["fc1","vgg"]})", "vgg");
        row("images too small for the pools",
            R"({"kernel":["cr crp crp crp crp f D"]})",
            "images are 8x8");
        row("one class", R"({"dataset":"dataset-3"})", "one class");
        row("no such data set", R"({"dataset":"nothing"})", "nothing");
        row("two kernels for labels",
            R"({"method":"label-solve","kernel":["fc1","rbf"]})",
            "one kernel");
        row("a rate of nothing", R"({"rate":0})", "rate");
        row("all corrupted", R"({"corrupt":1})", "corrupt");
        row("nothing left", R"({"corrupt":0.999})", "freezes all");
        row("no ridge", R"({"reg":0})", "reg");
        row("no such set to go on from", R"({"from":"distilled-9"})", "no distilled yet");
    }
    void whatCannotBeIsRefused() {
        QFETCH(QString, fields);
        QFETCH(QString, says);
        Scene scene;
        const QString said =
            refusal([&] { (void)scene.distill(json::parse(fields.toStdString())); });
        QVERIFY2(said.contains(says), qPrintable(said));
        QVERIFY(scene.project.artifacts("distilled").empty());
    }

    void whatDoesNotFitIsRefusedWithWhatWould() {
        Scene scene;
        const QString said = refusal(
            [&] {
                (void)scene.distill({{"images", 100000}, {"target-batch", 0}});
            },
            ErrorKind::OutOfResources);
        QVERIFY2(said.contains("GB") && said.contains("--images"), qPrintable(said));
    }

    void withoutTestImagesNothingIsMeasured() {
        Scene scene;
        Listening heard;
        const json result = scene.result(scene.distill({{"dataset", "dataset-2"}}, heard));
        QVERIFY(result["accuracy"].is_null());
        QVERIFY(std::ranges::any_of(heard.warnings, [](const std::string& warning) {
            return warning.find("no test images") != std::string::npos;
        }));
    }

    void theCostIsKnownBefore() {
        Scene scene;
        const json cost = run::distillCost(
            scene.project, {{"dataset", "dataset-1"}, {"images", "8"}}, {{}, m_silent});
        for (const char* name : {"samples",
                                 "pairs",
                                 "flops",
                                 "memory",
                                 "disk",
                                 "seconds",
                                 "seconds_per_step",
                                 "bytes_per_step",
                                 "steps",
                                 "checkpoints"})
            QVERIFY2(cost.at(name) > 0, name);
        // targets, and every pair of images once
        QCOMPARE(cost["pairs"], 160.0 * 8 + 36);
    }

private:
    jobs::SilentReporter m_silent;
};

QTEST_GUILESS_MAIN(TestDistillJob)
#include "tst_distill_job.moc"
