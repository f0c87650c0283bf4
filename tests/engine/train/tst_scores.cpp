// SPDX-License-Identifier: Apache-2.0
#include "engine/store/error.h"
#include "engine/store/npy.h"
#include "engine/train/scores.h"
#include "tests/engine/train/toy_set.h"
#include "tests/support/closeness.h"
#include "tests/support/shared_data.h"

#include <QtTest>

using namespace winnow;

class TestScores : public QObject {
    Q_OBJECT

private:
    jobs::SilentReporter m_silent;
    jobs::JobContext m_job{{}, m_silent};

    static models::Network fixtureNetwork(models::Precision precision) {
        const auto file = test::shared("fixtures/lpntk/lenet5/weights.npz");
        const auto weights = models::readWeights(file);
        return {models::architectureFor("lenet5", weights, {1, 28, 28}, file.string()),
                weights,
                file.string(),
                precision};
    }

private Q_SLOTS:
    void fixturesAreReproduced_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("file");
        QTest::newRow("el2n") << "el2n"
                              << "lenet5_el2n.npy";
        QTest::newRow("grand") << "grand"
                               << "lenet5_grand.npy";
        QTest::newRow("loss") << "loss"
                              << "lenet5_cross_entropy.npy";
    }
    void fixturesAreReproduced() {
        WINNOW_NEEDS_SHARED();
        QFETCH(QString, kind);
        QFETCH(QString, file);
        const auto images = store::readNpy(test::shared("fixtures/lpntk/lenet5/images.npy"));
        const auto labels = store::readNpy(test::shared("fixtures/lpntk/lenet5/labels.npy"));
        const auto wanted = store::readNpy(test::shared("fixtures/scores/" + file.toStdString()));
        const auto scoreKind = train::scoreKind(kind.toStdString());
        const auto exact = fixtureNetwork(models::Precision::Float64);
        const auto got = train::scores(scoreKind, exact, images, labels.as<std::int64_t>(), m_job);
        WINNOW_CLOSE(got, test::asDoubles(wanted), 1e-10, 0);
        const auto single = fixtureNetwork(models::Precision::Float32);
        WINNOW_CLOSE(train::scores(scoreKind, single, images, labels.as<std::int64_t>(), m_job),
                     test::asDoubles(wanted),
                     1e-3,
                     1e-4);
    }

    void bothEntrancesAgree_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("precision");
        QTest::addColumn<double>("tolerance");
        QTest::newRow("mlp, double")
            << "mlp" << static_cast<int>(models::Precision::Float64) << 1e-12;
        QTest::newRow("lenet5, double")
            << "lenet5" << static_cast<int>(models::Precision::Float64) << 1e-12;
        // In float32 the two go different ways for a chain: by hand and by the empirical features.
        QTest::newRow("lenet5, float")
            << "lenet5" << static_cast<int>(models::Precision::Float32) << 2e-4;
    }
    void bothEntrancesAgree() {
        QFETCH(QString, model);
        QFETCH(int, precision);
        QFETCH(double, tolerance);
        const test::ToySet set(9, 12, 4, 1);
        const models::Network network(
            set.architecture(model.toStdString()), 5, static_cast<models::Precision>(precision));
        const auto source = set.source();
        std::vector<std::int64_t> all(set.labels.size());
        std::iota(all.begin(), all.end(), 0);
        std::vector<double> numbers(set.pixels.size());
        train::assemble<double>(source, train::normalisedValues<double>(source), all, {}, numbers);
        const auto images = store::Array::from<double>(numbers, {source.size(), 1, 12, 12});
        WINNOW_CLOSE(train::lossGradientNorms(network, source, m_job),
                     train::scores(train::ScoreKind::Grand, network, images, set.labels, m_job),
                     tolerance,
                     0);
    }

    void refusesLabelsThatDoNotFit() {
        const test::ToySet set(2, 8, 4, 1);
        const models::Network network(set.architecture("mlp"), 5);
        const auto images = store::Array::from<std::uint8_t>(set.pixels, {8, 1, 8, 8});
        auto labels = set.labels;
        labels[3] = 4;
        QVERIFY_THROWS_EXCEPTION(
            Error, (void)train::scores(train::ScoreKind::El2n, network, images, labels, m_job));
        labels.pop_back();
        QVERIFY_THROWS_EXCEPTION(
            Error, (void)train::scores(train::ScoreKind::Loss, network, images, labels, m_job));
        QVERIFY_THROWS_EXCEPTION(Error, (void)train::scoreKind("e2ln"));
    }
};

QTEST_GUILESS_MAIN(TestScores)
#include "tst_scores.moc"
