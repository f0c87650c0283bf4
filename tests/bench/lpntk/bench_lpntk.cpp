// SPDX-License-Identifier: Apache-2.0
// Times one part of the kernel computation on plain files and prints one JSON line per repeat, of
// projected one line in all:
//   bench_lpntk gram|features|plain|projected MODEL WEIGHTS IMAGES LABELS THREADS REPEATS
// gram: features and the whole Gram matrix; features: per-sample features, every layer formed;
// plain: a batched forward and backward pass through LibTorch's autograd; projected: the Gram
// matrix alone of features projected to 4,096 numbers, beside that of the exact ones. Compared with
// PyTorch by compare.py.
#include "engine/empirical/features.h"
#include "engine/empirical/gram.h"
#include "engine/empirical/kind.h"
#include "engine/empirical/projection.h"
#include "engine/models/tensors.h"
#include "engine/store/npy.h"
#include "tests/bench/measure.h"

#include <torch/torch.h>

#include <cstdio>

using namespace winnow;

namespace {

/// Features of all samples, `batch` at a time, each passed through `then`.
template <typename Then>
empirical::Block allFeatures(const empirical::FeatureExtractor& extractor,
                             const at::Tensor& images,
                             const at::Tensor& vectors,
                             std::int64_t batch,
                             const Then& then) {
    const std::int64_t n = images.size(0);
    empirical::Block all;
    for (std::int64_t begin = 0; begin < n; begin += batch) {
        const std::int64_t count = std::min(batch, n - begin);
        const empirical::Block part = then(
            extractor.features(images.narrow(0, begin, count), vectors.narrow(0, begin, count)));
        if (begin == 0) all = part.emptyLike(n);
        all.rows(begin, count).assign(part);
    }
    return all;
}

/// Small enough that the activations of a large network stay small beside its features.
std::int64_t batchFor(const empirical::FeatureExtractor& extractor) {
    return extractor.numbersPerSample() > 100'000 ? 8 : 128;
}

/// Features of all samples in batches, and their Gram matrix in tiles of its upper half.
double wholeGram(const empirical::FeatureExtractor& extractor,
                 const at::Tensor& images,
                 const at::Tensor& vectors) {
    constexpr std::int64_t kTile = 512;
    const std::int64_t n = images.size(0);
    const empirical::Block all =
        allFeatures(extractor, images, vectors, batchFor(extractor), [](empirical::Block part) {
            return part;
        });
    at::Tensor kernel = at::empty({n, n});
    for (std::int64_t row = 0; row < n; row += kTile)
        for (std::int64_t column = row; column < n; column += kTile) {
            const std::int64_t rows = std::min(kTile, n - row);
            const std::int64_t columns = std::min(kTile, n - column);
            const at::Tensor tile =
                row == column ? empirical::symmetricGram(all.rows(row, rows))
                              : empirical::gram(all.rows(row, rows), all.rows(column, columns));
            kernel.narrow(0, row, rows).narrow(1, column, columns).copy_(tile);
            if (row != column)
                kernel.narrow(0, column, columns).narrow(1, row, rows).copy_(tile.t());
        }
    return kernel.diagonal().sum().item<double>();
}

double plainPass(models::Network& network, const at::Tensor& images, const at::Tensor& vectors) {
    network.requireGrad(true);
    const at::Tensor sum = (network.logits(images, models::Mode::Evaluation) * vectors).sum();
    const auto gradients = torch::autograd::grad({sum}, network.parameters());
    return gradients.front().sum().item<double>();
}

/// Prints the seconds of both Gram matrices, without the features they are made from, and how far
/// apart they are.
void projectedGram(const models::Network& network,
                   const at::Tensor& images,
                   const at::Tensor& vectors) {
    constexpr std::int64_t kDimensions = 4096;
    constexpr std::int64_t kCompared = 24;  // 276 pairs, of which 256 are compared
    const empirical::FeatureExtractor cheapest(network), formed(network, true);
    const auto timed = [](const empirical::Block& block) {
        const double wall = bench::wallSeconds();
        (void)empirical::symmetricGram(block);
        return bench::wallSeconds() - wall;
    };
    double exactSeconds = 0;
    {
        const empirical::Block exact =
            allFeatures(cheapest, images, vectors, batchFor(cheapest), [](empirical::Block part) {
                return part;
            });
        (void)timed(exact);
        exactSeconds = timed(exact);
    }
    const empirical::Projection projection(formed.parameterCount(), kDimensions, 1);
    const empirical::Block sketch =
        allFeatures(formed, images, vectors, 8, [&](const empirical::Block& part) {
            return projection.apply(part);
        });
    (void)timed(sketch);
    const double sketchSeconds = timed(sketch);
    const std::int64_t few = std::min(kCompared, images.size(0));
    const empirical::Block exactFew =
        formed.features(images.narrow(0, 0, few), vectors.narrow(0, 0, few));
    const empirical::ProjectionError error =
        empirical::projectionError(exactFew, sketch.rows(0, few));
    std::printf(
        "{\"exact\": %.6f, \"projected\": %.6f, \"pairs\": %lld, \"rms\": %.6f, "
        "\"spearman\": %.6f}\n",
        exactSeconds,
        sketchSeconds,
        static_cast<long long>(error.pairs),
        error.rms,
        error.spearman);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 8) {
        std::fprintf(
            stderr,
            "usage: bench_lpntk gram|features|plain|projected MODEL WEIGHTS IMAGES LABELS THREADS "
            "REPEATS\n");
        return 2;
    }
    bench::runAsTheEngineDoes(argv);
    const std::string what = argv[1];
    at::set_num_threads(std::stoi(argv[6]));
    const store::Array images = store::readNpy(argv[4]);
    const store::Array labels = store::readNpy(argv[5]);
    const store::NamedArrays weights = models::readWeights(argv[3]);
    models::Network network(
        models::architectureFor(
            argv[2], weights, {images.shape[1], images.shape[2], images.shape[3]}, argv[3]),
        weights,
        argv[3]);
    const at::Tensor x = models::toTensor(images);
    const auto values = empirical::outputVectors(
        empirical::KernelKind::LpNtk, labels.as<std::int64_t>(), network.classes());
    const at::Tensor vectors =
        at::tensor(values, at::kDouble).view({x.size(0), network.classes()}).to(at::kFloat);
    if (what == "projected") {
        projectedGram(network, x, vectors);
        return 0;
    }
    const empirical::FeatureExtractor extractor(network, what == "features");
    for (int repeat = 0; repeat < std::stoi(argv[7]); ++repeat) {
        const double wall = bench::wallSeconds();
        const double cpu = bench::cpuSeconds();
        const double check =
            what == "gram" ? wholeGram(extractor, x, vectors)
            : what == "plain"
                ? plainPass(network, x, vectors)
                : extractor.features(x, vectors).formed.at(0).select(1, 0).sum().item<double>();
        std::printf("{\"wall\": %.6f, \"cpu\": %.6f, \"check\": %.9g, \"macs_per_pair\": %lld}\n",
                    bench::wallSeconds() - wall,
                    bench::cpuSeconds() - cpu,
                    check,
                    static_cast<long long>(extractor.macsPerPair()));
        std::fflush(stdout);
    }
    return 0;
}
