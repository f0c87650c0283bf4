// SPDX-License-Identifier: Apache-2.0
// Which training samples act on a test sample. The test split here repeats part of the training
// split, so that the stored kernel says what is right.
#include "engine/store/npy.h"
#include "engine/store/npz.h"
#include "engine/store/random.h"
#include "tests/end_to_end/engine_program.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace winnow;

namespace {

constexpr std::int64_t kTrain = 160, kTest = 12, kFirst = 30, kClasses = 4, kSide = 28;

/// Noise with one bright quadrant per class.
store::NamedArrays images() {
    Random random(7);
    std::vector<std::uint8_t> pixels;
    std::vector<std::int64_t> labels;
    for (std::int64_t i = 0; i < kTrain; ++i) {
        const std::int64_t label = i % kClasses;
        labels.push_back(label);
        for (std::int64_t y = 0; y < kSide; ++y)
            for (std::int64_t x = 0; x < kSide; ++x) {
                const bool bright =
                    (y < kSide / 2) == (label / 2 == 0) && (x < kSide / 2) == (label % 2 == 0);
                pixels.push_back(static_cast<std::uint8_t>(random.below(90) + (bright ? 120 : 0)));
            }
    }
    const auto area = static_cast<std::size_t>(kSide * kSide);
    const std::span<const std::uint8_t> all(pixels);
    const std::span<const std::int64_t> allLabels(labels);
    store::NamedArrays arrays;
    arrays["x_train"] = store::Array::from<std::uint8_t>(all, {kTrain, kSide, kSide});
    arrays["y_train"] = store::Array::from<std::int64_t>(allLabels, {kTrain});
    arrays["x_test"] = store::Array::from<std::uint8_t>(all.subspan(kFirst * area, kTest * area),
                                                        {kTest, kSide, kSide});
    arrays["y_test"] = store::Array::from<std::int64_t>(allLabels.subspan(kFirst, kTest), {kTest});
    return arrays;
}

bool near(double a, double b, double tolerance) {
    return std::abs(a - b) <= tolerance * (1 + std::abs(b));
}

}  // namespace

class TestTestNeighbours : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString m_project;

    [[nodiscard]] QJsonObject ask(const QString& kernel, int sample, int count) const {
        const auto answers =
            test::engine({"serve", m_project},
                         QStringLiteral(R"({"ask":"test_neighbours","kernel":"%1",)"
                                        R"("test_sample":%2,"count":%3})")
                                 .arg(kernel)
                                 .arg(sample)
                                 .arg(count)
                                 .toUtf8() +
                             "\n")
                .events();
        return answers.size() == 1 ? answers[0] : QJsonObject();
    }

private Q_SLOTS:
    void initTestCase() {
        m_project = m_folder.filePath("test.winnow");
        const QString source = m_folder.filePath("images.npz");
        store::writeNpz(source.toStdString(), images());
        QCOMPARE(test::engine({"import", m_project, source, "--name", "q"}).code, 0);
        QCOMPARE(
            test::engine({"train", m_project, "--dataset", "q", "--epochs", "3", "--threads", "1"})
                .code,
            0);
        for (const QStringList& more :
             {QStringList{"--kind", "centred"}, QStringList{"--projection", "64"}})
            QCOMPARE(
                test::engine(
                    QStringList{
                        "kernel", m_project, "--run", "run-1", "--store-matrix", "--threads", "1"} +
                    more)
                    .code,
                0);
    }

    void agreeWithTheKernelOfTheSameImage() {
        constexpr int kSample = 5, kCount = 8;
        const QJsonObject answer = ask("kernel-1", kSample, kCount);
        QVERIFY2(answer["ok"].toBool(), qPrintable(answer["error"].toString()));
        const auto matrix =
            store::readNpy((m_project + "/arrays/kernel-1/matrix.npy").toStdString());
        const auto row = matrix.as<float>().subspan((kFirst + kSample) * kTrain, kTrain);
        std::vector<std::size_t> order(kTrain);
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::stable_sort(order, std::ranges::greater{}, [&](auto i) { return row[i]; });
        const auto own = [&](std::size_t i) { return double{matrix.as<float>()[i * kTrain + i]}; };
        const QJsonArray most = answer["interchangeable"].toArray(),
                         least = answer["contradictory"].toArray();
        QCOMPARE(most.size(), kCount);
        QCOMPARE(least.size(), kCount);
        for (int i = 0; i < kCount; ++i) {
            const QJsonObject high = most[i].toObject(), low = least[i].toObject();
            const auto wanted = order[static_cast<std::size_t>(i)];
            QVERIFY(near(high["kappa"].toDouble(), row[wanted], 1e-4));
            QVERIFY(near(high["kappa"].toDouble(),
                         row[static_cast<std::size_t>(high["sample"].toInt())],
                         1e-4));
            QVERIFY(near(low["kappa"].toDouble(), row[order[kTrain - 1 - i]], 1e-4));
            QCOMPARE(high["class"].toInt(), high["sample"].toInt() % kClasses);
            QVERIFY(near(high["cosine"].toDouble(),
                         row[wanted] / std::sqrt(own(wanted) * own(kFirst + kSample)),
                         1e-3));
        }
        QVERIFY(near(answer["kappa_own"].toDouble(), own(kFirst + kSample), 1e-4));
        QCOMPARE(answer["class"].toInt(), (kFirst + kSample) % kClasses);
        double sum = 0;
        for (const auto& q : answer["probabilities"].toArray()) sum += q.toDouble();
        QVERIFY(near(sum, 1, 1e-9));
    }

    void areExactWhateverTheKernelsProjection() {
        const QJsonObject answer = ask("kernel-2", 2, 200);
        QVERIFY(answer["ok"].toBool());
        const QJsonArray all = answer["interchangeable"].toArray();
        QCOMPARE(all.size(), kTrain);
        for (const auto& one : all)
            if (one.toObject()["sample"].toInt() == kFirst + 2)
                QVERIFY(near(one.toObject()["cosine"].toDouble(), 1, 1e-5));
    }

    void badQuestionsAreRefused() {
        QVERIFY(ask("kernel-1", kTest, 3)["error"].toString().contains("0 to 11"));
        QVERIFY(ask("kernel-1", 0, 0)["error"].toString().contains("count is 0"));
    }
};

QTEST_GUILESS_MAIN(TestTestNeighbours)
#include "tst_test_neighbours.moc"
