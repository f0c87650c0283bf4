// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/session/sample_project.h"
#include "ui/frame/job_cost.h"
#include "ui/session/session.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace winnow;
using namespace winnow::ui;
using nlohmann::json;

class TestJobCost : public QObject {
    Q_OBJECT

    test::SampleProject m_project;  // 200 samples of 4 classes
    Session m_session;

    /// An artifact that such a job made in 100 s.
    void addResult(const std::string& kind, const json& fields) {
        auto project = store::Project::open(m_project.path(), store::Access::Write);
        store::ArtifactRow row;
        row.kind = kind;
        row.spec = json{{"kind", kind}, {"fields", fields}}.dump();
        row.parents = {"dataset-1"};
        store::ArtifactDraft made(project, row);
        made.writeText("result.json", "{}");
        (void)made.commit(json::object(), 100);
    }
    [[nodiscard]] std::optional<double> secondsOf(const std::string& kind, const json& fields) {
        return jobCost(m_session,
                       QString::fromStdString(kind),
                       QByteArray::fromStdString(fields.dump()),
                       m_project.folder())
            .seconds;
    }

private Q_SLOTS:
    void theTimeGrowsWithTheWork_data() {
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<QByteArray>("past");
        QTest::addColumn<QByteArray>("wanted");
        QTest::addColumn<double>("seconds");
        QTest::newRow("more repeats and epochs")
            << QByteArray("difficulty")
            << QByteArray(R"({"samples-per-class":64,"sizes":[16,4,1],"repeats":1,"epochs":10})")
            << QByteArray(R"({"samples-per-class":64,"sizes":[16,4,1],"repeats":3,"epochs":20})")
            << 600.0;
        QTest::newRow("more and larger sets")
            << QByteArray("difficulty")
            << QByteArray(R"({"samples-per-class":64,"sizes":[1],"repeats":1,"epochs":10})")
            << QByteArray(R"({"samples-per-class":128,"sizes":[16,4,1],"repeats":1,"epochs":10})")
            << 400.0;
        QTest::newRow("more company")
            << QByteArray("difficulty-control")
            << QByteArray(R"({"added":4,"runs":10,"epochs":50})")
            << QByteArray(R"({"added":9,"runs":100,"epochs":50})") << 2000.0;
        QTest::newRow("larger shares")
            << QByteArray("small-budget") << QByteArray(R"({"shares":[0.01],"runs":10,"epochs":5})")
            << QByteArray(R"({"shares":[0.01,0.05],"runs":10,"epochs":5})") << 600.0;
        QTest::newRow("more iterations")
            << QByteArray("forgetting-prediction")
            << QByteArray(R"({"repeat":3,"iterations":50,"batch":128})")
            << QByteArray(R"({"repeat":10,"iterations":700,"batch":128})") << 100 * 140.0 / 3;
        QTest::newRow("more centroids")
            << QByteArray("cluster") << QByteArray(R"({"centroids":0.1,"scope":"all"})")
            << QByteArray(R"({"centroids":40,"scope":"all"})") << 200.0;
    }
    void theTimeGrowsWithTheWork() {
        QFETCH(QByteArray, kind);
        QFETCH(QByteArray, past);
        QFETCH(QByteArray, wanted);
        QFETCH(double, seconds);
        addResult(kind.toStdString(), json::parse(past.toStdString()));
        QVERIFY(m_session.open(m_project.folder()));
        QTRY_VERIFY(m_session.dataset() != nullptr);
        const auto found = secondsOf(kind.toStdString(), json::parse(wanted.toStdString()));
        QVERIFY(found.has_value());
        QVERIFY(std::abs(*found - seconds) < 1e-6 * seconds);
    }

    void anotherNetworkSaysNothingOfTheTime() {
        addResult("small-budget",
                  {{"shares", {0.01}}, {"runs", 10}, {"epochs", 5}, {"model", "lenet5"}});
        QVERIFY(m_session.open(m_project.folder()));
        QVERIFY(
            !secondsOf("small-budget",
                       {{"shares", {0.01}}, {"runs", 10}, {"epochs", 5}, {"model", "resnet18"}}));
    }

    void aKindWhoseTimeGrowsOtherwisePromisesNone() {
        addResult("gap-check", {{"widths", {64}}, {"repeat", 10}, {"samples", 4}});
        QVERIFY(m_session.open(m_project.folder()));
        QVERIFY(!secondsOf("gap-check", {{"widths", {4096}}, {"repeat", 10}, {"samples", 4}}));
    }
};

QTEST_MAIN(TestJobCost)
#include "tst_job_cost.moc"
