// SPDX-License-Identifier: Apache-2.0
#include "engine/models/architecture.h"
#include "engine/run/critical_rate.h"
#include "engine/store/error.h"
#include "engine/store/random.h"

#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace winnow;

namespace {

constexpr std::int64_t kSide = 4, kClasses = 3, kHidden = 7;
constexpr std::size_t kPixels = kSide * kSide;

models::Network network(std::uint64_t seed) {
    return {models::buildArchitecture({.kind = "mlp",
                                       .channels = 1,
                                       .height = kSide,
                                       .width = kSide,
                                       .classes = kClasses,
                                       .baseWidth = 0,
                                       .hidden = {kHidden}}),
            seed};
}

run::ReadyImages randomImages(std::int64_t count) {
    run::ReadyImages images;
    images.channels = 1;
    images.height = images.width = kSide;
    Random random(5);
    for (std::int64_t i = 0; i < count; ++i) {
        images.labels.push_back(i % kClasses);
        for (std::size_t p = 0; p < kPixels; ++p)
            images.values.push_back(static_cast<float>(random.normal()));
    }
    return images;
}

/// W2 relu(W1 x + b1) + b2 by its definition.
struct PlainNetwork {
    std::vector<double> w1, b1, w2, b2;

    explicit PlainNetwork(const store::NamedArrays& weights) {
        const auto widened = [&](const char* name) {
            const auto values = weights.at(name).as<float>();
            return std::vector<double>(values.begin(), values.end());
        };
        w1 = widened("fc1.weight");
        b1 = widened("fc1.bias");
        w2 = widened("fc2.weight");
        b2 = widened("fc2.bias");
    }
    /// Gradient of sum_k f_k / sqrt(K) by every weight, one after the other.
    [[nodiscard]] std::vector<double> gradient(std::span<const float> x) const {
        const double share = 1 / std::sqrt(static_cast<double>(kClasses));
        std::vector<double> byW1, byB1, byW2, byB2(kClasses, share);
        std::vector<double> hidden;
        for (std::size_t j = 0; j < kHidden; ++j) {
            double sum = b1[j], back = 0;
            for (std::size_t p = 0; p < kPixels; ++p) sum += w1[j * kPixels + p] * x[p];
            for (std::size_t k = 0; k < kClasses; ++k) back += w2[k * kHidden + j] * share;
            if (sum <= 0) back = 0;
            hidden.push_back(std::max(sum, 0.0));
            byB1.push_back(back);
            for (std::size_t p = 0; p < kPixels; ++p) byW1.push_back(back * x[p]);
        }
        for (std::size_t k = 0; k < kClasses; ++k)
            for (const double h : hidden) byW2.push_back(share * h);
        std::vector<double> all = byW1;
        for (const auto* part : {&byB1, &byW2, &byB2})
            all.insert(all.end(), part->begin(), part->end());
        return all;
    }
};

/// 2 n K / lambda_max, lambda_max by powers of the kernel.
double plainCriticalRate(const models::Network& network, const run::ReadyImages& images) {
    const PlainNetwork plain(network.weights());
    const std::size_t n = images.labels.size();
    std::vector<std::vector<double>> gradients;
    for (std::size_t i = 0; i < n; ++i)
        gradients.push_back(plain.gradient(std::span(images.values).subspan(i * kPixels, kPixels)));
    std::vector<double> v(n, 1);
    double largest = 0;
    for (int round = 0; round < 2000; ++round) {
        std::vector<double> next(n);
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j) {
                double product = 0;
                for (std::size_t p = 0; p < gradients[i].size(); ++p)
                    product += gradients[i][p] * gradients[j][p];
                next[i] += product * v[j];
            }
        double norm = 0;
        for (const double value : next) norm += value * value;
        largest = std::sqrt(norm);
        for (std::size_t i = 0; i < n; ++i) v[i] = next[i] / largest;
    }
    return 2 * static_cast<double>(n) * kClasses / largest;
}

}  // namespace

class TestCriticalRate : public QObject {
    Q_OBJECT

    jobs::SilentReporter m_silent;
    jobs::JobContext m_job{{}, m_silent};

private Q_SLOTS:
    void isThatOfTheDefinition() {
        const run::ReadyImages images = randomImages(20);
        for (const std::uint64_t seed : {1, 2}) {
            const models::Network made = network(seed);
            const double wanted = plainCriticalRate(made, images),
                         found = run::criticalRate(made, images, 1, m_job);
            QVERIFY2(std::abs(found / wanted - 1) < 1e-5,
                     qPrintable(QString("%1 %2").arg(found).arg(wanted)));
        }
    }

    /// Of more than 64 images as many of every class are looked at, drawn by the seed.
    void looksAtFewOfMany() {
        const models::Network made = network(1);
        const run::ReadyImages many = randomImages(600);
        const double first = run::criticalRate(made, many, 1, m_job);
        QCOMPARE(run::criticalRate(made, many, 1, m_job), first);
        const double other = run::criticalRate(made, many, 2, m_job);
        QVERIFY(other != first && std::abs(other / first - 1) < 0.5);
    }

    void canBeStopped() {
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_EXCEPTION_THROWN(
            (void)run::criticalRate(network(1), randomImages(20), 1, {stop.get_token(), m_silent}),
            Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestCriticalRate)
#include "tst_critical_rate.moc"
