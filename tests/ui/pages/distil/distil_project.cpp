// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pages/distil/distil_project.h"

#include "engine/store/npy.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <utility>

namespace winnow::test {
namespace {

using nlohmann::json;

constexpr std::int64_t kSamplesPerClass = 12;
constexpr double kMean = 72.9, kDeviation = 90;  // of the preprocessing, on 0 to 255

/// Between -1 and 1, the same for the same numbers.
double noiseOf(double a, double b, double c) {
    const double x = std::sin(12.9898 * a + 78.233 * b + 37.719 * c) * 43758.5453;
    return 2 * (x - std::floor(x)) - 1;
}

/// 0 to 255: rings, bars and checks that differ from class to class, and slightly by sample.
double figureOf(std::int64_t klass, std::int64_t sample, double x, double y, std::int64_t channel) {
    const double turn = 0.62 * static_cast<double>(klass) + 0.05 * noiseOf(sample, klass, 1);
    const double u = (x - 0.5) * std::cos(turn) + (y - 0.5) * std::sin(turn);
    const double v = (y - 0.5) * std::cos(turn) - (x - 0.5) * std::sin(turn);
    const double radius = std::hypot(u, v);
    const auto kind = klass % 3;
    const double waves = 2 + static_cast<double>(klass % 5);
    double value = kind == 0   ? std::cos(6.28 * waves * radius)
                   : kind == 1 ? std::cos(6.28 * waves * u)
                               : std::cos(3.14 * waves * u) * std::cos(3.14 * waves * v);
    if (radius > 0.46) value = -1;
    const double tint = 1 - 0.35 * static_cast<double>((klass + channel) % 3);
    return 127.5 * (1 + value) * tint;
}

template <typename T, typename Value>
void write(store::ArtifactDraft& draft, const char* file, store::Shape shape, Value&& value) {
    std::vector<T> values(static_cast<std::size_t>(store::elementCount(shape)));
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<T>(value(static_cast<std::int64_t>(i)));
    draft.write<T>(file, values, std::move(shape));
}

json summaryOf(double mean, double deviation, int n) {
    const double half = 1.96 * deviation / std::sqrt(n);
    return {{"mean", mean},
            {"deviation", deviation},
            {"low", mean - half},
            {"high", mean + half},
            {"n", n}};
}

}  // namespace

DistilProject::DistilProject(DistilShapeOf shape)
    : m_path(std::filesystem::path(m_dir.path().toStdString()) / "fashion.winnow"),
      m_shape(std::move(shape)) {
    (void)store::Project::create(m_path);
    addDataset();
}

void DistilProject::addDataset() {
    auto project = store::Project::open(m_path, store::Access::Write);
    store::ArtifactRow row;
    row.kind = "dataset";
    row.name = "fashion-mnist";
    row.spec = R"({"fields":{},"kind":"import"})";
    store::ArtifactDraft made(project, row);
    const std::int64_t k = m_shape.classes, n = k * kSamplesPerClass, side = m_shape.side,
                       channels = m_shape.channels, plane = side * side;
    write<std::uint8_t>(made, "images.npy", {n, channels, side, side}, [&](std::int64_t i) {
        const std::int64_t sample = i / (channels * plane), pixel = i % plane;
        return figureOf(sample % k,
                        sample,
                        static_cast<double>(pixel % side) / static_cast<double>(side),
                        static_cast<double>(pixel / side) / static_cast<double>(side),
                        i / plane % channels);
    });
    write<std::int64_t>(made, "labels.npy", {n}, [&](std::int64_t i) { return i % k; });
    json facts{{"name", "fashion-mnist"},
               {"mean", std::vector<double>(static_cast<std::size_t>(channels), 0.286)},
               {"deviation", std::vector<double>(static_cast<std::size_t>(channels), 0.353)}};
    const std::vector<std::string> names{"T-shirt",
                                         "Trouser",
                                         "Pullover",
                                         "Dress",
                                         "Coat",
                                         "Sandal",
                                         "Shirt",
                                         "Sneaker",
                                         "Bag",
                                         "Boot"};
    for (std::int64_t i = 0; i < k; ++i)
        facts["classes"].push_back(k == 10 ? names[static_cast<std::size_t>(i)]
                                           : "class " + std::to_string(i));
    made.writeText("dataset.json", facts.dump());
    (void)made.commit({{"samples", n}}, 0.5);
}

double DistilProject::value(std::int64_t image, std::int64_t step, std::int64_t k) const {
    const std::int64_t plane = m_shape.side * m_shape.side, pixel = k % plane;
    const auto side = static_cast<double>(m_shape.side);
    const double begin = figureOf(classOf(image),
                                  image,
                                  static_cast<double>(pixel % m_shape.side) / side,
                                  static_cast<double>(pixel / m_shape.side) / side,
                                  k / plane);
    // Natural images are whole numbers; what grows over the steps leaves 0 to 255 in the end.
    const double grown = 22 * std::log1p(static_cast<double>(step));
    return std::floor(begin) + grown * noiseOf(image, k, 7) * (begin > 40 ? 1 : 0.4);
}

double DistilProject::label(std::int64_t image, std::int64_t step, std::int64_t k) const {
    const double begin =
        (k == classOf(image) ? 1.0 : 0.0) - 1.0 / static_cast<double>(m_shape.classes);
    return begin + 0.03 * std::log1p(static_cast<double>(step)) * noiseOf(image, k, 3);
}

std::vector<float> DistilProject::shown(std::int64_t step) const {
    const std::int64_t size = m_shape.channels * m_shape.side * m_shape.side;
    std::vector<float> all(static_cast<std::size_t>(m_shape.images() * size));
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = static_cast<float>(
            value(static_cast<std::int64_t>(i) / size, step, static_cast<std::int64_t>(i) % size));
    return all;
}

std::vector<float> DistilProject::support(std::int64_t step) const {
    std::vector<float> all = shown(step);
    for (float& each : all) each = static_cast<float>((each - kMean) / kDeviation);
    return all;
}

std::vector<float> DistilProject::labels(std::int64_t step) const {
    std::vector<float> all(static_cast<std::size_t>(m_shape.images() * m_shape.classes));
    for (std::size_t i = 0; i < all.size(); ++i)
        all[i] = static_cast<float>(label(static_cast<std::int64_t>(i) / m_shape.classes,
                                          step,
                                          static_cast<std::int64_t>(i) % m_shape.classes));
    return all;
}

json DistilProject::fields() const {
    return {{"dataset", "dataset-1"},
            {"method", "kip"},
            {"kernel", {"fc1"}},
            {"type", "ntk"},
            {"images", m_shape.images()},
            {"steps", m_shape.steps.back()},
            {"learn-labels", true},
            {"init", "images"},
            {"augment", "none"},
            {"preprocessing", "standard"},
            {"corrupt", 0}};
}

json DistilProject::result(double accuracy) const {
    const auto k = static_cast<double>(m_shape.classes);
    return {{"accuracy", accuracy},
            {"loss", 0.021},
            {"label_floor", 0.004},
            {"best", summaryOf(accuracy - 0.002, 0.001, 5)},
            {"zero_loss", (k - 1) / (2 * k * k)},
            {"ridge", 1e-6},
            {"condition", 3.2e4},
            {"out_of_range", 0.031},
            {"seconds_per_step", 0.42},
            {"compression_ratio", 40},
            {"rate", 0.03},
            {"warnings", json::array()}};
}

void DistilProject::changeResult(const json& changes) const {
    const auto file = m_path / "arrays/distilled-1/result.json";
    json changed = json::parse(std::ifstream(file));
    changed.update(changes);
    std::ofstream(file) << changed;
}

void DistilProject::writeCurves(store::ArtifactDraft& made, double accuracy) const {
    const std::int64_t last = m_shape.steps.back(), t = std::ssize(m_shape.steps);
    const auto rise = [&](double step) {
        return std::log1p(step) / std::log1p(static_cast<double>(last));
    };
    // Every tenth step is recorded: enough for a curve.
    const std::int64_t rows = last / 10 + 1;
    write<double>(made, "curve.npy", {rows, 7}, [&](std::int64_t i) {
        const auto step = static_cast<double>(10 * (i / 7));
        const double figures[] = {step,
                                  0.045 * std::pow(0.3, rise(step)),
                                  0.5 + (accuracy - 0.48) * rise(step),
                                  1e-6,
                                  2e4,
                                  0.03 * rise(step),
                                  0.42};
        return figures[i % 7];
    });
    write<double>(made, "test.npy", {t, 3}, [&](std::int64_t i) {
        const auto step = static_cast<double>(m_shape.steps[static_cast<std::size_t>(i / 3)]);
        const double figures[] = {0.046 * std::pow(0.4, rise(step)),
                                  0.48 + (accuracy - 0.48) * rise(step),
                                  0.012 - 0.008 * rise(step)};
        return figures[i % 3];
    });
}

void DistilProject::writeAnalysis(store::ArtifactDraft& made) const {
    const std::int64_t n = m_shape.images(), k = m_shape.classes, t = std::ssize(m_shape.steps);
    // The nearest real image of image i is training sample K + class, then 2 K + class, ...
    write<std::int64_t>(made, "nearest.npy", {n, 5}, [&](std::int64_t i) {
        return (i % 5 + 1) * k + classOf(i / 5);
    });
    write<double>(made, "nearest_distance.npy", {n, 5}, [](std::int64_t i) {
        return 0.2 + 0.05 * static_cast<double>(i % 5);
    });
    write<double>(made, "spectrum.npy", {2, n}, [&](std::int64_t i) {
        const auto place = static_cast<double>(i % n) / static_cast<double>(n);
        return 4 * std::exp(-(i < n ? 9 : 4) * place);
    });
    write<double>(made, "band_accuracy.npy", {2, 5}, [](std::int64_t i) {
        return i < 5 ? 0.48 - 0.09 * static_cast<double>(i)
                     : 0.45 + 0.06 * static_cast<double>(i - 5);
    });
    write<double>(made, "dimension.npy", {t, 4}, [&](std::int64_t i) {
        const double step = static_cast<double>(m_shape.steps[static_cast<std::size_t>(i / 4)]);
        return 3 + static_cast<double>(i % 4) + std::log1p(step);
    });
    write<double>(made, "subsample.npy", {2, 5, 2}, [](std::int64_t i) {
        if (i % 2 == 1) return 0.02;
        const std::int64_t part = i / 2 % 5;
        return i < 10 ? 0.47 - 0.03 * static_cast<double>(part)
                      : 0.83 - 0.12 * static_cast<double>(part);
    });
    write<double>(made, "kernel_support.npy", {n, n}, [&](std::int64_t i) {
        const std::int64_t a = i / n, b = i % n;
        return a == b ? 2.0 : classOf(a) == classOf(b) ? 1.2 : 0.3 + 0.1 * noiseOf(a + b, a * b, 2);
    });
}

std::string DistilProject::addDistilled(const std::string& name, const json& fields, Parts parts) {
    auto project = store::Project::open(m_path, store::Access::Write);
    store::ArtifactRow row;
    row.kind = "distilled";
    row.name = name;
    row.spec = json{{"kind", "distill"}, {"fields", fields}}.dump();
    row.parents = {"dataset-1"};
    store::ArtifactDraft made(project, row);
    const std::int64_t t = std::ssize(m_shape.steps), n = m_shape.images(), side = m_shape.side,
                       channels = m_shape.channels;
    made.write<std::int64_t>("step.npy", m_shape.steps, {t});
    std::vector<float> images, seen, entries;
    for (const std::int64_t step : m_shape.steps) {
        const auto append = [](std::vector<float>& all, const std::vector<float>& more) {
            all.insert(all.end(), more.begin(), more.end());
        };
        append(images, shown(step));
        append(seen, support(step));
        append(entries, labels(step));
    }
    made.write<float>("shown.npy", images, {t, n, channels, side, side});
    made.write<float>("support.npy", seen, {t, n, channels, side, side});
    made.write<float>("label.npy", entries, {t, n, m_shape.classes});
    write<std::int64_t>(made, "start_sample.npy", {n}, [](std::int64_t i) { return i; });
    write<std::int64_t>(made, "start_class.npy", {n}, [&](std::int64_t i) { return classOf(i); });
    write<double>(made, "scale.npy", {n, 2}, [](std::int64_t i) { return i % 2; });
    if (parts.frozen)
        write<std::uint8_t>(made, "frozen.npy", {n, channels, side, side}, [](std::int64_t i) {
            return noiseOf(static_cast<double>(i), 5, 5) > 0;
        });
    writeCurves(made, parts.accuracy);
    if (parts.analysis) writeAnalysis(made);
    const json figures = result(parts.accuracy);
    made.writeText("result.json", figures.dump());
    return made.commit({{"accuracy", parts.accuracy}, {"rate", figures["rate"]}}, 120);
}

std::string DistilProject::addDistilled(const std::string& name) {
    return addDistilled(name, fields(), {});
}

std::string DistilProject::addTransfer(const std::string& distilled) {
    auto project = store::Project::open(m_path, store::Access::Write);
    store::ArtifactRow row;
    row.kind = "transfer";
    row.spec = json{{"kind", "transfer"}, {"fields", {{"distilled", {distilled}}}}}.dump();
    row.parents = {"dataset-1", distilled};
    store::ArtifactDraft made(project, row);
    json rows = json::array();
    const auto add = [&](const char* network, const char* set, double mean, const char* verdict) {
        json one{{"network", network},
                 {"loss", "xent"},
                 {"distilled", distilled},
                 {"set", set},
                 {"step", std::string(set) == "distilled" ? json(m_shape.steps.back()) : json()},
                 {"size", m_shape.images()},
                 {"accuracy", summaryOf(mean, 0.012, 5)},
                 {"against_random", nullptr}};
        if (*verdict != '\0')
            one["against_random"] = {{"t", 9.1}, {"df", 8}, {"p", 0.0001}, {"verdict", verdict}};
        rows.push_back(one);
    };
    add("lenet5", "distilled", 0.71, "better");
    add("lenet5", "start", 0.55, "no difference");
    add("lenet5", "random", 0.54, "");
    add("resnet18", "distilled", 0.62, "no difference");
    add("resnet18", "start", 0.6, "no difference");
    add("resnet18", "random", 0.61, "");
    made.writeText("result.json", json{{"rows", rows}}.dump());
    return made.commit({{"repeats", 5}}, 60);
}

std::string DistilProject::addKernelCurve() {
    auto project = store::Project::open(m_path, store::Access::Write);
    store::ArtifactRow row;
    row.kind = "kernel-curve";
    row.spec = json{{"kind", "kernel-curve"}, {"fields", json::object()}}.dump();
    row.parents = {"dataset-1"};
    store::ArtifactDraft made(project, row);
    json rows = json::array();
    const auto add = [&](const char* kernel, int images, json selection, double mean) {
        rows.push_back({{"kernel", kernel},
                        {"images", images},
                        {"selection", std::move(selection)},
                        {"accuracy", summaryOf(mean, 0.02, 5)}});
    };
    for (const int images : {1280, 10, 40, 160, 640}) {
        const double grown = std::log2(images / 10.0) / 7;
        add("rbf", images, nullptr, 0.45 + 0.5 * grown);
        add("linear", images, nullptr, 0.44 + 0.3 * grown);
    }
    add("rbf", 77, "selection-1", 0.9);
    made.writeText("result.json", json{{"rows", rows}}.dump());
    return made.commit({{"repeats", 5}}, 60);
}

void DistilProject::writeLive(const std::string& job, std::int64_t step, bool keepsSupport) const {
    const std::filesystem::path work = m_path / "work" / job;
    std::filesystem::create_directories(work);
    const auto file = [&](const char* name) {
        return work / (std::string(name) + "-" + std::to_string(step) + ".npy");
    };
    const store::Shape pixels{m_shape.images(), m_shape.channels, m_shape.side, m_shape.side};
    if (keepsSupport) store::writeNpy<float>(file("support"), support(step), pixels);
    store::writeNpy<float>(file("shown"), shown(step), pixels);
    store::writeNpy<float>(file("label"), labels(step), {m_shape.images(), m_shape.classes});
}

DistilProject::RunningJob::RunningJob(const std::filesystem::path& path, const json& fields)
    : m_project(store::Project::open(path, store::Access::Write)),
      m_lock(m_project, "distill", json{{"kind", "distill"}, {"fields", fields}}) {}

void DistilProject::RunningJob::setProcess(std::int64_t pid) const {
    SQLite::Database catalogue((m_project.folder() / "project.db").string(),
                               SQLite::OPEN_READWRITE);
    catalogue.setBusyTimeout(5000);
    SQLite::Statement update(catalogue, "UPDATE job SET pid = ? WHERE id = ?");
    update.bind(1, pid);
    update.bind(2, id());
    (void)update.exec();
}

DistilProject::RunningJob DistilProject::runJob() const { return {m_path, fields()}; }

}  // namespace winnow::test
