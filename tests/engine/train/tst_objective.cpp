// SPDX-License-Identifier: Apache-2.0
#include "engine/train/objective.h"
#include "tests/support/closeness.h"

#include <QtTest>

#include <cmath>

using namespace winnow;

class TestObjective : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knownValues() {
        // softmax(ln 1, ln 2, ln 5) = 1/8, 2/8, 5/8.
        const std::vector<double> logits{
            0, std::log(2.0), std::log(5.0), 0, std::log(2.0), std::log(5.0)};
        const std::vector<std::int64_t> labels{2, 0};
        std::vector<double> gradient(6);
        const auto outcome = train::crossEntropy<double>(logits, labels, gradient);
        WINNOW_CLOSE(outcome.loss, (std::vector<double>{std::log(1.6), std::log(8.0)}), 1e-14, 0);
        WINNOW_CLOSE(
            outcome.margin, (std::vector<double>{std::log(2.5), -std::log(5.0)}), 1e-14, 0);
        WINNOW_CLOSE(outcome.probability, (std::vector<double>{0.625, 0.125}), 1e-14, 0);
        const double first = std::sqrt(1 + 4 + 9) / 8;
        const double second = std::sqrt(49 + 4 + 25) / 8;
        WINNOW_CLOSE(outcome.error, (std::vector<double>{first, second}), 1e-14, 0);
        const std::vector<double> wanted{
            1 / 16.0, 2 / 16.0, -3 / 16.0, -7 / 16.0, 2 / 16.0, 5 / 16.0};
        WINNOW_CLOSE(gradient, wanted, 1e-14, 0);
        QCOMPARE(outcome.prediction, (std::vector<std::int64_t>{2, 2}));
    }

    void squaresAreMeansOverClasses() {
        const std::vector<double> logits{1, 0, -1, 0.5, 0.5, 2};
        const std::vector<std::int64_t> labels{0, 2};
        const std::vector<float> targets{0.5F, 0, 0, 0, 0, 1};
        std::vector<double> gradient(6);
        const auto outcome = train::squaredError<double>(logits, labels, targets, gradient);
        WINNOW_CLOSE(outcome.loss, (std::vector<double>{1.25 / 6, 1.5 / 6}), 1e-14, 0);
        const std::vector<double> wanted{0.5 / 6, 0, -1.0 / 6, 0.5 / 6, 0.5 / 6, 1.0 / 6};
        WINNOW_CLOSE(gradient, wanted, 1e-14, 1e-16);
        QCOMPARE(outcome.prediction, (std::vector<std::int64_t>{0, 2}));
    }

    void hugeLogitsDoNotOverflow() {
        const std::vector<float> logits{1e30F, 0, -1e30F};
        const std::vector<std::int64_t> labels{0};
        const auto outcome = train::crossEntropy<float>(logits, labels);
        QCOMPARE(outcome.loss[0], 0.0);
        QCOMPARE(outcome.prediction[0], std::int64_t{0});
    }

    void lowestClassWinsATie() {
        const std::vector<float> logits{1, 3, 3};
        const std::vector<std::int64_t> labels{2};
        const auto outcome = train::crossEntropy<float>(logits, labels);
        QCOMPARE(outcome.prediction[0], std::int64_t{1});
        QCOMPARE(outcome.margin[0], 0.0);
    }

    void nanIsPassedOn() {
        const std::vector<float> logits{NAN, 0};
        const std::vector<std::int64_t> labels{1};
        QVERIFY(std::isnan(train::crossEntropy<float>(logits, labels).loss[0]));
    }
};

QTEST_GUILESS_MAIN(TestObjective)
#include "tst_objective.moc"
