// SPDX-License-Identifier: Apache-2.0
#include "engine/train/chain_stack.h"

#include "engine/train/chain_kernels.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <new>

namespace winnow::train {
namespace {

/// Zeroed memory on a cache line's boundary, as vectors need it.
template <typename T>
class Aligned {
public:
    Aligned() = default;
    explicit Aligned(std::size_t count) : m_values(new (std::align_val_t{64}) T[count]()) {}
    [[nodiscard]] T* data() const { return m_values.get(); }

private:
    struct Free {
        void operator()(T* values) const { ::operator delete[](values, std::align_val_t{64}); }
    };
    std::unique_ptr<T[], Free> m_values;
};

/// What one block of samples keeps of one stage between forward and backward.
struct StageState {
    Aligned<float> in;  ///< [channels, height + 2 padding, width + 2 padding, lanes]
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
    Aligned<float> squares;  ///< [lanes]
};

std::size_t numbers(std::int64_t count) { return static_cast<std::size_t>(count); }

std::int64_t framed(std::int64_t height, std::int64_t width, std::int64_t frame) {
    return (height + 2 * frame) * (width + 2 * frame);
}

}  // namespace

struct ChainStack::Impl {
    Impl(const Chain& stages, const ImageSource& images)
        : chain(stages), source(images), values(normalisedValues<float>(images)) {}

    Chain chain;
    const ImageSource& source;
    const StageKernels& kernels = stageKernels();
    std::vector<std::array<float, 256>> values;
    std::vector<BlockState> blocks;
    std::vector<ThreadState> threads;
    std::vector<std::vector<float>> forwardWeights, backwardWeights;  ///< packed, by stage
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
    void load(BlockState& block,
              std::int64_t lanes,
              std::span<const std::int64_t> samples,
              std::span<const Shift> shifts,
              std::vector<float>& image) const;
    void forwardBlock(BlockState& block,
                      ThreadState& thread,
                      std::span<const StageWeights> weights) const;
    void backwardBlock(const BlockState& block, ThreadState& thread, float* squares) const;
    void shareOf(std::int64_t thread,
                 std::int64_t threadCount,
                 std::int64_t& begin,
                 std::int64_t& end) const {
        begin = blockCount() * thread / threadCount;
        end = blockCount() * (thread + 1) / threadCount;
    }
};

ChainStack::ChainStack(const Chain& chain, const ImageSource& source)
    : m_impl(new Impl(chain, source)) {
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
        const std::int64_t in = stage.channels * framed(stage.height, stage.width, stage.padding);
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
    thread.image.resize(numbers(source.imageSize()));
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

/// Lanes without a sample keep what was there: finite numbers whose gradient is set to zero.
void ChainStack::Impl::load(BlockState& block,
                            std::int64_t lanes,
                            std::span<const std::int64_t> samples,
                            std::span<const Shift> shifts,
                            std::vector<float>& image) const {
    const Stage& first = chain.stages.front();
    const std::int64_t width = first.width + 2 * first.padding;
    const std::int64_t plane = framed(first.height, first.width, first.padding);
    for (std::int64_t lane = 0; lane < lanes; ++lane) {
        const auto one = numbers(lane);
        assemble<float>(source,
                        values,
                        samples.subspan(one, 1),
                        shifts.empty() ? shifts : shifts.subspan(one, 1),
                        image);
        const float* from = image.data();
        for (std::int64_t c = 0; c < first.channels; ++c)
            for (std::int64_t y = 0; y < first.height; ++y) {
                float* to =
                    block.stages[0].in.data() +
                    (c * plane + (y + first.padding) * width + first.padding) * kernels.lanes +
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

void ChainStack::Impl::backwardBlock(const BlockState& block,
                                     ThreadState& thread,
                                     float* squares) const {
    for (std::size_t s = chain.stages.size(); s-- > 0;) {
        const Stage& stage = chain.stages[s];
        float* conv = thread.convGradients[s].data();
        kernels.spread(stage,
                       thread.outGradients[s].data(),
                       block.stages[s].choice.data(),
                       conv,
                       thread.biasGradients[s].data(),
                       squares);
        kernels.weightGradient(
            stage, block.stages[s].in.data(), conv, thread.weightGradients[s].data(), squares);
        if (s > 0)
            kernels.inputGradient(
                stage, conv, backwardWeights[s].data(), thread.outGradients[s - 1].data());
    }
}

void ChainStack::forward(std::span<const std::int64_t> samples,
                         std::span<const Shift> shifts,
                         std::span<const StageWeights> weights,
                         std::span<float> features,
                         int threads) {
    Impl& m = *m_impl;
    m.count = static_cast<std::int64_t>(samples.size());
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
            const std::int64_t used = m.lanesOf(b);
            const auto first = numbers(b * lanes);
            m.load(block,
                   used,
                   samples.subspan(first, numbers(used)),
                   shifts.empty() ? shifts : shifts.subspan(first, numbers(used)),
                   thread.image);
            m.forwardBlock(block, thread, weights);
            for (std::int64_t lane = 0; lane < used; ++lane)
                for (std::int64_t f = 0; f < perSample; ++f)
                    features[numbers((b * lanes + lane) * perSample + f)] =
                        block.features.data()[f * lanes + lane];
        }
    }
}

void ChainStack::backward(std::span<const float> featureGradients,
                          std::span<const StageGradients> gradients,
                          std::span<double> squares,
                          int threads) {
    Impl& m = *m_impl;
    const std::int64_t lanes = m.kernels.lanes;
    const std::int64_t perSample = m.chain.features();
#pragma omp parallel for num_threads(threads) schedule(static, 1)
    for (int t = 0; t < threads; ++t) {
        std::int64_t begin = 0, end = 0;
        m.shareOf(t, threads, begin, end);
        ThreadState& thread = m.threads[static_cast<std::size_t>(t)];
        for (auto& values : thread.weightGradients) std::fill(values.begin(), values.end(), 0.0F);
        for (auto& values : thread.biasGradients) std::fill(values.begin(), values.end(), 0.0F);
        for (std::int64_t b = begin; b < end; ++b) {
            float* to = thread.outGradients.back().data();
            const std::int64_t used = m.lanesOf(b);
            if (used < lanes) std::memset(to, 0, numbers(perSample * lanes) * sizeof(float));
            for (std::int64_t lane = 0; lane < used; ++lane)
                for (std::int64_t f = 0; f < perSample; ++f)
                    to[f * lanes + lane] =
                        featureGradients[numbers((b * lanes + lane) * perSample + f)];
            float* sums = squares.empty() ? nullptr : thread.squares.data();
            if (sums != nullptr) std::fill_n(sums, lanes, 0.0F);
            m.backwardBlock(m.blocks[numbers(b)], thread, sums);
            if (sums != nullptr)
                for (std::int64_t lane = 0; lane < used; ++lane)
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

}  // namespace winnow::train
