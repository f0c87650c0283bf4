// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/event_counts.h"
#include "ui/pages/train/learning_records.h"

#include <QtTest>

using namespace winnow::ui;

namespace {

// Five samples, two classes, four epochs.
const std::vector<std::int64_t> kLabels{0, 0, 0, 1, 1};
const std::vector<std::uint8_t> kCorrect{
    0, 1, 1, 0, 1,  //
    1, 0, 1, 0, 1,  //
    1, 1, 0, 0, 1,  //
    0, 0, 0, 1, 1,  //
};
const std::vector<std::uint8_t> kFitted{1, 1, 0, 1, 1};
const std::vector<std::int64_t> kPrediction{0, 1, 1, 0, 1};
const std::vector<double> kDifficulty{1, 2, 6, 4, 0};
const std::vector<std::int64_t> kEvents{1, 2, 1, 0, 0};

LearningInputs inputs() {
    return {.epochs = 4,
            .classes = 2,
            .labels = kLabels,
            .correct = kCorrect,
            .fitted = kFitted,
            .prediction = kPrediction,
            .difficulty = kDifficulty};
}

using Ids = std::vector<std::int64_t>;

}  // namespace

class TestLearningRecords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsByClassAndEpoch() {
        const LearningRecords records = learningRecords(inputs());
        QCOMPARE(records.samples, 5);
        const ClassRecord& first = records.classes[0];
        QCOMPARE(first.samples, 3);
        QCOMPARE(first.rightByEpoch, (std::vector<double>{2.0 / 3, 2.0 / 3, 2.0 / 3, 0}));
        QCOMPARE(first.forgottenByEpoch, (Ids{0, 1, 1, 2}));
        QCOMPARE(first.forgotten(), 4);
        QCOMPARE(records.classes[1].forgottenByEpoch, (Ids{0, 0, 0, 0}));
        QCOMPARE(records.forgottenIn(3), 2);
        QCOMPARE(records.lastEventfulEpoch(), 3);
    }

    void tellsFittedFromHeldOut() {
        const LearningRecords records = learningRecords(inputs());
        QCOMPARE(records.classes[0].fittedAccuracy, 0.5);
        QCOMPARE(records.classes[0].heldOutAccuracy, 0.0);
        QCOMPARE(records.classes[1].fittedAccuracy, 0.5);
        QVERIFY(std::isnan(records.classes[1].heldOutAccuracy));
        QCOMPARE(records.classes[0].takenFor, 1);
        QCOMPARE(records.classes[0].takenShare, 2.0 / 3);
        QCOMPARE(records.classes[0].difficulty, 3.0);
        QCOMPARE(records.classes[1].difficulty, 2.0);
    }

    void missingArraysAreNoNumbers() {
        LearningInputs few = inputs();
        few.prediction = {};
        few.difficulty = {};
        const LearningRecords records = learningRecords(few);
        QVERIFY(std::isnan(records.classes[0].fittedAccuracy));
        QVERIFY(std::isnan(records.classes[0].difficulty));
        QCOMPARE(records.classes[0].takenFor, -1);
    }

    void labelsOutsideAreLeftOut() {
        const std::vector<std::int64_t> labels{0, -1, 7, 1, 1};
        LearningInputs odd = inputs();
        odd.labels = labels;
        const LearningRecords records = learningRecords(odd);
        QCOMPARE(records.classes[0].samples, 1);
        QCOMPARE(records.classes[0].forgotten(), 1);
    }

    void forgottenSamplesComeMostForgottenFirst_data() {
        QTest::addColumn<int>("epoch");
        QTest::addColumn<QList<int>>("ids");
        QTest::newRow("first epoch") << 0 << QList<int>{};
        QTest::newRow("one") << 1 << QList<int>{1};
        QTest::newRow("two, by events") << 3 << QList<int>{1, 0};
        QTest::newRow("past the end") << 4 << QList<int>{};
        QTest::newRow("none") << -1 << QList<int>{};
    }
    void forgottenSamplesComeMostForgottenFirst() {
        QFETCH(int, epoch);
        QFETCH(QList<int>, ids);
        const Ids found = forgottenSamples(kCorrect, kEvents, epoch);
        QCOMPARE(QList<int>(found.begin(), found.end()), ids);
    }

    void eventsAreCountedInBars() {
        const EventCounts counts = eventCounts(kEvents);
        QCOMPARE(counts.samples, (Ids{2, 2, 1}));
        QCOMPARE(counts.label(2), QStringLiteral("2"));
        QCOMPARE(samplesInBars(kEvents, counts, {0, 2}).ids(), (Ids{1, 3, 4}));
        QVERIFY(eventCounts({}).samples.empty());
    }

    void manyCountsShareBars() {
        Ids events(100);
        std::iota(events.begin(), events.end(), 0);
        const EventCounts counts = eventCounts(events, 24);
        QCOMPARE(counts.width, 5);
        QCOMPARE(counts.samples, Ids(20, 5));
        QCOMPARE(counts.label(1), QStringLiteral("5\u20139"));
        QCOMPARE(counts.high(19), 99);
    }

    void barsShowWhatMatches() {
        const SampleSet matching = SampleSet::of(5, Ids{0, 3});
        const BarChartData data = eventChart(kEvents, eventCounts(kEvents), &matching, true);
        QVERIFY(data.logarithmic);
        QCOMPARE(data.bars.size(), 3);
        QCOMPARE(data.bars[0].value, 2.0);
        QCOMPARE(data.bars[0].part, 1.0);
        QCOMPARE(data.bars[2].part, 0.0);
    }
};

QTEST_GUILESS_MAIN(TestLearningRecords)
#include "tst_learning_records.moc"
