// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/head_influence.h"
#include "engine/stats/correlation.h"
#include "engine/store/error.h"
#include "engine/store/npy.h"
#include "tests/support/closeness.h"
#include "tests/support/shared_data.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace winnow;
using empirical::HeadInfluence;
using test::asDoubles;

namespace {

constexpr double kDamping = 0.01;
constexpr std::int64_t kClasses = 5, kParameters = 105;

store::Array fixture(const char* name) {
    return store::readNpy(test::shared("fixtures/influence") / name);
}

}  // namespace

class TestHeadInfluence : public QObject {
    Q_OBJECT

    jobs::SilentReporter m_silent;
    jobs::JobContext m_job{{}, m_silent};
    std::vector<double> m_features;
    std::vector<std::int64_t> m_labels;

    [[nodiscard]] empirical::HeadSamples samples() const {
        return {m_features, m_labels, kClasses};
    }
    [[nodiscard]] HeadInfluence fresh() const {
        return {samples(), std::vector<double>(kParameters)};
    }

private Q_SLOTS:
    void initTestCase() {
        WINNOW_NEEDS_SHARED();
        m_features = asDoubles(fixture("features.npy"));
        const store::Array labels = fixture("labels.npy");
        m_labels.assign(labels.as<std::int64_t>().begin(), labels.as<std::int64_t>().end());
    }

    void refitsToTheFixturesMinimum() {
        HeadInfluence head = fresh();
        QVERIFY(head.gradientNorm(kDamping) > 0.1);
        QVERIFY(head.refit(kDamping, m_job) < 1e-10);
        WINNOW_CLOSE(head.theta(), asDoubles(fixture("theta.npy")), 0, 1e-9);
    }

    void influenceIsTheFixtures() {
        HeadInfluence head(samples(), asDoubles(fixture("theta.npy")));
        const store::Array wanted = fixture("influence.npy");
        WINNOW_CLOSE(
            head.influence(kDamping, m_job), asDoubles(wanted), 0, 1e-9 * test::largest(wanted));
        auto norms = asDoubles(fixture("influence_norm.npy"));
        for (double& norm : norms) norm *= static_cast<double>(m_labels.size());
        WINNOW_CLOSE(head.norms(kDamping, m_job), norms, 1e-9, 0);
    }

    void influenceSumsToZeroOverClasses() {
        HeadInfluence head = fresh();
        (void)head.refit(kDamping, m_job);
        const auto influence = head.influence(kDamping, m_job);
        const std::int64_t width = kParameters / kClasses;
        double worst = 0;
        for (std::size_t i = 0; i < m_labels.size(); ++i)
            for (std::int64_t f = 0; f < width; ++f) {
                double sum = 0;
                for (std::int64_t k = 0; k < kClasses; ++k)
                    sum += influence[i * kParameters + static_cast<std::size_t>(k * width + f)];
                worst = std::max(worst, std::abs(sum));
            }
        QVERIFY2(worst < 1e-12, qPrintable(QString::number(worst)));
    }

    /// The move predicted for one sample and the true one (fixture: weights 1/n kept).
    void predictsLeavingOneOut() {
        HeadInfluence head(samples(), asDoubles(fixture("theta.npy")));
        const auto influence = head.influence(kDamping, m_job);
        const store::Array left = fixture("loo_index.npy");
        const auto change = asDoubles(fixture("loo_change.npy"));
        for (std::size_t k = 0; k < left.as<std::int64_t>().size(); ++k) {
            const double* s = &influence[static_cast<std::size_t>(left.as<std::int64_t>()[k]) *
                                         static_cast<std::size_t>(kParameters)];
            double both = 0, own = 0, truth = 0;
            for (std::size_t p = 0; p < kParameters; ++p) {
                const double real = change[k * kParameters + p];
                both += s[p] * real;
                own += s[p] * s[p];
                truth += real * real;
            }
            QVERIFY(both / std::sqrt(own * truth) > 0.998);
        }
    }

    void ranksHangLittleOnTheDamping() {
        HeadInfluence head(samples(), asDoubles(fixture("theta.npy")));
        // scipy.stats.spearmanr of the fixture's arrays with 0.01 and 0.1 on the diagonal.
        const double rho =
            stats::spearman(head.norms(kDamping, m_job), head.norms(10 * kDamping, m_job));
        QVERIFY(std::abs(rho - 0.9943213395083719) < 1e-9);
        // (trace of the fixture's Hessian) / 105 - 0.01.
        QVERIFY(std::abs(head.meanCurvature() - 0.08075164263581973) < 1e-12);
    }

    void whatCannotBeIsRefused_data() {
        QTest::addColumn<double>("damping");
        QTest::addColumn<double>("scale");
        QTest::addColumn<QString>("says");
        QTest::newRow("zero") << 0.0 << 1.0 << "give at least 1e-8";
        QTest::newRow("negative") << -1.0 << 1.0 << "damping is -1";
        QTest::newRow("too small for the rounding") << 1e-8 << 1e7 << "try damping >=";
        QTest::newRow("not finite") << 0.01 << double(NAN) << "features row 17 is not finite";
    }
    void whatCannotBeIsRefused() {
        QFETCH(double, damping);
        QFETCH(double, scale);
        QFETCH(QString, says);
        auto features = m_features;
        if (std::isnan(scale))
            features[17 * 20 + 3] = scale;
        else
            for (double& value : features) value *= scale;
        try {
            HeadInfluence head({features, m_labels, kClasses}, std::vector<double>(kParameters));
            (void)head.norms(damping, m_job);
            QFAIL("taken");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::BadInput);
            QVERIFY2(QString(error.what()).contains(says), error.what());
        }
    }

    void labelsHaveToFit() {
        auto labels = m_labels;
        labels[3] = 5;
        QVERIFY_EXCEPTION_THROWN(
            HeadInfluence({m_features, labels, kClasses}, std::vector<double>(kParameters)), Error);
        labels.resize(399);
        QVERIFY_EXCEPTION_THROWN(
            HeadInfluence({m_features, labels, kClasses}, std::vector<double>(kParameters)), Error);
    }
};

QTEST_GUILESS_MAIN(TestHeadInfluence)
#include "tst_head_influence.moc"
