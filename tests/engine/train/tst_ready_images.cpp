// SPDX-License-Identifier: Apache-2.0
#include "engine/store/error.h"
#include "engine/train/retraining.h"
#include "tests/engine/train/toy_set.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <numeric>

using namespace winnow;

/// Images that come normalised (distilled ones) instead of as pixels.
class TestReadyImages : public QObject {
    Q_OBJECT

    static constexpr std::int64_t kClasses = 4;
    jobs::SilentReporter m_silent;
    jobs::JobContext m_job{{}, m_silent};
    test::ToySet m_train{20, 28, kClasses, 3}, m_test{20, 28, kClasses, 11};

    static std::vector<float> ready(const test::ToySet& set) {
        const train::ImageSource source = set.source();
        std::vector<std::int64_t> all(set.labels.size());
        std::iota(all.begin(), all.end(), 0);
        std::vector<float> values(set.pixels.size());
        train::assemble<float>(source, train::normalisedValues<float>(source), all, {}, values);
        return values;
    }
    train::Retraining learned(const std::string& kind,
                              const train::ImageSource& source,
                              const train::ImageSource& test,
                              train::TrainOptions options) const {
        options.epochs = 6;
        options.batch = 16;
        models::Network network(m_train.architecture(kind), 1);
        std::vector<std::int64_t> all(source.labels.size());
        std::iota(all.begin(), all.end(), 0);
        return train::retrain(network, source, all, test, options, m_job);
    }
    static train::ImageSource sourceOf(const test::ToySet& set, const std::vector<float>& values) {
        return {.labels = set.labels, .height = set.side, .width = set.side, .ready = values};
    }

private Q_SLOTS:
    void trainAsThePixelsTheyCameFrom_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<bool>("shifted");
        QTest::newRow("by hand") << "lenet5" << false;
        QTest::newRow("by autograd") << "convnet" << false;
        QTest::newRow("shifted") << "lenet5" << true;
    }
    void trainAsThePixelsTheyCameFrom() {
        QFETCH(QString, kind);
        QFETCH(bool, shifted);
        // Outside is 0 where images are ready, and that is a pixel's mean.
        test::ToySet train = m_train;
        train::ImageSource pixels = train.source();
        if (shifted) pixels.mean = {0};
        std::vector<float> values(train.pixels.size()), testValues = ready(m_test);
        std::vector<std::int64_t> all(train.labels.size());
        std::iota(all.begin(), all.end(), 0);
        train::assemble<float>(pixels, train::normalisedValues<float>(pixels), all, {}, values);
        train::TrainOptions options;
        options.learningRate = 0.02;
        if (shifted) options.augmentation = train::Augmentation::CropFlip;
        const auto a = learned(kind.toStdString(), pixels, m_test.source(), options);
        const auto b = learned(
            kind.toStdString(), sourceOf(train, values), sourceOf(m_test, testValues), options);
        QCOMPARE(a.accuracy, b.accuracy);
        QVERIFY(a.accuracy.back() > a.accuracy.front() || a.accuracy.back() > 0.9);
    }

    /// Targets are what counts: with those of the next class a network learns the next class.
    void squaredErrorFollowsTheTargets() {
        const std::vector<float> values = ready(m_train), testValues = ready(m_test);
        std::vector<float> targets(m_train.labels.size() * kClasses, -0.25F);
        for (std::size_t i = 0; i < m_train.labels.size(); ++i)
            targets[i * kClasses + static_cast<std::size_t>((m_train.labels[i] + 1) % kClasses)] +=
                1;
        train::ImageSource source = sourceOf(m_train, values);
        train::TrainOptions options;
        options.objective = train::Objective::SquaredError;
        options.optimizer.kind = train::OptimizerKind::Adam;
        options.learningRate = 2e-3;
        const auto own = learned("mlp", source, sourceOf(m_test, testValues), options);
        QVERIFY2(own.accuracy.back() > 0.9, qPrintable(QString::number(own.accuracy.back())));
        source.targets = targets;
        const auto next = learned("mlp", source, sourceOf(m_test, testValues), options);
        QVERIFY2(next.accuracy.back() < 0.1, qPrintable(QString::number(next.accuracy.back())));
    }

    void whatDoesNotFitIsRefused() {
        std::vector<float> values = ready(m_train);
        const std::vector<float> testValues = ready(m_test);
        const std::vector<float> targets(m_train.labels.size() * 3);
        train::ImageSource source = sourceOf(m_train, values);
        source.targets = targets;
        QVERIFY_THROWS_EXCEPTION(
            Error, (void)learned("mlp", source, sourceOf(m_test, testValues), {}));
        values[28 * 28 * 5 + 3] = std::numeric_limits<float>::quiet_NaN();
        try {
            train::check(sourceOf(m_train, values));
            QFAIL("taken");
        } catch (const Error& error) {
            QVERIFY2(QString(error.what()).startsWith("image 5 "), error.what());
        }
    }
};

QTEST_GUILESS_MAIN(TestReadyImages)
#include "tst_ready_images.moc"
