// SPDX-License-Identifier: Apache-2.0
#include "engine/select/records.h"
#include "engine/store/error.h"
#include "engine/store/npy.h"
#include "tests/support/closeness.h"
#include "tests/support/shared_data.h"

#include <QtTest>

#include <cmath>
#include <string>

using namespace winnow;

namespace {

store::Array fixture(const std::string& name) {
    return store::readNpy(test::shared("fixtures/scores/" + name + ".npy"));
}

template <typename T>
std::vector<T> values(const std::string& name) {
    const store::Array array = fixture(name);
    return {array.as<T>().begin(), array.as<T>().end()};
}

}  // namespace

class TestRecords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void reproducesTheFixtures() {
        WINNOW_NEEDS_SHARED();
        const store::Array array = fixture("correct");
        const auto correct = array.as<std::uint8_t>();
        const std::int64_t epochs = array.shape[0], samples = array.shape[1];
        QCOMPARE(select::forgettingEvents(correct, epochs, samples),
                 values<std::int64_t>("forgetting_events"));
        QCOMPARE(select::neverLearned(correct, epochs, samples),
                 values<std::uint8_t>("never_learned"));
        QCOMPARE(select::firstLearned(correct, epochs, samples),
                 values<std::int64_t>("first_learned_epoch"));
        QCOMPARE(select::forgettingOrder(correct, epochs, samples),
                 values<std::int64_t>("forgetting_order_most_first"));
    }

    void sumsLossesInBothPrecisions() {
        WINNOW_NEEDS_SHARED();
        const std::vector<double> losses = values<double>("epoch_losses");
        const std::vector<double> wanted = values<double>("learning_difficulty");
        WINNOW_CLOSE(
            select::learningDifficulty(std::span<const double>(losses), 60, 300), wanted, 1e-10, 0);
        const std::vector<float> single(losses.begin(), losses.end());
        // 60 roundings to float32 of at most 6e-8 each, relative.
        WINNOW_CLOSE(
            select::learningDifficulty(std::span<const float>(single), 60, 300), wanted, 1e-7, 0);
    }

    void countsAForgettingPerFallAndNoneAtTheEnds() {
        const std::vector<std::uint8_t> correct{1,
                                                0,
                                                0,
                                                1,  // epoch 0
                                                0,
                                                0,
                                                1,
                                                1,  // epoch 1
                                                1,
                                                0,
                                                0,
                                                1,  // epoch 2
                                                0,
                                                0,
                                                1,
                                                0};  // epoch 3
        QCOMPARE(select::forgettingEvents(correct, 4, 4), (std::vector<std::int64_t>{2, 0, 1, 1}));
        QCOMPARE(select::firstLearned(correct, 4, 4), (std::vector<std::int64_t>{0, -1, 1, 0}));
        QCOMPARE(select::forgettingOrder(correct, 4, 4), (std::vector<std::int64_t>{1, 0, 2, 3}));
    }

    void takesNoEpochs() {
        QCOMPARE(select::forgettingEvents({}, 0, 3), (std::vector<std::int64_t>{0, 0, 0}));
        QCOMPARE(select::neverLearned({}, 0, 3), (std::vector<std::uint8_t>{1, 1, 1}));
    }

    void refusesRecordsThatCannotBe() {
        const std::vector<std::uint8_t> correct{1, 0, 2, 1};
        QVERIFY_THROWS_EXCEPTION(Error, select::forgettingEvents(correct, 2, 2));
        QVERIFY_THROWS_EXCEPTION(Error, select::firstLearned(correct, 2, 3));
        const std::vector<double> losses{1, NAN};
        QVERIFY_THROWS_EXCEPTION(Error,
                                 select::learningDifficulty(std::span<const double>(losses), 1, 2));
    }
};

QTEST_GUILESS_MAIN(TestRecords)
#include "tst_records.moc"
