// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/cuda/machine.h"
#include "engine/cuda/plane_programs.h"

#include <array>
#include <optional>
#include <vector>

namespace winnow::cuda {

using infinite::DevicePlanes;

/// Convolutional kernels on a machine: its memory, and which programs run on it.
///
/// Device memory: images and maps of both sides; of each pair of a launch the planes between levels
/// and its adjoints, within kMostBytes; the columns' sums. Counted for ConvNet on 32x32x3, float32,
/// a pair: 19 Mflop forward and 57 with its way back (370,036 entries; methods/kip-convnet.md,
/// section 4); 105 KB of planes between levels, written, read and written again; 22 KB of adjoints
/// a side. Sums: 44 KB an image. A block's shared memory (PlaneScratch): 76 KB forward, 104 KB back
/// with copies of images and maps; 18 KB, and back 43 KB for one side, 67 KB for two, without.
///
/// So, with 256 threads of 80 and 128 registers, a processor of an H100 or H200 (228 KB) has three
/// blocks forward and two back, that of an A100 (164 KB) two and, without copies, two.
/// On paper 18x18 pairs are one wave of an H200's 132 processors: 0.5 to 1 ms forward, bound by
/// instructions (some 75 an entry).
template <typename Machine, typename T>
class PlaneWork final : public DevicePlanes<T> {
public:
    PlaneWork(Machine& machine, const PlanePlan& plan)
        : m_machine(machine),
          m_plan(plan),
          m_imageValues(plan.channels * plan.levels[0].height * plan.levels[0].width),
          m_adjoints(m_imageValues + plan.mapPixels) {
        m_devicePlan.take(&plan, 1);
    }

    DeviceOutcome setColumns(const T* images,
                             std::int64_t count,
                             bool symmetric,
                             double* tops) noexcept override {
        return outcomeOf([&] {
            m_symmetric = symmetric;
            m_columns.count = count;
            m_sumsCleared = false;
            m_mostPairs = {};
            prepare(m_columns, images, tops);
        });
    }
    DeviceOutcome setRows(const T* images, std::int64_t count, double* tops) noexcept override {
        return outcomeOf([&] {
            m_rows.count = count;
            prepare(m_rows, images, tops);
        });
    }
    DeviceOutcome pairsAtOnce(bool gradient, std::int64_t& pairs) noexcept override {
        return outcomeOf([&] { pairs = mostPairs(gradient); });
    }
    DeviceOutcome forward(const ImagePair* pairs,
                          std::int64_t count,
                          bool gradient,
                          double* values) noexcept override {
        return outcomeOf([&] {
            m_pairs.assign(pairs, pairs + count);
            PairLaunch<T> launch = pairLaunch(gradient);
            const Scratch scratch = pairScratch(false);
            launch.scratch = placeScratch(scratch, count, launch);
            if (m_tangent)
                m_machine.template run<PairForward<T, true>>(count, scratch.sharedBytes, launch);
            else
                m_machine.template run<PairForward<T, false>>(count, scratch.sharedBytes, launch);
            m_values.give(values, 2 * count);
        });
    }
    DeviceOutcome reverse(const T* cotangents) noexcept override {
        return outcomeOf([&] {
            const auto count = static_cast<std::int64_t>(m_pairs.size());
            PairLaunch<T> launch = pairLaunch(true);
            launch.cotangents = m_cotangents.take(cotangents, 2 * count);
            const Scratch scratch = pairScratch(true);
            launch.scratch = placeScratch(scratch, count, launch);
            if (m_tangent)
                m_machine.template run<PairReverse<T, true>>(count, scratch.sharedBytes, launch);
            else
                m_machine.template run<PairReverse<T, false>>(count, scratch.sharedBytes, launch);
            for (int side = 0; side < 2; ++side)
                if (launch.bars[side] != nullptr) addPairs(side, launch.bars[side]);
        });
    }
    DeviceOutcome finish(const T* ownBars, double* gradient) noexcept override {
        return outcomeOf([&] {
            const Scratch scratch = selfScratch(true);
            SelfLaunch<T> launch = selfLaunch(m_columns);
            launch.sums = sums();
            launch.ownBars = m_ownBars.take(ownBars, m_columns.count);
            launch.gradient = m_gradient.room(m_columns.count * m_imageValues);
            runSelf<SelfReverse<T>>(launch, scratch, m_columns.count);
            m_gradient.give(gradient, m_columns.count * m_imageValues);
        });
    }

private:
    static constexpr std::int64_t kMostPairs = 16384;     // so that a stop request is soon seen
    static constexpr std::int64_t kReservedBytes = 1024;  // of shared memory, a block

    struct Side {
        explicit Side(Machine& machine) : pixels(machine), maps(machine) {}
        Buffer<Machine, T> pixels;
        Buffer<Machine, Deviation<T>> maps;
        std::int64_t count = 0;
    };
    /// Where the scratch memory of a program lies.
    struct Scratch {
        bool copies = false, global = false;
        std::int64_t values = 0, sharedBytes = 0;
    };

    Machine& m_machine;
    PlanePlan m_plan;
    std::int64_t m_imageValues, m_adjoints;
    bool m_tangent = m_plan.theta != infinite::ThetaMode::None;
    bool m_symmetric = false;
    bool m_sumsCleared = false;
    Buffer<Machine, PlanePlan> m_devicePlan{m_machine};
    Side m_rows{m_machine}, m_columns{m_machine};
    std::vector<ImagePair> m_pairs;  // of the last forward
    Buffer<Machine, ImagePair> m_devicePairs{m_machine};
    Buffer<Machine, T> m_stores{m_machine}, m_scratch{m_machine}, m_cotangents{m_machine};
    Buffer<Machine, T> m_ownBars{m_machine}, m_selfRoom{m_machine};
    std::array<Buffer<Machine, T>, 2> m_bars{Buffer<Machine, T>(m_machine),
                                             Buffer<Machine, T>(m_machine)};
    Buffer<Machine, double> m_values{m_machine}, m_tops{m_machine}, m_gradient{m_machine};
    Buffer<Machine, double> m_sums{m_machine};
    Buffer<Machine, std::int32_t> m_sumImages{m_machine}, m_sumPairs{m_machine};
    Buffer<Machine, std::int64_t> m_sumBegins{m_machine};
    std::array<std::optional<std::int64_t>, 2> m_mostPairs;

    static constexpr std::int64_t bytesOf(std::int64_t values) {
        return values * static_cast<std::int64_t>(sizeof(T));
    }

    /// Copies of images and maps pay where two blocks still fit on one processor.
    [[nodiscard]] Scratch placed(std::int64_t withCopies, std::int64_t values) const {
        const auto shared = [](std::int64_t v) { return kSumBytes + bytesOf(v); };
        if (withCopies > 0 &&
            2 * (shared(withCopies) + kReservedBytes) <= m_machine.processorBytes() &&
            shared(withCopies) <= m_machine.blockBytes())
            return {true, false, withCopies, shared(withCopies)};
        if (shared(values) <= m_machine.blockBytes()) return {false, false, values, shared(values)};
        return {false, true, values, kSumBytes};
    }
    [[nodiscard]] Scratch pairScratch(bool back) const {
        const int sides = !back ? 0 : m_symmetric ? 2 : 1;
        const auto values = [&](bool copies) {
            return m_tangent ? scratchValues<true>(m_plan, sides, copies)
                             : scratchValues<false>(m_plan, sides, copies);
        };
        return placed(values(true), values(false));
    }
    [[nodiscard]] Scratch selfScratch(bool back) const {
        return placed(0, scratchValues<false>(m_plan, back ? 2 : 0, false));
    }
    template <typename Launch>
    T* placeScratch(const Scratch& scratch, std::int64_t blocks, Launch& launch) {
        launch.scratchValues = scratch.values;
        if constexpr (requires { launch.copies; }) launch.copies = scratch.copies;
        return scratch.global ? m_scratch.room(blocks * scratch.values) : nullptr;
    }

    [[nodiscard]] std::int64_t pairStores() const {
        return m_tangent ? storeValues<true, false>(m_plan) : storeValues<false, false>(m_plan);
    }
    /// What working memory there is.
    [[nodiscard]] std::int64_t heldBytes() const {
        return m_stores.heldBytes() + m_scratch.heldBytes() + m_selfRoom.heldBytes() +
               m_bars[0].heldBytes() + m_bars[1].heldBytes();
    }
    [[nodiscard]] std::int64_t mostPairs(bool gradient) {
        std::optional<std::int64_t>& most = m_mostPairs[gradient ? 1 : 0];
        if (!most) {
            std::int64_t values = pairStores();
            if (gradient) values += m_adjoints * (m_symmetric ? 2 : 1);
            std::int64_t global = 0;
            for (const bool back : {false, gradient})
                if (const Scratch scratch = pairScratch(back); scratch.global)
                    global = std::max(global, scratch.values);
            constexpr double kSmall = 64;  // bytes of a pair's numbers
            most = itemsThatFit(m_machine,
                                heldBytes(),
                                static_cast<double>(bytesOf(values + global)) + kSmall,
                                kMostPairs);
        }
        return *most;
    }

    double* sums() {
        if (m_sumsCleared) return m_sums.data();
        m_sumsCleared = true;
        return m_sums.cleared(m_columns.count * m_adjoints);
    }

    // ---- images

    [[nodiscard]] SelfLaunch<T> selfLaunch(Side& side) {
        SelfLaunch<T> launch{};
        launch.plan = m_devicePlan.data();
        launch.pixels = side.pixels.data();
        launch.maps = side.maps.room(side.count * m_plan.mapPixels);
        launch.imageValues = m_imageValues;
        launch.mapPixels = m_plan.mapPixels;
        launch.storeValues = storeValues<false, true>(m_plan);
        launch.values = m_tops.room(2 * side.count);
        return launch;
    }
    template <typename Program>
    void runSelf(SelfLaunch<T> launch, const Scratch& scratch, std::int64_t images) {
        const std::int64_t values =
            launch.storeValues + m_adjoints + (scratch.global ? scratch.values : 0);
        const std::int64_t most = itemsThatFit(m_machine,
                                               heldBytes(),
                                               static_cast<double>(bytesOf(values)),
                                               std::min(images, kMostPairs));
        launch.stores = m_stores.room(most * launch.storeValues);
        launch.room = m_selfRoom.room(most * m_adjoints);
        launch.scratch = placeScratch(scratch, most, launch);
        for (launch.first = 0; launch.first < images; launch.first += most)
            m_machine.template run<Program>(
                std::min(most, images - launch.first), scratch.sharedBytes, launch);
    }
    void prepare(Side& side, const T* images, double* tops) {
        side.pixels.take(images, side.count * m_imageValues);
        runSelf<SelfForward<T>>(selfLaunch(side), selfScratch(false), side.count);
        if (tops == nullptr) return;
        std::vector<double> values(static_cast<std::size_t>(2 * side.count));
        m_tops.give(values.data(), 2 * side.count);
        for (std::int64_t i = 0; i < side.count; ++i)
            tops[i] = values[static_cast<std::size_t>(2 * i)];
    }

    // ---- pairs

    [[nodiscard]] PairLaunch<T> pairLaunch(bool gradient) {
        const auto count = static_cast<std::int64_t>(m_pairs.size());
        const Side& rows = m_symmetric ? m_columns : m_rows;
        PairLaunch<T> launch{};
        launch.plan = m_devicePlan.data();
        launch.pairs = m_devicePairs.take(m_pairs.data(), count);
        launch.pixels[0] = rows.pixels.data();
        launch.pixels[1] = m_columns.pixels.data();
        launch.maps[0] = rows.maps.data();
        launch.maps[1] = m_columns.maps.data();
        launch.symmetric = m_symmetric;
        launch.imageValues = m_imageValues;
        launch.adjoints = m_adjoints;
        launch.storeValues = pairStores();
        launch.stores = m_stores.room(count * launch.storeValues);
        launch.values = m_values.room(2 * count);
        for (int side = m_symmetric ? 0 : 1; side < 2 && gradient; ++side)
            launch.bars[side] = m_bars[static_cast<std::size_t>(side)].room(count * m_adjoints);
        return launch;
    }

    /// Adds what the pairs give the images of one side to the columns' sums.
    void addPairs(int side, const T* bars) {
        std::vector<std::vector<std::int32_t>> of(static_cast<std::size_t>(m_columns.count));
        for (std::size_t p = 0; p < m_pairs.size(); ++p) {
            const std::int32_t image = side == 0 ? m_pairs[p].first : m_pairs[p].second;
            of[static_cast<std::size_t>(image)].push_back(static_cast<std::int32_t>(p));
        }
        std::vector<std::int32_t> images, pairs;
        std::vector<std::int64_t> begins{0};
        for (std::size_t image = 0; image < of.size(); ++image) {
            if (of[image].empty()) continue;
            images.push_back(static_cast<std::int32_t>(image));
            pairs.insert(pairs.end(), of[image].begin(), of[image].end());
            begins.push_back(static_cast<std::int64_t>(pairs.size()));
        }
        const auto count = [](const auto& values) {
            return static_cast<std::int64_t>(values.size());
        };
        PairSumsLaunch<T> launch{};
        launch.images = m_sumImages.take(images.data(), count(images));
        launch.begins = m_sumBegins.take(begins.data(), count(begins));
        launch.pairs = m_sumPairs.take(pairs.data(), count(pairs));
        launch.bars = bars;
        launch.sums = sums();
        launch.adjoints = m_adjoints;
        m_machine.template run<PairSums<T>>(count(images), 0, launch);
    }
};

}  // namespace winnow::cuda
