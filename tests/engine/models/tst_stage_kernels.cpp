// SPDX-License-Identifier: Apache-2.0
#include "engine/models/chain_kernels.h"
#include "engine/store/index.h"
#include "engine/store/random.h"
#include "tests/support/closeness.h"

#include <QtTest>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

using namespace winnow;
using models::Stage;
using models::StageKernels;

namespace {

/// [outer, lanes] numbers, aligned as the kernels want them, zero at first.
class Block {
public:
    Block(std::int64_t outer, std::int64_t lanes)
        : m_lanes(lanes),
          m_values(static_cast<float*>(
              std::aligned_alloc(64, (at(outer * lanes) * sizeof(float) + 63) / 64 * 64))) {
        std::fill_n(m_values.get(), outer * lanes, 0.0F);
    }
    [[nodiscard]] float* data() { return m_values.get(); }
    [[nodiscard]] float& operator()(std::int64_t index, std::int64_t lane) {
        return m_values[at(index * m_lanes + lane)];
    }

private:
    struct Free {
        void operator()(float* values) const { std::free(values); }
    };
    std::int64_t m_lanes;
    std::unique_ptr<float[], Free> m_values;
};

/// One stage of one sample written down in float64, loop by loop.
struct Reference {
    explicit Reference(const Stage& shape) : s(shape) {}

    [[nodiscard]] double pixel(const std::vector<double>& image,
                               std::int64_t c,
                               std::int64_t y,
                               std::int64_t x) const {
        const bool inside = y >= 0 && x >= 0 && y < s.height && x < s.width;
        return inside ? image[at((c * s.height + y) * s.width + x)] : 0.0;
    }
    [[nodiscard]] std::int64_t tap(std::int64_t o,
                                   std::int64_t c,
                                   std::int64_t ky,
                                   std::int64_t kx) const {
        return ((o * s.channels + c) * s.kernel + ky) * s.kernel + kx;
    }
    template <typename Use>
    void forEachTap(const Use& use) const {
        for (std::int64_t o = 0; o < s.outputs; ++o)
            for (std::int64_t c = 0; c < s.channels; ++c)
                for (std::int64_t ky = 0; ky < s.kernel; ++ky)
                    for (std::int64_t kx = 0; kx < s.kernel; ++kx) use(o, c, ky, kx);
    }
    using Numbers = std::vector<double>;
    /// One position of conv(image, taps), without a bias.
    [[nodiscard]] double convolved(const Numbers& image,
                                   const Numbers& taps,
                                   std::int64_t o,
                                   std::int64_t y,
                                   std::int64_t x) const {
        double sum = 0;
        for (std::int64_t c = 0; c < s.channels; ++c)
            for (std::int64_t ky = 0; ky < s.kernel; ++ky)
                for (std::int64_t kx = 0; kx < s.kernel; ++kx)
                    sum += taps[at(tap(o, c, ky, kx))] *
                           pixel(image, c, y + ky - s.padding, x + kx - s.padding);
        return sum;
    }
    [[nodiscard]] double convolved(std::int64_t o, std::int64_t y, std::int64_t x) const {
        return bias[at(o)] + convolved(in, weight, o, y, x);
    }
    /// How that moves: all of it, and with an input that stays.
    [[nodiscard]] double fixedTangent(std::int64_t o, std::int64_t y, std::int64_t x) const {
        return biasDirection[at(o)] + convolved(in, direction, o, y, x);
    }
    [[nodiscard]] double tangent(std::int64_t o, std::int64_t y, std::int64_t x) const {
        return fixedTangent(o, y, x) + convolved(inTangent, weight, o, y, x);
    }

    void run() {
        const std::int64_t step = s.pooled ? 2 : 1;
        convGradient.assign(at(s.outputs * s.convHeight() * s.convWidth()), 0);
        biasGradient.assign(at(s.outputs), 0);
        for (std::int64_t o = 0; o < s.outputs; ++o)
            for (std::int64_t y = 0; y < s.outHeight(); ++y)
                for (std::int64_t x = 0; x < s.outWidth(); ++x) {
                    double most = 0;
                    std::int64_t from = -1;
                    for (std::int64_t i = 0; i < step; ++i)
                        for (std::int64_t j = 0; j < step; ++j) {
                            const double value = convolved(o, y * step + i, x * step + j);
                            if (value <= most) continue;
                            most = value;
                            from = (y * step + i) * s.convWidth() + x * step + j;
                        }
                    out.push_back(most);
                    const std::int64_t row = from / s.convWidth(), column = from % s.convWidth();
                    outTangent.push_back(from < 0 ? 0 : tangent(o, row, column));
                    outFixedTangent.push_back(from < 0 ? 0 : fixedTangent(o, row, column));
                    if (from < 0) continue;
                    const double gradient = outGradient[out.size() - 1];
                    convGradient[at(o * s.convHeight() * s.convWidth() + from)] = gradient;
                    biasGradient[at(o)] += gradient;
                }
        weightGradient.assign(weight.size(), 0);
        inGradient.assign(in.size(), 0);
        forEachTap([&](auto o, auto c, auto ky, auto kx) {
            for (std::int64_t y = 0; y < s.convHeight(); ++y)
                for (std::int64_t x = 0; x < s.convWidth(); ++x) {
                    const double gradient =
                        convGradient[at((o * s.convHeight() + y) * s.convWidth() + x)];
                    const std::int64_t row = y + ky - s.padding;
                    const std::int64_t column = x + kx - s.padding;
                    weightGradient[at(tap(o, c, ky, kx))] += gradient * pixel(in, c, row, column);
                    if (row >= 0 && column >= 0 && row < s.height && column < s.width)
                        inGradient[at((c * s.height + row) * s.width + column)] +=
                            gradient * weight[at(tap(o, c, ky, kx))];
                }
        });
    }

    Stage s;
    std::vector<double> in, weight, bias, outGradient;
    std::vector<double> inTangent, direction, biasDirection;
    std::vector<double> outTangent, outFixedTangent;
    std::vector<double> out, convGradient, biasGradient, weightGradient, inGradient;
};

std::vector<double> normals(Random& random, std::int64_t count) {
    std::vector<double> values;
    // Rounded to float32, so that kernels and reference start from the same numbers.
    for (std::int64_t i = 0; i < count; ++i)
        values.push_back(static_cast<double>(static_cast<float>(random.normal())));
    return values;
}

std::vector<float> asFloat(const std::vector<double>& values) {
    return {values.begin(), values.end()};
}

void close(const std::vector<double>& got, const std::vector<double>& wanted) {
    WINNOW_CLOSE(got, wanted, 1e-4, 1e-4);
}

}  // namespace

class TestStageKernels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everySetAgreesWithLoops_data() {
        QTest::addColumn<int>("set");
        QTest::addColumn<int>("shape");
        const auto sets = models::runnableStageKernels();
        for (std::size_t set = 0; set < sets.size(); ++set)
            for (int shape = 0; shape < int(kShapes.size()); ++shape)
                QTest::addRow("set %d (%d lanes), shape %d", int(set), int(sets[set]->lanes), shape)
                    << int(set) << shape;
    }
    void everySetAgreesWithLoops() {
        QFETCH(int, set);
        QFETCH(int, shape);
        const StageKernels& kernels = *models::runnableStageKernels()[std::size_t(set)];
        const std::array<std::int64_t, 7>& n = kShapes[std::size_t(shape)];
        Stage stage{"conv", n[0], n[1], n[2], n[3], n[4], n[5], n[6] != 0};
        check(kernels, stage);
    }

private:
    /// channels, height, width, outputs, kernel, padding, pooled: both stages of LeNet-5, and
    /// shapes that no tile divides.
    static constexpr std::array<std::array<std::int64_t, 7>, 5> kShapes{{
        {1, 28, 28, 6, 5, 2, 1},
        {6, 14, 14, 16, 5, 0, 1},
        {3, 9, 7, 5, 3, 1, 0},
        {2, 7, 9, 7, 3, 1, 1},
        {4, 6, 6, 3, 1, 0, 0},
    }};

    static void check(const StageKernels& kernels, const Stage& s) {
        Random random({7, 1});
        const std::int64_t lanes = kernels.lanes;
        const std::int64_t outs = s.outputs * s.outHeight() * s.outWidth();
        const std::vector<double> weight = normals(random, s.weightCount());
        const std::vector<double> bias = normals(random, s.outputs);
        const std::vector<double> direction = normals(random, s.weightCount());
        const std::vector<double> biasDirection = normals(random, s.outputs);
        std::vector<Reference> samples(at(lanes), Reference(s));
        for (Reference& sample : samples) {
            sample.weight = weight;
            sample.bias = bias;
            sample.in = normals(random, s.channels * s.height * s.width);
            sample.outGradient = normals(random, outs);
            sample.direction = direction;
            sample.biasDirection = biasDirection;
            sample.inTangent = normals(random, s.channels * s.height * s.width);
            sample.run();
        }

        const std::int64_t inWidth = s.width + 2 * s.padding;
        const std::int64_t inPlane = (s.height + 2 * s.padding) * inWidth;
        Block in(2 * s.channels * inPlane, lanes);  // and its tangent
        Block outGradient(outs, lanes);
        for (std::int64_t lane = 0; lane < lanes; ++lane) {
            const Reference& sample = samples[at(lane)];
            for (std::int64_t c = 0; c < s.channels; ++c)
                for (std::int64_t y = 0; y < s.height; ++y)
                    for (std::int64_t x = 0; x < s.width; ++x) {
                        const std::int64_t to =
                            c * inPlane + (y + s.padding) * inWidth + x + s.padding;
                        in(to, lane) = static_cast<float>(sample.pixel(sample.in, c, y, x));
                        in(s.channels * inPlane + to, lane) =
                            static_cast<float>(sample.pixel(sample.inTangent, c, y, x));
                    }
            for (std::int64_t i = 0; i < outs; ++i)
                outGradient(i, lane) = static_cast<float>(sample.outGradient[at(i)]);
        }

        const std::vector<float> plainWeight = asFloat(weight);
        const std::vector<float> plainBias = asFloat(bias);
        std::vector<float> forwardPacked(plainWeight.size()), backwardPacked(plainWeight.size());
        kernels.packForward(s, plainWeight.data(), forwardPacked.data());
        kernels.packBackward(s, plainWeight.data(), backwardPacked.data());

        constexpr std::int64_t kFrame = 1;
        const std::int64_t framedWidth = s.outWidth() + 2 * kFrame;
        const std::int64_t framedPlane = (s.outHeight() + 2 * kFrame) * framedWidth;
        Block out(s.outputs * framedPlane, lanes);
        Block choice((outs + 3) / 4, lanes);  // bytes
        Block rows(2 * 6 * s.convWidth(), lanes);
        auto* chosen = reinterpret_cast<std::uint8_t*>(choice.data());
        kernels.forward(s,
                        in.data(),
                        forwardPacked.data(),
                        plainBias.data(),
                        out.data(),
                        kFrame,
                        chosen,
                        rows.data());

        Stage twice = s;
        twice.channels *= 2;
        const std::vector<float> both = asFloat(sideBySide(s, direction, weight));
        const std::vector<float> alone = asFloat(direction);
        const std::vector<float> plainBiasDirection = asFloat(biasDirection);
        std::vector<float> bothPacked(both.size()), alonePacked(alone.size());
        kernels.packForward(twice, both.data(), bothPacked.data());
        kernels.packForward(s, alone.data(), alonePacked.data());
        Block outTangent(s.outputs * framedPlane, lanes);
        Block outFixedTangent(s.outputs * framedPlane, lanes);
        kernels.tangent(twice,
                        in.data(),
                        bothPacked.data(),
                        plainBiasDirection.data(),
                        chosen,
                        outTangent.data(),
                        kFrame,
                        rows.data());
        kernels.tangent(s,
                        in.data(),
                        alonePacked.data(),
                        plainBiasDirection.data(),
                        chosen,
                        outFixedTangent.data(),
                        kFrame,
                        rows.data());

        const std::int64_t frame = s.gradientPadding();
        const std::int64_t width = s.convWidth() + 2 * frame;
        Block convGradient(s.outputs * (s.convHeight() + 2 * frame) * width, lanes);
        Block ownBias(s.outputs, lanes), ownWeight(s.weightCount(), lanes);
        Block inGradient(s.channels * s.height * s.width, lanes);
        std::vector<float> biasSum(at(s.outputs)), weightSum(at(s.weightCount()));
        kernels.spread(
            s, outGradient.data(), chosen, convGradient.data(), biasSum.data(), nullptr, nullptr);
        kernels.spread(
            s, outGradient.data(), chosen, convGradient.data(), nullptr, nullptr, ownBias.data());
        kernels.weightGradient(
            s, in.data(), convGradient.data(), weightSum.data(), nullptr, nullptr);
        kernels.weightGradient(
            s, in.data(), convGradient.data(), nullptr, nullptr, ownWeight.data());
        kernels.inputGradient(s, convGradient.data(), backwardPacked.data(), inGradient.data());

        std::vector<double> wantedBias(at(s.outputs)), wantedWeight(at(s.weightCount()));
        for (std::int64_t lane = 0; lane < lanes; ++lane) {
            const Reference& sample = samples[at(lane)];
            const auto unframed = [&](Block& block) {
                std::vector<double> values;
                for (std::int64_t o = 0; o < s.outputs; ++o)
                    for (std::int64_t y = 0; y < s.outHeight(); ++y)
                        for (std::int64_t x = 0; x < s.outWidth(); ++x) {
                            const std::int64_t from = (y + kFrame) * framedWidth + x + kFrame;
                            values.push_back(
                                static_cast<double>(block(o * framedPlane + from, lane)));
                        }
                return values;
            };
            close(unframed(out), sample.out);
            close(unframed(outTangent), sample.outTangent);
            close(unframed(outFixedTangent), sample.outFixedTangent);
            for (Block* framed : {&out, &outTangent, &outFixedTangent})
                QCOMPARE((*framed)(0, lane), 0.0F);  // the frame is left alone
            close(laneOf(ownBias, lane, s.outputs), sample.biasGradient);
            close(laneOf(ownWeight, lane, s.weightCount()), sample.weightGradient);
            close(laneOf(inGradient, lane, s.channels * s.height * s.width), sample.inGradient);
            std::ranges::transform(
                wantedBias, sample.biasGradient, wantedBias.begin(), std::plus<>());
            std::ranges::transform(
                wantedWeight, sample.weightGradient, wantedWeight.begin(), std::plus<>());
        }
        WINNOW_CLOSE((std::vector<double>{biasSum.begin(), biasSum.end()}), wantedBias, 1e-4, 1e-3);
        WINNOW_CLOSE(
            (std::vector<double>{weightSum.begin(), weightSum.end()}), wantedWeight, 1e-4, 1e-3);
    }

    /// Per output the taps of `first`, then those of `second`.
    static std::vector<double> sideBySide(const Stage& s,
                                          const std::vector<double>& first,
                                          const std::vector<double>& second) {
        std::vector<double> both;
        const std::int64_t taps = s.weightCount() / s.outputs;
        for (std::int64_t o = 0; o < s.outputs; ++o)
            for (const auto* from : {&first, &second})
                both.insert(both.end(), from->begin() + o * taps, from->begin() + (o + 1) * taps);
        return both;
    }

    static std::vector<double> laneOf(Block& block, std::int64_t lane, std::int64_t count) {
        std::vector<double> values;
        for (std::int64_t i = 0; i < count; ++i)
            values.push_back(static_cast<double>(block(i, lane)));
        return values;
    }
};

QTEST_GUILESS_MAIN(TestStageKernels)
#include "tst_stage_kernels.moc"
