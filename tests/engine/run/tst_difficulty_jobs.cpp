// SPDX-License-Identifier: Apache-2.0
#include "engine/run/executor.h"
#include "engine/stats/t_test.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/store/project.h"
#include "engine/train/evaluation.h"
#include "engine/train/set_trainer.h"
#include "engine/train/stored_run.h"
#include "tests/engine/train/toy_set.h"
#include "tests/support/closeness.h"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

using namespace winnow;
using nlohmann::json;

namespace {

constexpr std::int64_t kClasses = 4, kPerClass = 24, kSide = 12;

/// Asks the job to stop once its tasks have told so much.
class Stopping final : public jobs::JobReporter {
public:
    Stopping(std::stop_source& stop, std::string metric, std::int64_t step)
        : m_stop(stop), m_metric(std::move(metric)), m_step(step) {}
    void progress(std::string_view, std::int64_t, std::int64_t) override {}
    void metric(std::string_view name, std::int64_t step, double) override {
        if (name == m_metric && step >= m_step) m_stop.request_stop();
    }
    void warning(std::string_view) override {}
    void note(std::string_view message) override { notes.emplace_back(message); }
    void artifact(std::string_view, std::string_view) override {}
    std::vector<std::string> notes;

private:
    std::stop_source& m_stop;
    std::string m_metric;
    std::int64_t m_step;
};

double plainPearson(std::span<const double> x, std::span<const double> y) {
    const auto n = static_cast<double>(x.size());
    double sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        sx += x[i];
        sy += y[i];
        sxx += x[i] * x[i];
        syy += y[i] * y[i];
        sxy += x[i] * y[i];
    }
    return (n * sxy - sx * sy) / std::sqrt((n * sxx - sx * sx) * (n * syy - sy * sy));
}

store::ArtifactRow datasetRow() {
    store::ArtifactRow row;
    row.kind = "dataset";
    row.spec = "{}";
    return row;
}

void writeSplit(store::ArtifactDraft& draft, const std::string& prefix, const test::ToySet& toy) {
    const std::int64_t n = std::ssize(toy.labels);
    draft.write<std::uint8_t>(prefix + "images.npy", toy.pixels, {n, 1, kSide, kSide});
    draft.write<std::int64_t>(prefix + "labels.npy", toy.labels, {n});
}

}  // namespace

/// The studies of difficulty on a set of four easy classes, with everything they start from.
class TestDifficultyJobs : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::optional<store::Project> m_project;
    jobs::SilentReporter m_silent;

    void addDataset(bool test) {
        store::ArtifactDraft draft(*m_project, datasetRow());
        writeSplit(draft, "", {kPerClass, kSide, kClasses, 1});
        if (test) writeSplit(draft, "test_", {10, kSide, kClasses, 2});
        draft.writeText(
            "dataset.json",
            R"({"name":"d","classes":["a","b","c","d"],"mean":[0.35],"deviation":[0.25]})");
        (void)draft.commit(json::object(), 0);
    }
    std::string job(const char* kind, const json& fields, jobs::JobReporter* report = nullptr) {
        return run::runJob(*m_project, kind, fields, {{}, report == nullptr ? m_silent : *report})
            .artifact;
    }
    QString refusal(const char* kind, const json& fields) {
        try {
            (void)job(kind, fields);
        } catch (const Error& error) {
            return error.kind() == ErrorKind::BadInput ? error.what() : "not bad input";
        }
        return "nothing was refused";
    }
    [[nodiscard]] json result(const std::string& artifact) const {
        QFile file(QString::fromStdString(m_project->path(artifact, "result.json").string()));
        return file.open(QIODevice::ReadOnly) ? json::parse(file.readAll().toStdString()) : json();
    }
    template <typename T>
    [[nodiscard]] std::vector<T> array(const std::string& artifact, const char* file) const {
        const store::Array read = m_project->read(artifact, file);
        return {read.as<T>().begin(), read.as<T>().end()};
    }
    static json difficultyFields() {
        return {{"dataset", "dataset-1"},
                {"model", "mlp"},
                {"hidden", {8}},
                {"samples-per-class", 16},
                {"sizes", {4, 1}},
                {"repeats", 1},
                {"epochs", 3},
                {"batch", 16},
                {"threads", 2}};
    }
    static json controlFields() {
        return {{"cluster", "cluster-1"},
                {"model", "mlp"},
                {"hidden", {8}},
                {"added", 3},
                {"runs", 3},
                {"epochs", 4},
                {"threads", 2}};
    }
    static json budgetFields() {
        return {{"cluster", "cluster-1"},
                {"model", "mlp"},
                {"hidden", {8}},
                {"shares", {0.1, 1}},
                {"runs", 3},
                {"epochs", 4},
                {"threads", 2}};
    }
    /// Stops a job once `metric` has come to `step`, goes on, and takes the rest.
    std::string interrupted(const char* kind, const json& fields, const char* metric, int step) {
        std::stop_source stop;
        Stopping report(stop, metric, step);
        try {
            (void)run::runJob(*m_project, kind, fields, {stop.get_token(), report});
            return "the job was not stopped";
        } catch (const Cancelled&) {
        }
        std::stop_source never;
        Stopping again(never, "", 0);
        const std::string made =
            run::runJob(*m_project, kind, fields, {never.get_token(), again}).artifact;
        const bool wentOn = std::ranges::any_of(again.notes, [](const std::string& note) {
            return note.find("were done before") != std::string::npos;
        });
        return wentOn ? made : "nothing was left of the first attempt";
    }

private Q_SLOTS:
    void initTestCase() {
        m_project.emplace(store::Project::create(m_folder.filePath("p.winnow").toStdString()));
        addDataset(true);
        addDataset(false);
        for (const char* dataset : {"dataset-1", "dataset-2"}) {
            const std::string run = job("train",
                                        {{"dataset", dataset},
                                         {"model", "mlp"},
                                         {"hidden", {8}},
                                         {"epochs", 2},
                                         {"scores", "none"}});
            const std::string kernel = job("kernel", {{"run", run}, {"store-matrix", true}});
            (void)job("cluster", {{"kernel", kernel}, {"centroids", "20%"}});
        }
    }

    void correlationsAreThoseOfTheDifficulties() {
        json fields = difficultyFields();
        fields["repeats"] = 3;
        const std::string id = job("difficulty", fields);
        const json told = result(id);
        QCOMPARE(told.at("sizes"), json({16, 4, 1}));
        QCOMPARE(told.at("trainings"), 3 * (1 + 4 + 16));
        QCOMPARE(told.at("diverged"), 0);
        const store::Array all = m_project->read(id, "difficulty.npy");
        const std::int64_t n = 16 * kClasses;
        QCOMPARE(all.shape, (store::Shape{3, 3, n}));
        const auto values = all.as<double>();
        const auto of = [&](std::size_t repeat, std::size_t size) {
            return values.subspan((repeat * 3 + size) * winnow::at(n), winnow::at(n));
        };
        const auto correlation = array<double>(id, "correlation.npy");
        for (std::size_t a = 0; a < 3; ++a)
            for (std::size_t b = 0; b < 3; ++b) {
                double sum = 0;
                for (std::size_t r = 0; r < 3; ++r) {
                    const double wanted = plainPearson(of(r, a), of(r, b));
                    sum += wanted;
                    QVERIFY(std::abs(correlation[(r * 3 + a) * 3 + b] - wanted) < 1e-9);
                }
                const double mean = told.at("mean")[a][b];
                QVERIFY(std::abs(mean - sum / 3) < 1e-9);
                QVERIFY(told.at("low")[a][b] <= mean && mean <= told.at("high")[a][b]);
                QVERIFY(told.at("low")[a][b] >= -1 && told.at("high")[a][b] <= 1);
            }
        QVERIFY(correlation[1] < 0.9999);  // sizes really differ
    }
    void oneRepeatHasFishersInterval() {
        const json told = result(job("difficulty", difficultyFields()));
        const double r = told.at("mean")[0][1];
        // Fisher's z with 64 pairs by hand: tanh(atanh(r) -+ 1.959964 / sqrt(61)).
        const double half = 1.959964 / std::sqrt(61.0);
        QVERIFY(std::abs(told.at("low")[0][1].get<double>() - std::tanh(std::atanh(r) - half)) <
                1e-6);
        QVERIFY(std::abs(told.at("high")[0][1].get<double>() - std::tanh(std::atanh(r) + half)) <
                1e-6);
        QVERIFY(told.at("deviation")[0][1].is_null());
    }
    void theUniversalSetIsPartOfTheDataSet() {
        const std::string id = job("difficulty", difficultyFields());
        const auto ids = array<std::int64_t>(id, "sample.npy");
        QCOMPARE(std::set(ids.begin(), ids.end()).size(), winnow::at(16 * kClasses));
        for (std::size_t i = 0; i < ids.size(); ++i)
            QCOMPARE(ids[i] % kClasses, static_cast<std::int64_t>(i) / 16);
    }
    void aDivergedTrainingIsCounted() {
        json fields = difficultyFields();
        fields["lr"] = 100;
        fields["sizes"] = {4};
        fields["epochs"] = 20;
        const std::string id = job("difficulty", fields);
        const json told = result(id);
        const auto values = array<double>(id, "difficulty.npy");
        const auto lost =
            std::ranges::count_if(values, [](double value) { return std::isnan(value); });
        QVERIFY(told.at("diverged").get<int>() > 0);
        QVERIFY(lost > 0 && lost % (4 * kClasses) == 0);
    }
    void difficultyGoesOnWhereItStopped() {
        json fields = difficultyFields();
        const std::string whole = job("difficulty", fields);
        const std::string partly = interrupted("difficulty", fields, "trainings", 6);
        QVERIFY2(partly.starts_with("difficulty-"), partly.c_str());
        QCOMPARE(array<double>(partly, "difficulty.npy"), array<double>(whole, "difficulty.npy"));
    }
    void wrongSizesAreNamed() {
        json fields = difficultyFields();
        fields["sizes"] = {5};
        QVERIFY(refusal("difficulty", fields).contains("5 does not divide 16"));
        fields["samples-per-class"] = 30;
        QVERIFY(refusal("difficulty", fields).contains("at most 24 are possible"));
    }

    /// Against the stored kernel matrix, sample by sample.
    void companyIsThatOfTheStoredKernel() {
        const std::string id = job("difficulty-control", controlFields());
        const auto target = array<std::int64_t>(id, "target.npy");
        const auto member = array<std::int64_t>(id, "member.npy");
        const auto kappa = array<float>(id, "kappa.npy");
        const auto matrix = array<float>("kernel-1", "matrix.npy");
        const auto assignment = array<std::int64_t>("cluster-1", "assignment.npy");
        const auto centroids = array<std::int64_t>("cluster-1", "centroids.npy");
        const auto sizes = array<std::int64_t>("cluster-1", "sizes.npy");
        const auto entry = [&](std::int64_t i, std::int64_t j) {
            return matrix[winnow::at(i * kClasses * kPerClass + j)];
        };
        for (std::int64_t k = 0; k < kClasses; ++k) {
            std::int64_t head = -1;
            for (std::int64_t c = 0; c < std::ssize(sizes); ++c)
                if (centroids[winnow::at(c)] % kClasses == k &&
                    (head < 0 || sizes[winnow::at(c)] > sizes[winnow::at(head)]))
                    head = c;
            QCOMPARE(target[winnow::at(k)], centroids[winnow::at(head)]);
            std::vector<std::int64_t> near, edge, far;
            for (std::int64_t i = 0; i < std::ssize(assignment); ++i) {
                if (i % kClasses != k || assignment[winnow::at(i)] < 0 ||
                    i == target[winnow::at(k)])
                    continue;
                near.push_back(i);
                (assignment[winnow::at(i)] == head ? edge : far).push_back(i);
            }
            const auto byKappa = [&](bool falling) {
                return [&entry, falling, own = target[winnow::at(k)]](std::int64_t a,
                                                                      std::int64_t b) {
                    return falling ? entry(own, a) > entry(own, b) : entry(own, a) < entry(own, b);
                };
            };
            std::ranges::stable_sort(near, byKappa(true));
            std::ranges::stable_sort(edge, byKappa(false));
            std::ranges::stable_sort(far, byKappa(false));
            // All three are as large as the smallest of them.
            const auto count = std::min({std::ssize(near), std::ssize(edge), std::ssize(far)});
            std::int64_t set = 0;
            for (auto* wanted : {&near, &edge, &far}) {
                wanted->resize(winnow::at(std::min<std::int64_t>(count, 3)));
                wanted->resize(3, -1);
                for (std::int64_t i = 0; i < 3; ++i) {
                    const std::size_t place = winnow::at((set * kClasses + k) * 3 + i);
                    QCOMPARE(member[place], (*wanted)[winnow::at(i)]);
                    if (member[place] >= 0)
                        QCOMPARE(kappa[place], entry(target[winnow::at(k)], member[place]));
                    else
                        QVERIFY(std::isnan(kappa[place]));
                }
                ++set;
            }
        }
    }
    void aTargetMayBeTheSampleOfLargestKernel() {
        json fields = controlFields();
        fields["target"] = "largest-kernel";
        const auto target = array<std::int64_t>(job("difficulty-control", fields), "target.npy");
        const auto diagonal = array<float>("kernel-1", "diagonal.npy");
        const auto assignment = array<std::int64_t>("cluster-1", "assignment.npy");
        for (std::int64_t k = 0; k < kClasses; ++k) {
            std::int64_t best = -1;
            for (std::int64_t i = k; i < std::ssize(diagonal); i += kClasses)
                if (assignment[winnow::at(i)] >= 0 &&
                    (best < 0 || diagonal[winnow::at(i)] > diagonal[winnow::at(best)]))
                    best = i;
            QCOMPARE(target[winnow::at(k)], best);
        }
    }
    void targetLossesAreThoseOfATrainingByHand() {
        const std::string id = job("difficulty-control", controlFields());
        const auto target = array<std::int64_t>(id, "target.npy");
        const auto member = array<std::int64_t>(id, "member.npy");
        const store::Array loss = m_project->read(id, "loss.npy");
        QCOMPARE(loss.shape, (store::Shape{3, 3, 4, kClasses}));
        std::vector<std::int64_t> samples = target;  // set 2, run 1
        for (std::int64_t i = 0; i < 3; ++i)
            for (std::int64_t k = 0; k < kClasses; ++k)
                if (const auto each = member[winnow::at((2 * kClasses + k) * 3 + i)]; each >= 0)
                    samples.push_back(each);
        const store::Dataset dataset = store::openDataset(*m_project, "dataset-1");
        const train::ImageSource source = train::imagesOf(dataset, dataset.train);
        train::TrainOptions options;
        options.epochs = 4;
        options.learningRate = 0.01;
        options.shuffle = false;
        const test::ToySet toy(1, kSide, kClasses, 1);
        auto architecture = models::buildArchitecture({.kind = "mlp",
                                                       .channels = 1,
                                                       .height = kSide,
                                                       .width = kSide,
                                                       .classes = kClasses,
                                                       .hidden = {8}});
        train::SetTrainer trainer(
            std::make_unique<models::Network>(std::move(architecture), 2), source, options);
        std::vector<double> wanted;
        const auto read = [&](std::int64_t) {
            const auto outcome =
                train::evaluate(trainer.pass(), target, source.labels, {}, {{}, m_silent});
            wanted.insert(wanted.end(), outcome.loss.begin(), outcome.loss.end());
        };
        QVERIFY(trainer.train(samples, 2, {.epochDone = read}, {{}, m_silent}));
        const auto all = loss.as<float>();
        const auto own =
            all.subspan(winnow::at((2 * 3 + 1) * 4 * kClasses), winnow::at(4 * kClasses));
        WINNOW_CLOSE((std::vector<double>(own.begin(), own.end())), wanted, 1e-5, 1e-6);
        const json told = result(id);
        std::vector<double> perRun(3, 0.0);
        for (std::size_t i = 0; i < winnow::at(3 * 4 * kClasses); ++i)
            perRun[i / winnow::at(4 * kClasses)] +=
                static_cast<double>(all[winnow::at(2 * 3 * 4 * kClasses) + i]) / kClasses;
        const double mean = std::accumulate(perRun.begin(), perRun.end(), 0.0) / 3;
        QVERIFY(std::abs(told.at("difficulty")[2].at("mean").get<double>() - mean) < 1e-5);
        QCOMPARE(told.at("dropped"), json({0, 0, 0}));
        QCOMPARE(m_project->artifact(id)->parents,
                 (std::vector<std::string>{"cluster-1", "kernel-1", "run-1", "dataset-1"}));
    }
    void controlGoesOnWhereItStopped() {
        const std::string whole = job("difficulty-control", controlFields());
        const std::string partly =
            interrupted("difficulty-control", controlFields(), "interchangeable", 1);
        QVERIFY2(partly.starts_with("difficulty-control-"), partly.c_str());
        QCOMPARE(array<float>(partly, "loss.npy"), array<float>(whole, "loss.npy"));
    }
    void divergedRunsAreDropped() {
        json fields = controlFields();
        fields["lr"] = 100;
        fields["epochs"] = 30;
        const std::string id = job("difficulty-control", fields);
        const json told = result(id);
        const auto loss = array<float>(id, "loss.npy");
        std::int64_t dropped = 0;
        for (const json& each : told.at("dropped")) dropped += each.get<std::int64_t>();
        QVERIFY(dropped > 0);
        QCOMPARE(std::ranges::count_if(loss, [](float value) { return std::isnan(value); }),
                 dropped * 30 * kClasses);
    }

    void budgetsAreComparedByWelchsTest() {
        const std::string id = job("small-budget", budgetFields());
        const json told = result(id);
        const store::Array accuracy = m_project->read(id, "accuracy.npy");
        QCOMPARE(accuracy.shape, (store::Shape{2, 2, 3, 4}));
        const auto values = accuracy.as<float>();
        for (std::size_t share = 0; share < 2; ++share) {
            std::vector<double> random, head;
            for (std::size_t run = 0; run < 3; ++run) {
                random.push_back(static_cast<double>(values[((share * 2 + 0) * 3 + run) * 4 + 3]));
                head.push_back(static_cast<double>(values[((share * 2 + 1) * 3 + run) * 4 + 3]));
            }
            const stats::TTest test = stats::welchTest(head, random);
            const json& row = told.at("rows")[share];
            if (std::isnan(test.p))
                QVERIFY(row.at("p").is_null());
            else
                QVERIFY(std::abs(row.at("p").get<double>() - test.p) < 1e-12);
            const auto wanted = !(test.p < 0.05) ? "no difference"
                                : test.t > 0     ? "better"
                                                 : "worse";
            QCOMPARE(row.at("verdict"), json(wanted));
        }
        // All samples are more than the largest clusters hold.
        const json& whole = told.at("rows")[1];
        QVERIFY(whole.at("shrunk").get<int>() > 0);
        QCOMPARE(whole.at("samples").get<std::int64_t>() + whole.at("shrunk").get<std::int64_t>(),
                 kClasses * kPerClass);
    }
    void budgetsGoOnWhereTheyStopped() {
        const std::string whole = job("small-budget", budgetFields());
        const std::string partly = interrupted("small-budget", budgetFields(), "random 0.1", 1);
        QVERIFY2(partly.starts_with("small-budget-"), partly.c_str());
        QCOMPARE(array<float>(partly, "accuracy.npy"), array<float>(whole, "accuracy.npy"));
    }
    void whatIsMissingIsNamed() {
        json fields = budgetFields();
        fields["cluster"] = "cluster-2";
        QVERIFY(refusal("small-budget", fields).contains("dataset-2 has no test split"));
        fields["cluster"] = "cluster-9";
        QVERIFY(refusal("small-budget", fields).contains("cluster"));
        QVERIFY(refusal("difficulty-control", {{"cluster", "cluster-9"}}).contains("cluster"));
    }
};

QTEST_GUILESS_MAIN(TestDifficultyJobs)
#include "tst_difficulty_jobs.moc"
