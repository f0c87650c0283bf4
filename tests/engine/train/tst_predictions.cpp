// SPDX-License-Identifier: Apache-2.0
#include "engine/models/network.h"
#include "engine/train/evaluation.h"
#include "engine/train/predictions.h"
#include "tests/engine/train/toy_set.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace winnow;

class TestPredictions : public QObject {
    Q_OBJECT

    test::ToySet m_set{20, 12, 4, 3};
    std::vector<std::int64_t> m_fitted, m_heldOut;

    [[nodiscard]] train::Predictions unseen(const test::ToySet& set,
                                            std::int64_t epochs,
                                            std::int64_t planned) const {
        models::Network network(set.architecture("mlp"), 5, models::Precision::Float32);
        train::TrainOptions options;
        options.epochs = planned;
        options.batch = 16;
        options.learningRate = 0.05;
        options.schedule.kind = train::ScheduleKind::Cosine;
        jobs::SilentReporter silent;
        return train::predictUnseen(
            network, set.source(), options, epochs, m_fitted, m_heldOut, {{}, silent});
    }

private Q_SLOTS:
    void initTestCase() {
        for (std::int64_t i = 0; i < 80; ++i) (i % 5 == 0 ? m_heldOut : m_fitted).push_back(i);
    }

    void agreesWithTheEvaluation() {
        models::Network network(m_set.architecture("mlp"), 5, models::Precision::Float32);
        const train::ImageSource source = m_set.source();
        const auto pass = train::passOver(network, source);
        jobs::SilentReporter silent;
        const auto got = train::predict(*pass, m_heldOut, source.labels, {{}, silent});
        const auto wanted = train::evaluate(*pass, m_heldOut, source.labels, {}, {{}, silent});
        QCOMPARE(got.margin, wanted.margin);
        for (std::size_t i = 0; i < m_heldOut.size(); ++i) {
            const auto row = got.probability.begin() + static_cast<std::ptrdiff_t>(4 * i);
            QVERIFY(std::abs(std::accumulate(row, row + 4, 0.0) - 1) < 1e-6);
            const auto label = source.labels[static_cast<std::size_t>(m_heldOut[i])];
            QVERIFY(std::abs(double{row[label]} - wanted.probability[i]) < 1e-6);
        }
    }

    void learnsFromTheOthersOnly() {
        const train::Predictions plain = unseen(m_set, 4, 4);
        std::size_t right = 0;
        for (const double margin : plain.margin) right += margin > 0 ? 1 : 0;
        QVERIFY2(right > m_heldOut.size() * 3 / 4, "it has not learned");
        // What is held out may be anything: the network has not seen it, nor its label.
        test::ToySet other = m_set;
        for (const std::int64_t id : m_heldOut) {
            auto& label = other.labels[static_cast<std::size_t>(id)];
            label = (label + 1) % 4;
        }
        QVERIFY(unseen(other, 4, 4).probability == plain.probability);
        for (const std::int64_t id : m_fitted) other.labels[static_cast<std::size_t>(id)] = 0;
        QVERIFY(unseen(other, 4, 4).probability != plain.probability);
    }

    void theScheduleIsOfThePlannedEpochs() {
        const auto whole = unseen(m_set, 3, 3), cut = unseen(m_set, 3, 6);
        QVERIFY(whole.probability != cut.probability);
        QVERIFY(unseen(m_set, 3, 6).probability == cut.probability);
    }
};

QTEST_GUILESS_MAIN(TestPredictions)
#include "tst_predictions.moc"
