// SPDX-License-Identifier: Apache-2.0
// Winnow's side of tests/bench/forgetting/compare.py. Arguments: a folder with images.npy and
// labels.npy, mean, deviation, threads. Each line "MODEL PREDICTOR ITERATIONS" on stdin trains once
// and predicts with one predictor, and is answered by one line of JSON: seconds of a training step
// and of its prediction, multiply-adds of a sample's forward pass.
#include "engine/models/device.h"
#include "engine/store/error.h"
#include "engine/store/npy.h"
#include "engine/train/forgetting.h"
#include "tests/bench/measure.h"

#include <filesystem>
#include <iostream>
#include <numeric>
#include <string>

using namespace winnow;

namespace {

train::Predictor predictorNamed(const std::string& name) {
    for (std::size_t p = 0; p < train::kPredictors; ++p)
        if (const auto predictor = static_cast<train::Predictor>(p);
            train::predictorName(predictor) == name)
            return predictor;
    throw badInput("there is no predictor " + name);
}

void measure(const train::ImageSource& source,
             const std::string& kind,
             const std::string& predictor,
             std::int64_t iterations) {
    models::Network network(models::buildArchitecture({.kind = kind,
                                                       .channels = source.channels,
                                                       .height = source.height,
                                                       .width = source.width,
                                                       .classes = 10,
                                                       .baseWidth = kind == "resnet18" ? 8 : 0}),
                            1);
    const auto pass = train::passOver(network, source);
    train::TrainOptions training;
    training.learningRate = 0.01;
    std::vector<std::int64_t> samples(static_cast<std::size_t>(source.size()));
    std::iota(samples.begin(), samples.end(), std::int64_t{0});
    jobs::SilentReporter silent;
    const auto record = train::predictForgetting(
        network,
        *pass,
        source,
        training,
        {.iterations = iterations, .predictors = {predictorNamed(predictor)}},
        samples,
        {{}, silent});
    const auto steps = static_cast<double>(iterations);
    std::cout << "{\"step\": " << record.secondsTraining / (steps + 1)
              << ", \"prediction\": " << record.secondsPredicting / steps
              << ", \"forward_macs\": " << network.architecture().forwardMacs() << "}" << std::endl;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) return 2;
    bench::runAsTheEngineDoes(argv);
    const std::filesystem::path folder = argv[1];
    models::useThreads(std::stoll(argv[4]));
    try {
        const store::MappedNpy images(folder / "images.npy"), labels(folder / "labels.npy");
        const store::Shape& shape = images.shape();
        const train::ImageSource source{images.as<std::uint8_t>(),
                                        labels.as<std::int64_t>(),
                                        shape.at(1),
                                        shape.at(2),
                                        shape.at(3),
                                        {std::stod(argv[2])},
                                        {std::stod(argv[3])}};
        std::string kind, predictor;
        std::int64_t iterations = 0;
        while (std::cin >> kind >> predictor >> iterations)
            measure(source, kind, predictor, iterations);
    } catch (const Error& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
    return 0;
}
