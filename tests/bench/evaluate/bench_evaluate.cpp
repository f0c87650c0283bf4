// SPDX-License-Identifier: Apache-2.0
// Winnow's side of tests/bench/evaluate/compare.py. Arguments: a folder with images.npy,
// labels.npy, test_images.npy and test_labels.npy, mean, deviation, threads. Each line "EPOCHS
// TRAININGS WORKERS SEED" on stdin retrains LeNet-5 so often, as `evaluate` does, and is answered
// by one line of JSON: wall seconds, mean test accuracy.
#include "engine/models/device.h"
#include "engine/run/task_list.h"
#include "engine/store/error.h"
#include "engine/store/npy.h"
#include "engine/train/retraining.h"
#include "tests/bench/measure.h"

#include <filesystem>
#include <iostream>
#include <numeric>
#include <string>
#include <unistd.h>

using namespace winnow;

namespace {

struct Split {
    store::MappedNpy images, labels;
    [[nodiscard]] train::ImageSource source(double mean, double deviation) const {
        const store::Shape& shape = images.shape();
        return {images.as<std::uint8_t>(),
                labels.as<std::int64_t>(),
                shape.at(1),
                shape.at(2),
                shape.at(3),
                {mean},
                {deviation}};
    }
};

struct Request {
    std::int64_t epochs = 0, trainings = 0, workers = 0, seed = 0;
};

store::NamedArrays learned(const train::ImageSource& train,
                           const train::ImageSource& test,
                           const Request& request,
                           std::int64_t task,
                           const jobs::JobContext& job) {
    train::TrainOptions options;
    options.epochs = request.epochs;
    options.schedule.kind = train::ScheduleKind::Step;
    options.seed = static_cast<std::uint64_t>(request.seed + task);
    models::ArchitectureOptions lenet;
    lenet.height = train.height;
    lenet.width = train.width;
    models::Network network(models::buildArchitecture(lenet), options.seed);
    std::vector<std::int64_t> samples(static_cast<std::size_t>(train.size()));
    std::iota(samples.begin(), samples.end(), 0);
    const auto result = train::retrain(network, train, samples, test, options, job);
    return {{"accuracy", store::Array::from<double>(result.accuracy, {request.epochs})}};
}

void answer(const train::ImageSource& train,
            const train::ImageSource& test,
            const Request& request) {
    const auto folder = std::filesystem::temp_directory_path() /
                        ("winnow-bench-evaluate-" + std::to_string(::getpid()));
    jobs::SilentReporter silent;
    const double began = bench::wallSeconds();
    const auto results = run::runTasks({.stage = "train",
                                        .count = request.trainings,
                                        .work =
                                            [&](std::int64_t task, const jobs::JobContext& job) {
                                                return learned(train, test, request, task, job);
                                            },
                                        .workers = request.workers},
                                       folder,
                                       {{}, silent});
    const double seconds = bench::wallSeconds() - began;
    std::filesystem::remove_all(folder);
    double right = 0;
    for (const auto& result : results) right += result.at("accuracy").as<double>().back();
    std::cout << "{\"seconds\": " << seconds
              << ", \"accuracy\": " << right / static_cast<double>(results.size()) << "}"
              << std::endl;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) return 2;
    bench::runAsTheEngineDoes(argv);
    const std::filesystem::path folder = argv[1];
    const double mean = std::stod(argv[2]);
    const double deviation = std::stod(argv[3]);
    models::useThreads(std::stoll(argv[4]));
    try {
        const Split train{store::MappedNpy(folder / "images.npy"),
                          store::MappedNpy(folder / "labels.npy")};
        const Split test{store::MappedNpy(folder / "test_images.npy"),
                         store::MappedNpy(folder / "test_labels.npy")};
        const auto source = train.source(mean, deviation), held = test.source(mean, deviation);
        Request request;
        while (std::cin >> request.epochs >> request.trainings >> request.workers >> request.seed)
            answer(source, held, request);
    } catch (const Error& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
    return 0;
}
