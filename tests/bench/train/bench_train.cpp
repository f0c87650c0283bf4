// SPDX-License-Identifier: Apache-2.0
// Winnow's side of tests/bench/train/compare.py. Arguments: a folder with images.npy, labels.npy,
// test_images.npy and test_labels.npy, mean, deviation, threads. Each line "EPOCHS SEED" on stdin
// trains LeNet-5 once with all records and is answered by one line of JSON: seconds and CPU seconds
// of the epochs with their checkpoints, test accuracy.
#include "engine/models/device.h"
#include "engine/store/error.h"
#include "engine/store/npy.h"
#include "engine/train/trainer.h"
#include "tests/bench/measure.h"

#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <unistd.h>

using namespace winnow;

namespace {

/// Notes when the last epoch is over: the first progress of what comes after it.
class EndOfEpochs final : public jobs::JobReporter {
public:
    std::optional<double> wall, cpu;
    void progress(std::string_view stage, std::int64_t, std::int64_t) override {
        if (stage == "train" || wall) return;
        wall = bench::wallSeconds();
        cpu = bench::cpuSeconds();
    }
    void metric(std::string_view, std::int64_t, double) override {}
    void warning(std::string_view) override {}
    void note(std::string_view) override {}
    void artifact(std::string_view, std::string_view) override {}
};

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

void trainOnce(const train::TrainData& data, std::int64_t epochs, std::uint64_t seed) {
    train::TrainOptions options;
    options.epochs = epochs;
    options.seed = seed;
    options.validation = 0;
    const auto folder =
        std::filesystem::temp_directory_path() / ("winnow-bench-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    models::ArchitectureOptions lenet;
    lenet.height = data.train.height;
    lenet.width = data.train.width;
    models::Network network(models::buildArchitecture(lenet), seed);
    EndOfEpochs end;
    const double wall = bench::wallSeconds();
    const double cpu = bench::cpuSeconds();
    const auto result = train::train(network, data, options, folder, {{}, end});
    std::filesystem::remove_all(folder);
    const double right =
        result.curve[result.curve.size() - train::kCurveColumns + train::kTestAccuracy];
    std::cout << "{\"seconds\": " << *end.wall - wall << ", \"cpu\": " << *end.cpu - cpu
              << ", \"accuracy\": " << right
              << ", \"forward_macs\": " << network.architecture().forwardMacs() << "}" << std::endl;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) return 2;
    const std::filesystem::path folder = argv[1];
    const double mean = std::stod(argv[2]);
    const double deviation = std::stod(argv[3]);
    models::useThreads(std::stoll(argv[4]));
    try {
        const Split train{store::MappedNpy(folder / "images.npy"),
                          store::MappedNpy(folder / "labels.npy")};
        const Split test{store::MappedNpy(folder / "test_images.npy"),
                         store::MappedNpy(folder / "test_labels.npy")};
        const train::TrainData data{
            train.source(mean, deviation), test.source(mean, deviation), 10};
        std::int64_t epochs = 0;
        std::uint64_t seed = 0;
        while (std::cin >> epochs >> seed) trainOnce(data, epochs, seed);
    } catch (const Error& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
    return 0;
}
