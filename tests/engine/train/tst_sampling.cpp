// SPDX-License-Identifier: Apache-2.0
#include "engine/store/error.h"
#include "engine/train/options.h"
#include "engine/train/sampling.h"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace winnow;

class TestSampling : public QObject {
    Q_OBJECT

private:
    std::vector<std::int64_t> m_labels;  // 100 of class 0, 41 of class 1, 1 of class 2

private Q_SLOTS:
    void initTestCase() {
        m_labels.assign(100, 0);
        m_labels.insert(m_labels.end(), 41, 1);
        m_labels.push_back(2);
    }

    void holdsOutTheShareOfEveryClass() {
        const auto mask = train::fittedMask(m_labels, 3, 0.1, 7);
        std::vector<int> heldOut(3);
        for (std::size_t i = 0; i < mask.size(); ++i)
            if (mask[i] == 0) ++heldOut[static_cast<std::size_t>(m_labels[i])];
        QCOMPARE(heldOut, (std::vector<int>{10, 4, 0}));
        const auto fitted = train::samplesWhere(mask, 1);
        const auto validation = train::samplesWhere(mask, 0);
        std::set<std::int64_t> both(fitted.begin(), fitted.end());
        both.insert(validation.begin(), validation.end());
        QCOMPARE(both.size(), m_labels.size());
        QCOMPARE(fitted.size() + validation.size(), m_labels.size());
    }

    void splitFollowsTheSeed() {
        QCOMPARE(train::fittedMask(m_labels, 3, 0.1, 7), train::fittedMask(m_labels, 3, 0.1, 7));
        QVERIFY(train::fittedMask(m_labels, 3, 0.1, 7) != train::fittedMask(m_labels, 3, 0.1, 8));
    }

    void keepsOneFittedSampleOfEveryClass() {
        const auto mask = train::fittedMask(m_labels, 3, 0.99, 1);
        for (std::int64_t k = 0; k < 3; ++k) {
            bool any = false;
            for (std::size_t i = 0; i < mask.size(); ++i)
                any = any || (m_labels[i] == k && mask[i] == 1);
            QVERIFY(any);
        }
    }

    void foldsAreEvenInEveryClass() {
        const auto fold = train::stratifiedFolds(m_labels, 3, 4, 7);
        std::vector<std::int64_t> sizes(4);
        for (std::int64_t k = 0; k < 3; ++k) {
            std::vector<std::int64_t> ofClass(4);
            for (std::size_t i = 0; i < fold.size(); ++i)
                if (m_labels[i] == k) ++ofClass[static_cast<std::size_t>(fold[i])];
            QVERIFY(std::ranges::max(ofClass) - std::ranges::min(ofClass) <= 1);
            for (std::size_t f = 0; f < 4; ++f) sizes[f] += ofClass[f];
        }
        QVERIFY(std::ranges::max(sizes) - std::ranges::min(sizes) <= 1);
        QCOMPARE(fold, train::stratifiedFolds(m_labels, 3, 4, 7));
        QVERIFY(fold != train::stratifiedFolds(m_labels, 3, 4, 8));
    }

    void refusesAShareThatHoldsOutNothing() {
        const std::vector<std::int64_t> few{0, 1, 0, 1};
        QVERIFY_THROWS_EXCEPTION(Error, (void)train::fittedMask(few, 2, 0.01, 1));
        QVERIFY_THROWS_EXCEPTION(Error, (void)train::fittedMask(few, 1, 0, 1));
    }

    void everyEpochVisitsAllInItsOwnOrder() {
        std::vector<std::int64_t> samples(50);
        std::iota(samples.begin(), samples.end(), 100);
        const auto first = train::epochOrder(samples, 3, 0);
        const auto second = train::epochOrder(samples, 3, 1);
        QVERIFY(first != second);
        QCOMPARE(first, train::epochOrder(samples, 3, 0));
        auto sorted = second;
        std::sort(sorted.begin(), sorted.end());
        QCOMPARE(sorted, samples);
    }

    void ratesFollowTheSchedule_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("epoch");
        QTest::addColumn<double>("rate");
        const auto row = [](const char* name, train::ScheduleKind kind, int epoch, double rate) {
            QTest::newRow(name) << static_cast<int>(kind) << epoch << rate;
        };
        row("constant", train::ScheduleKind::Constant, 9, 0.1);
        row("step, first", train::ScheduleKind::Step, 1, 0.1);
        row("step, second", train::ScheduleKind::Step, 2, 0.07);
        row("step, third", train::ScheduleKind::Step, 5, 0.049);
        row("cosine, start", train::ScheduleKind::Cosine, 0, 0.1);
        row("cosine, half", train::ScheduleKind::Cosine, 5, 0.05);
        // CosineAnnealingLR(0.1, T_max=10) after eight epochs: 0.05 (1 + cos(0.8 pi)).
        row("cosine, late", train::ScheduleKind::Cosine, 8, 0.009549150281252633);
    }
    void ratesFollowTheSchedule() {
        QFETCH(int, kind);
        QFETCH(int, epoch);
        QFETCH(double, rate);
        train::TrainOptions options;
        options.epochs = 10;
        options.schedule.kind = static_cast<train::ScheduleKind>(kind);
        QVERIFY(std::abs(train::learningRateAt(options, epoch) - rate) < 1e-15);
    }

    void refusesOptionsOutOfRange() {
        train::TrainOptions options;
        train::check(options);
        options.learningRate = 0;
        QVERIFY_THROWS_EXCEPTION(Error, train::check(options));
        options = {};
        options.validation = 1;
        QVERIFY_THROWS_EXCEPTION(Error, train::check(options));
        QVERIFY_THROWS_EXCEPTION(Error, (void)train::optimizerKind("sdg"));
    }
};

QTEST_GUILESS_MAIN(TestSampling)
#include "tst_sampling.moc"
