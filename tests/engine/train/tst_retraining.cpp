// SPDX-License-Identifier: Apache-2.0
#include "engine/store/error.h"
#include "engine/train/retraining.h"
#include "tests/engine/train/toy_set.h"

#include <QtTest>

#include <cmath>
#include <numeric>

using namespace winnow;

class TestRetraining : public QObject {
    Q_OBJECT

    jobs::SilentReporter m_silent;
    jobs::JobContext m_job{{}, m_silent};
    test::ToySet m_train{30, 28, 4, 3}, m_test{20, 28, 4, 11};

    [[nodiscard]] train::Retraining learned(const test::ToySet& set,
                                            std::vector<std::int64_t> samples,
                                            double rate) const {
        train::TrainOptions options;
        options.epochs = 6;
        options.batch = 16;
        options.learningRate = rate;
        models::Network network(set.architecture("lenet5"), 1);
        return train::retrain(
            network, set.source(), std::move(samples), m_test.source(), options, m_job);
    }
    [[nodiscard]] std::vector<std::int64_t> firstHalf() const {
        std::vector<std::int64_t> samples(m_train.labels.size() / 2);
        std::iota(samples.begin(), samples.end(), 0);
        return samples;
    }

private Q_SLOTS:
    void learnsAndTestsAfterEveryEpoch() {
        const auto result = learned(m_train, firstHalf(), 0.02);
        QCOMPARE(result.accuracy.size(), std::size_t{6});
        QVERIFY(!result.diverged);
        QVERIFY2(result.accuracy.back() > 0.95F,
                 qPrintable(QString::number(result.accuracy.back())));
        QVERIFY(result.accuracy.front() < result.accuracy.back());
    }

    /// Nothing of the other samples comes in, whatever they are.
    void onlyTheGivenSamplesAreLearned() {
        test::ToySet spoiled = m_train;
        for (std::size_t i = spoiled.labels.size() / 2; i < spoiled.labels.size(); ++i)
            spoiled.labels[i] = (spoiled.labels[i] + 1) % 4;
        QCOMPARE(learned(spoiled, firstHalf(), 0.02).accuracy,
                 learned(m_train, firstHalf(), 0.02).accuracy);
        std::vector<std::int64_t> all(m_train.labels.size());
        std::iota(all.begin(), all.end(), 0);
        QVERIFY(learned(spoiled, all, 0.02).accuracy != learned(m_train, all, 0.02).accuracy);
    }

    void aDivergedTrainingSaysSo() {
        const auto result = learned(m_train, firstHalf(), 90);
        QVERIFY(result.diverged);
        QVERIFY(std::isnan(result.accuracy.back()));
    }

    void noSampleIsRefused() { QVERIFY_EXCEPTION_THROWN((void)learned(m_train, {}, 0.02), Error); }
};

QTEST_GUILESS_MAIN(TestRetraining)
#include "tst_retraining.moc"
