// SPDX-License-Identifier: Apache-2.0
// Two clusterings side by side: as a job with its artifact, and asked of `serve`.
#include "engine/store/npy.h"
#include "tests/end_to_end/engine_program.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace winnow;

class TestCompareClusters : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString m_project;

    [[nodiscard]] test::Finished run(QStringList words) const {
        words.insert(1, m_project);
        return test::engine(words);
    }
    [[nodiscard]] test::Finished compare(const QStringList& clusters) const {
        QStringList words{"experiment", "compare-clusters", m_project};
        for (const QString& cluster : clusters) words << "--cluster" << cluster;
        return test::engine(words);
    }
    [[nodiscard]] QJsonObject result(const QString& id) const {
        QFile file(m_project + "/arrays/" + id + "/result.json");
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                              : QJsonObject();
    }
    [[nodiscard]] std::vector<std::int64_t> assignment(const QString& id) const {
        const auto array =
            store::readNpy((m_project + "/arrays/" + id + "/assignment.npy").toStdString());
        const auto values = array.as<std::int64_t>();
        return {values.begin(), values.end()};
    }

private Q_SLOTS:
    void initTestCase() {
        m_project = m_folder.filePath("clusters.winnow");
        QCOMPARE(run({"import", "planted", "--name", "p", "--limit", "300"}).code, 0);
        QCOMPARE(run({"train", "--dataset", "p", "--epochs", "3", "--threads", "1"}).code, 0);
        const auto kernels = run(
            {"kernel", "--run", "run-1", "--kind", "lpntk,pntk", "--name", "k", "--threads", "1"});
        QVERIFY2(kernels.code == 0, kernels.err.constData());
        for (const QString kind : {"lpntk", "pntk"})
            QCOMPARE(
                run({"cluster", "--kernel", "k-" + kind, "--name", kind, "--threads", "1"}).code,
                0);
    }

    void theArtifactHoldsTheFigures() {
        const auto done = compare({"lpntk", "cluster-2"});
        QVERIFY2(done.code == 0, done.err.constData());
        const QJsonObject found = result("compare-clusters-1");
        QCOMPARE(found["clusters"].toArray(), (QJsonArray{"cluster-1", "cluster-2"}));
        QCOMPARE(found["kernels"].toArray(), (QJsonArray{"kernel-1", "kernel-2"}));
        QCOMPARE(found["runs"].toArray(), (QJsonArray{"run-1", "run-1"}));
        const auto a = assignment("cluster-1"), b = assignment("cluster-2");
        int both = 0;
        for (std::size_t i = 0; i < a.size(); ++i) both += a[i] >= 0 && b[i] >= 0 ? 1 : 0;
        QCOMPARE(found["samples"].toInt(), both);
        QVERIFY(both > 0);
        const QJsonArray classes = found["per_class"].toArray();
        QCOMPARE(classes.size(), 10);
        int sum = 0;
        for (const auto& one : classes) {
            sum += one.toObject()["samples"].toInt();
            const double overlap = one.toObject()["head_overlap"].toDouble();
            QVERIFY(overlap >= 0 && overlap <= 1);
        }
        QCOMPARE(sum, both);
        QVERIFY(found["adjusted_rand"].toDouble() > 0 && found["adjusted_rand"].toDouble() < 1);
        QVERIFY(found.contains("seconds"));
    }

    void aClusteringAgreesWithItself() {
        QCOMPARE(compare({"cluster-1", "cluster-1"}).code, 0);
        const auto listed = test::engine({"list", m_project, "compare-clusters"});
        QVERIFY(listed.out.contains("adjusted rand 1"));
    }

    void serveAnswersTheSame() {
        const auto answers = test::engine(
            {"serve", m_project},
            "{\"ask\":\"compare_clusters\",\"clusters\":[\"cluster-1\",\"cluster-2\"]}\n");
        QCOMPARE(answers.events().size(), 1);
        QJsonObject answer = answers.events()[0], stored = result("compare-clusters-1");
        QVERIFY(answer["ok"].toBool());
        answer.remove("ok");
        stored.remove("seconds");
        QVERIFY(!stored.take("settings").toObject().isEmpty());
        QCOMPARE(answer, stored);
    }

    void otherNumbersOfClusteringsAreRefused_data() {
        QTest::addColumn<QStringList>("clusters");
        QTest::addColumn<QString>("says");
        QTest::newRow("one") << QStringList{"cluster-1"} << "two are compared";
        QTest::newRow("three") << QStringList{"cluster-1", "cluster-2", "cluster-1"}
                               << "two are compared";
        QTest::newRow("none") << QStringList{} << "--cluster";
        QTest::newRow("unknown") << QStringList{"cluster-1", "cluster-9"} << "cluster-9";
    }
    void otherNumbersOfClusteringsAreRefused() {
        QFETCH(QStringList, clusters);
        QFETCH(QString, says);
        const QString said = compare(clusters).refusedWith(2, says);
        QVERIFY2(said.isEmpty(), qPrintable(said));
    }

    void otherDataSetsAreRefused() {
        QCOMPARE(run({"import", "planted", "--name", "q", "--limit", "300"}).code, 0);
        QCOMPARE(
            run({"train", "--dataset", "q", "--epochs", "1", "--name", "other", "--threads", "1"})
                .code,
            0);
        QCOMPARE(run({"kernel", "--run", "other", "--name", "other", "--threads", "1"}).code, 0);
        QCOMPARE(run({"cluster", "--kernel", "other", "--name", "other", "--threads", "1"}).code,
                 0);
        const QString said = compare({"cluster-1", "other"}).refusedWith(2, "one data set");
        QVERIFY2(said.isEmpty(), qPrintable(said));
    }
};

QTEST_GUILESS_MAIN(TestCompareClusters)
#include "tst_compare_clusters.moc"
