// SPDX-License-Identifier: Apache-2.0
#include "engine/models/chain_stack.h"

#include "engine/models/aligned.h"
#include "engine/models/chain_kernels.h"

#include <algorithm>
#include <cstring>

namespace winnow::models {
namespace {

/// What one block of samples keeps of one stage between forward and backward.
struct StageState {
    Aligned<float> in;  ///< [channels, height + 2 padding, width + 2 padding, lanes]; behind it,
                        ///< except in the first stage, as much room for its tangent
    Aligned<std::uint8_t> choice;
};

struct BlockState {
    std::vector<StageState> stages;
    Aligned<float> features;  ///< [features, lanes]
};

/// What one thread works with.
struct ThreadState {
    Aligned<float> rows;
    std::vector<Aligned<float>> outGradients, convGradients;  ///< by stage
    std::vector<std::vector<float>> weightGradients, biasGradients;
    std::vector<float> image;
    Aligned<float> squares;             ///< [lanes]
    Aligned<float> ownWeight, ownBias;  ///< of the stage with the most, [.., lanes]; when needed
    Aligned<float> featureTangents;     ///< [features, lanes]; when needed
};

/// Where the gradients of a stage go; what is null is left out.
struct GradientTargets {
    float *weight = nullptr, *bias = nullptr;          ///< added up over samples
    float* squares = nullptr;                          ///< [lanes], of each sample's gradient
    float *laneWeight = nullptr, *laneBias = nullptr;  ///< [.., lanes], each sample's own
};

std::size_t numbers(std::int64_t count) { return static_cast<std::size_t>(count); }

std::int64_t framed(std::int64_t height, std::int64_t width, std::int64_t frame) {
    return (height + 2 * frame) * (width + 2 * frame);
}

}  // namespace

struct ChainStack::Impl {
    explicit Impl(const Chain& stages) : chain(stages) {}

    Chain chain;
    const StageKernels& kernels = stageKernels();
    std::vector<BlockState> blocks;
    std::vector<ThreadState> threads;
    std::vector<std::vector<float>> forwardWeights, backwardWeights;  ///< packed, by stage
    std::vector<std::vector<float>> tangentWeights;                   ///< packed, when needed
    std::int64_t count = 0;  ///< samples of the last forward

    [[nodiscard]] std::int64_t blockCount() const {
        return (count + kernels.lanes - 1) / kernels.lanes;
    }
    [[nodiscard]] std::int64_t lanesOf(std::int64_t block) const {
        return std::min(kernels.lanes, count - block * kernels.lanes);
    }
    void prepare(std::span<const StageWeights> weights, int threadCount);
    [[nodiscard]] BlockState newBlock() const;
    [[nodiscard]] ThreadState newThread() const;
    void load(std::int64_t index, const Images& images, std::vector<float>& image);
    void forwardBlock(BlockState& block,
                      ThreadState& thread,
                      std::span<const StageWeights> weights) const;
    void packTangents(std::span<const StageWeights> weights,
                      std::span<const StageWeights> directions);
    void tangentBlock(BlockState& block,
                      ThreadState& thread,
                      std::span<const StageWeights> directions) const;
    void loadGradients(std::int64_t index,
                       std::span<const float> featureGradients,
                       ThreadState& thread) const;
    /// From the output gradients of the last stage down to the first; `targetsOf(s)` says where a
    /// stage's gradients go and `stageDone(s)` that they are there.
    template <typename TargetsOf, typename StageDone>
    void backwardBlock(const BlockState& block,
                       ThreadState& thread,
                       const TargetsOf& targetsOf,
                       const StageDone& stageDone) const;
    void sumGradientsOf(std::int64_t index, ThreadState& thread, float* squares) const;
    void sampleGradientsOf(std::int64_t index, ThreadState& thread, const SampleRows& rows) const;
    void shareOf(std::int64_t thread,
                 std::int64_t threadCount,
                 std::int64_t& begin,
                 std::int64_t& end) const {
        begin = blockCount() * thread / threadCount;
        end = blockCount() * (thread + 1) / threadCount;
    }
};

ChainStack::ChainStack(const Chain& chain) : m_impl(new Impl(chain)) {
    for (const Stage& stage : chain.stages) {
        m_impl->forwardWeights.emplace_back(numbers(stage.weightCount()));
        m_impl->backwardWeights.emplace_back(numbers(stage.weightCount()));
    }
}

ChainStack::~ChainStack() = default;

BlockState ChainStack::Impl::newBlock() const {
    BlockState block;
    for (const Stage& stage : chain.stages) {
        StageState state;
        const std::int64_t halves = block.stages.empty() ? 1 : 2;
        const std::int64_t in =
            halves * stage.channels * framed(stage.height, stage.width, stage.padding);
        state.in = Aligned<float>(numbers(in * kernels.lanes));
        state.choice = Aligned<std::uint8_t>(
            numbers(stage.outputs * stage.outHeight() * stage.outWidth() * kernels.lanes));
        block.stages.push_back(std::move(state));
    }
    block.features = Aligned<float>(numbers(chain.features() * kernels.lanes));
    return block;
}

ThreadState ChainStack::Impl::newThread() const {
    ThreadState thread;
    std::int64_t widest = 0;
    for (const Stage& stage : chain.stages) {
        widest = std::max(widest, stage.convWidth());
        const std::int64_t outputs = stage.outputs * stage.outHeight() * stage.outWidth();
        const std::int64_t conv =
            stage.outputs * framed(stage.convHeight(), stage.convWidth(), stage.gradientPadding());
        thread.outGradients.emplace_back(numbers(outputs * kernels.lanes));
        thread.convGradients.emplace_back(numbers(conv * kernels.lanes));
        thread.weightGradients.emplace_back(numbers(stage.weightCount()));
        thread.biasGradients.emplace_back(numbers(stage.outputs));
    }
    thread.rows = Aligned<float>(numbers(2 * 6 * widest * kernels.lanes));
    thread.squares = Aligned<float>(numbers(kernels.lanes));
    const Stage& first = chain.stages.front();
    thread.image.resize(numbers(first.channels * first.height * first.width));
    return thread;
}

void ChainStack::Impl::prepare(std::span<const StageWeights> weights, int threadCount) {
    while (blocks.size() < numbers(blockCount())) blocks.push_back(newBlock());
    while (threads.size() < static_cast<std::size_t>(threadCount)) threads.push_back(newThread());
    for (std::size_t s = 0; s < chain.stages.size(); ++s) {
        kernels.packForward(chain.stages[s], weights[s].weight, forwardWeights[s].data());
        if (s > 0)
            kernels.packBackward(chain.stages[s], weights[s].weight, backwardWeights[s].data());
    }
}

/// Lanes without a sample keep what was there: its gradient is set to zero or not read.
void ChainStack::Impl::load(std::int64_t index, const Images& images, std::vector<float>& image) {
    const Stage& first = chain.stages.front();
    const std::int64_t width = first.width + 2 * first.padding;
    const std::int64_t plane = framed(first.height, first.width, first.padding);
    float* in = blocks[numbers(index)].stages[0].in.data();
    for (std::int64_t lane = 0; lane < lanesOf(index); ++lane) {
        images(index * kernels.lanes + lane, image);
        const float* from = image.data();
        for (std::int64_t c = 0; c < first.channels; ++c)
            for (std::int64_t y = 0; y < first.height; ++y) {
                float* to =
                    in + (c * plane + (y + first.padding) * width + first.padding) * kernels.lanes +
                    lane;
                for (std::int64_t x = 0; x < first.width; ++x, to += kernels.lanes) *to = *from++;
            }
    }
}

void ChainStack::Impl::forwardBlock(BlockState& block,
                                    ThreadState& thread,
                                    std::span<const StageWeights> weights) const {
    for (std::size_t s = 0; s < chain.stages.size(); ++s) {
        const bool last = s + 1 == chain.stages.size();
        float* out = last ? block.features.data() : block.stages[s + 1].in.data();
        kernels.forward(chain.stages[s],
                        block.stages[s].in.data(),
                        forwardWeights[s].data(),
                        weights[s].bias,
                        out,
                        last ? 0 : chain.stages[s + 1].padding,
                        block.stages[s].choice.data(),
                        thread.rows.data());
    }
}

namespace {

/// What tangent() of a stage is told: the image does not move, all later inputs do.
Stage tangentStage(const Chain& chain, std::size_t s) {
    Stage stage = chain.stages[s];
    if (s > 0) stage.channels *= 2;
    return stage;
}

}  // namespace

void ChainStack::Impl::packTangents(std::span<const StageWeights> weights,
                                    std::span<const StageWeights> directions) {
    tangentWeights.resize(chain.stages.size());
    std::vector<float> both;
    for (std::size_t s = 0; s < chain.stages.size(); ++s) {
        const Stage stage = tangentStage(chain, s);
        const std::int64_t taps = chain.stages[s].weightCount() / stage.outputs;
        both.clear();
        for (std::int64_t o = 0; o < stage.outputs; ++o) {
            const float* direction = directions[s].weight + o * taps;
            const float* weight = weights[s].weight + o * taps;
            both.insert(both.end(), direction, direction + taps);
            if (s > 0) both.insert(both.end(), weight, weight + taps);
        }
        tangentWeights[s].resize(both.size());
        kernels.packForward(stage, both.data(), tangentWeights[s].data());
    }
}

void ChainStack::Impl::tangentBlock(BlockState& block,
                                    ThreadState& thread,
                                    std::span<const StageWeights> directions) const {
    for (std::size_t s = 0; s < chain.stages.size(); ++s) {
        float* out = thread.featureTangents.data();
        std::int64_t frame = 0;
        if (s + 1 < chain.stages.size()) {
            const Stage& next = chain.stages[s + 1];
            const std::int64_t in = next.channels * framed(next.height, next.width, next.padding);
            out = block.stages[s + 1].in.data() + in * kernels.lanes;
            frame = next.padding;
        }
        kernels.tangent(tangentStage(chain, s),
                        block.stages[s].in.data(),
                        tangentWeights[s].data(),
                        directions[s].bias,
                        block.stages[s].choice.data(),
                        out,
                        frame,
                        thread.rows.data());
    }
}

template <typename TargetsOf, typename StageDone>
void ChainStack::Impl::backwardBlock(const BlockState& block,
                                     ThreadState& thread,
                                     const TargetsOf& targetsOf,
                                     const StageDone& stageDone) const {
    for (std::size_t s = chain.stages.size(); s-- > 0;) {
        const Stage& stage = chain.stages[s];
        const GradientTargets to = targetsOf(s);
        float* conv = thread.convGradients[s].data();
        kernels.spread(stage,
                       thread.outGradients[s].data(),
                       block.stages[s].choice.data(),
                       conv,
                       to.bias,
                       to.squares,
                       to.laneBias);
        kernels.weightGradient(
            stage, block.stages[s].in.data(), conv, to.weight, to.squares, to.laneWeight);
        stageDone(s);
        if (s > 0)
            kernels.inputGradient(
                stage, conv, backwardWeights[s].data(), thread.outGradients[s - 1].data());
    }
}

void ChainStack::Impl::sumGradientsOf(std::int64_t index,
                                      ThreadState& thread,
                                      float* squares) const {
    const auto sums = [&](std::size_t s) {
        return GradientTargets{.weight = thread.weightGradients[s].data(),
                               .bias = thread.biasGradients[s].data(),
                               .squares = squares};
    };
    backwardBlock(blocks[numbers(index)], thread, sums, [](std::size_t) {});
}

void ChainStack::Impl::loadGradients(std::int64_t index,
                                     std::span<const float> featureGradients,
                                     ThreadState& thread) const {
    const std::int64_t perSample = chain.features();
    const std::int64_t used = lanesOf(index);
    float* to = thread.outGradients.back().data();
    if (used < kernels.lanes)
        std::memset(to, 0, numbers(perSample * kernels.lanes) * sizeof(float));
    for (std::int64_t lane = 0; lane < used; ++lane)
        for (std::int64_t f = 0; f < perSample; ++f)
            to[f * kernels.lanes + lane] =
                featureGradients[numbers((index * kernels.lanes + lane) * perSample + f)];
}

namespace {

/// [count, lanes] -> the first `used` lanes as rows; in tiles, so that each is read from the first
/// cache.
void unzip(const float* from,
           std::int64_t count,
           std::int64_t lanes,
           std::int64_t used,
           float* to,
           std::int64_t stride) {
    constexpr std::int64_t kTile = 32;
    for (std::int64_t begin = 0; begin < count; begin += kTile) {
        const std::int64_t end = std::min(count, begin + kTile);
        for (std::int64_t lane = 0; lane < used; ++lane)
            for (std::int64_t i = begin; i < end; ++i)
                to[lane * stride + i] = from[i * lanes + lane];
    }
}

}  // namespace

void ChainStack::Impl::sampleGradientsOf(std::int64_t index,
                                         ThreadState& thread,
                                         const SampleRows& rows) const {
    const GradientTargets own{.laneWeight = thread.ownWeight.data(),
                              .laneBias = thread.ownBias.data()};
    const std::int64_t lanes = kernels.lanes, used = lanesOf(index);
    float* first = rows.first + index * lanes * rows.stride;
    const auto write = [&](std::size_t s) {
        const Stage& stage = chain.stages[s];
        float* to = first + rows.columns[s];
        unzip(own.laneWeight, stage.weightCount(), lanes, used, to, rows.stride);
        unzip(own.laneBias, stage.outputs, lanes, used, to + stage.weightCount(), rows.stride);
    };
    backwardBlock(
        blocks[numbers(index)], thread, [&](std::size_t) { return own; }, write);
}

void ChainStack::forward(std::int64_t samples,
                         const Images& images,
                         std::span<const StageWeights> weights,
                         std::span<float> features,
                         int threads) {
    Impl& m = *m_impl;
    m.count = samples;
    m.prepare(weights, threads);
    const std::int64_t lanes = m.kernels.lanes;
    const std::int64_t perSample = m.chain.features();
#pragma omp parallel for num_threads(threads) schedule(static, 1)
    for (int t = 0; t < threads; ++t) {
        std::int64_t begin = 0, end = 0;
        m.shareOf(t, threads, begin, end);
        ThreadState& thread = m.threads[static_cast<std::size_t>(t)];
        for (std::int64_t b = begin; b < end; ++b) {
            BlockState& block = m.blocks[numbers(b)];
            m.load(b, images, thread.image);
            m.forwardBlock(block, thread, weights);
            unzip(block.features.data(),
                  perSample,
                  lanes,
                  m.lanesOf(b),
                  features.data() + b * lanes * perSample,
                  perSample);
        }
    }
}

void ChainStack::directional(std::span<const StageWeights> weights,
                             std::span<const StageWeights> directions,
                             std::span<float> featureTangents,
                             int threads) {
    Impl& m = *m_impl;
    m.packTangents(weights, directions);
    const std::int64_t lanes = m.kernels.lanes;
    const std::int64_t perSample = m.chain.features();
#pragma omp parallel for num_threads(threads) schedule(static, 1)
    for (int t = 0; t < threads; ++t) {
        std::int64_t begin = 0, end = 0;
        m.shareOf(t, threads, begin, end);
        ThreadState& thread = m.threads[static_cast<std::size_t>(t)];
        if (thread.featureTangents.data() == nullptr)
            thread.featureTangents = Aligned<float>(numbers(perSample * lanes));
        for (std::int64_t b = begin; b < end; ++b) {
            m.tangentBlock(m.blocks[numbers(b)], thread, directions);
            unzip(thread.featureTangents.data(),
                  perSample,
                  lanes,
                  m.lanesOf(b),
                  featureTangents.data() + b * lanes * perSample,
                  perSample);
        }
    }
}

void ChainStack::backward(std::span<const float> featureGradients,
                          std::span<const StageGradients> gradients,
                          std::span<double> squares,
                          int threads) {
    Impl& m = *m_impl;
    const std::int64_t lanes = m.kernels.lanes;
#pragma omp parallel for num_threads(threads) schedule(static, 1)
    for (int t = 0; t < threads; ++t) {
        std::int64_t begin = 0, end = 0;
        m.shareOf(t, threads, begin, end);
        ThreadState& thread = m.threads[static_cast<std::size_t>(t)];
        for (auto& values : thread.weightGradients) std::fill(values.begin(), values.end(), 0.0F);
        for (auto& values : thread.biasGradients) std::fill(values.begin(), values.end(), 0.0F);
        for (std::int64_t b = begin; b < end; ++b) {
            m.loadGradients(b, featureGradients, thread);
            float* sums = squares.empty() ? nullptr : thread.squares.data();
            if (sums != nullptr) std::fill_n(sums, lanes, 0.0F);
            m.sumGradientsOf(b, thread, sums);
            if (sums != nullptr)
                for (std::int64_t lane = 0; lane < m.lanesOf(b); ++lane)
                    squares[numbers(b * lanes + lane)] += sums[lane];
        }
    }
    for (std::size_t s = 0; s < gradients.size(); ++s) {
        const auto sum = [&](float* to, auto member) {
            const std::vector<float>& first = (m.threads[0].*member)[s];
            std::copy(first.begin(), first.end(), to);
            for (int t = 1; t < threads; ++t) {
                const std::vector<float>& part =
                    (m.threads[static_cast<std::size_t>(t)].*member)[s];
                for (std::size_t i = 0; i < part.size(); ++i) to[i] += part[i];
            }
        };
        sum(gradients[s].weight, &ThreadState::weightGradients);
        sum(gradients[s].bias, &ThreadState::biasGradients);
    }
}

void ChainStack::sampleGradients(std::span<const float> featureGradients,
                                 const SampleRows& rows,
                                 int threads) {
    Impl& m = *m_impl;
#pragma omp parallel for num_threads(threads) schedule(static, 1)
    for (int t = 0; t < threads; ++t) {
        std::int64_t begin = 0, end = 0;
        m.shareOf(t, threads, begin, end);
        ThreadState& thread = m.threads[static_cast<std::size_t>(t)];
        if (thread.ownWeight.data() == nullptr) {
            std::int64_t weights = 0, outputs = 0;
            for (const Stage& stage : m.chain.stages) {
                weights = std::max(weights, stage.weightCount());
                outputs = std::max(outputs, stage.outputs);
            }
            thread.ownWeight = Aligned<float>(numbers(weights * m.kernels.lanes));
            thread.ownBias = Aligned<float>(numbers(outputs * m.kernels.lanes));
        }
        for (std::int64_t b = begin; b < end; ++b) {
            m.loadGradients(b, featureGradients, thread);
            m.sampleGradientsOf(b, thread, rows);
        }
    }
}

}  // namespace winnow::models
