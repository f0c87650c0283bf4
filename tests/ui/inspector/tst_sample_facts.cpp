// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/session/sample_project.h"
#include "ui/engine/locate.h"
#include "ui/inspector/made_by.h"
#include "ui/inspector/sample_facts.h"
#include "ui/inspector/selection_facts.h"
#include "ui/session/annotations.h"
#include "ui/session/scores.h"
#include "ui/session/session.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace winnow;
using namespace winnow::ui;

class TestSampleFacts : public QObject {
    Q_OBJECT

    test::SampleProject m_project;
    Session m_session;

    static const KeyValue* row(const QList<KeyValue>& rows, const QString& key) {
        const auto it = std::ranges::find(rows, key, &KeyValue::key);
        return it == rows.end() ? nullptr : &*it;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_session.open(m_project.folder())); }

    void ranksWithinTheOwnClass_data() {
        QTest::addColumn<QString>("score");
        QTest::addColumn<qint64>("id");
        QTest::addColumn<double>("rank");
        // Difficulty is N - i: of the 50 samples of a class the first is the hardest.
        QTest::newRow("hardest") << "difficulty" << qint64{0} << 1.0;
        QTest::newRow("easiest") << "difficulty" << qint64{199} << 0.0;
        QTest::newRow("third easiest") << "difficulty" << qint64{191} << 2.0 / 49;
        // All values are the same: in the middle.
        QTest::newRow("ties") << "own" << qint64{7} << 0.5;
    }
    void ranksWithinTheOwnClass() {
        QFETCH(QString, score);
        QFETCH(qint64, id);
        QFETCH(double, rank);
        const auto found = rankInClass(m_session, score, id);
        QVERIFY(found.has_value());
        QVERIFY2(std::abs(*found - rank) < 1e-12, qPrintable(QString::number(*found)));
    }
    void hasNoRankWithoutAValue() {
        QVERIFY(!rankInClass(m_session, "first_learned", 9));  // never learned
        QVERIFY(!rankInClass(m_session, "no such score", 9));
    }

    void everyScoreSaysWhatItMeans() {
        const auto rows = scoreRows(m_session, 12);
        QVERIFY(row(rows, "Difficulty"));
        QCOMPARE(row(rows, "Difficulty")->value, QString("188.00 nats"));
        QCOMPARE(row(rows, "Forgotten")->value, QString("2 ×"));
        for (const KeyValue& each : rows) {
            QVERIFY2(each.toolTip.contains("Made by "), qPrintable(each.key));
            QVERIFY2(each.toolTip.contains("In this data set: "), qPrintable(each.key));
            QVERIFY2(each.toolTip.count('\n') >= 3, qPrintable(each.key));
        }
    }

    void predictionNamesLabelAndWinner() {
        // Sample 10: class cat, predicted dog; the label got probability 0.
        const auto wrong = predictionRows(m_session, 10, {});
        QCOMPARE(wrong.size(), 2);
        QCOMPARE(wrong[0].key, QString("dog"));
        QVERIFY(!wrong[0].bar);
        QCOMPARE(wrong[1].key, QString("cat"));
        QCOMPARE(wrong[1].value, QString("0.00"));
        const auto right = predictionRows(m_session, 14, {});
        QCOMPARE(right.size(), 1);
        QCOMPARE(right[0].value, QString("0.40"));
    }
    void predictionShowsTheThreeHighest() {
        const std::vector<double> probabilities{0.1, 0.6, 0.05, 0.25};
        const auto rows = predictionRows(m_session, 14, probabilities);
        QCOMPARE(rows.size(), 3);
        QCOMPARE(rows[0].key, QString("bee"));
        QCOMPARE(rows[1].value, QString("0.25"));
        QCOMPARE(rows[2].key, QString("ant"));
    }

    void linksToTwinAndCluster() {
        const auto redundant = linkRows(m_session, 12);
        QCOMPARE(redundant.size(), 3);
        QCOMPARE(redundant[0].text.key, QString("Redundant with"));
        QCOMPARE(redundant[0].sample, 13);
        // Similarity is i; members of cluster 4 below 100 are 4, 12, .., 92.
        QCOMPARE(redundant[1].text.value, QString("4, place 11 of 12"));
        QCOMPARE(redundant[2].text.value, QString("Kept"));
        const auto other = linkRows(m_session, 151);
        QCOMPARE(other.size(), 2);  // in no cluster
        QCOMPARE(other[0].text.key, QString("Most alike"));
    }

    void summaryCountsBySet() {
        const SampleSet samples = SampleSet::of(200, std::vector<std::int64_t>{0, 4, 8, 1, 2});
        const auto classes = classRows(m_session, samples);
        QCOMPARE(classes.size(), 3);
        QCOMPARE(classes[0].key, QString("ant"));
        QCOMPARE(classes[0].value, QString("3"));
        QCOMPARE(*classes[0].bar, 0.6);
        const auto rows = summaryRows(m_session, samples);
        QCOMPARE(row(rows, "Redundant")->value, QString("1"));        // 0
        QCOMPARE(row(rows, "Predicted wrong")->value, QString("1"));  // 0
        // Events 0, 4, 3, 1, 2.
        QCOMPARE(row(rows, "Forgetting events")->value, QString("2.0 ± 1.4"));
    }

    void agreesWithTheEngineOnForgetting() {
        QTemporaryDir folder;
        const QString project = folder.filePath("planted.winnow");
        for (const QStringList& arguments :
             {QStringList{"import", project, "planted", "--name", "p", "--limit", "300"},
              QStringList{"train", project, "--dataset", "p", "--epochs", "6", "--threads", "1"}}) {
            QProcess process;
            process.setProcessChannelMode(QProcess::MergedChannels);
            process.start(locateEngine().program, arguments);
            QVERIFY(process.waitForFinished(120000));
            QVERIFY2(process.exitCode() == 0, process.readAll().constData());
        }
        Session session;
        QVERIFY(session.open(project));
        std::int64_t events = 0;
        for (std::int64_t id = 0; id < session.sampleCount(); ++id) {
            const auto epochs = forgettingEpochs(session.run(), id);
            QCOMPARE(std::ssize(epochs), session.run().forgetting[id]);
            events += std::ssize(epochs);
        }
        QVERIFY(events > 0);
        QVERIFY(provenanceText(session).contains("lenet5, w* (epoch "));
        QVERIFY(provenanceText(session).contains("run-1"));
        QVERIFY(provenanceText(session).contains("seed 1"));
    }
};

QTEST_MAIN(TestSampleFacts)
#include "tst_sample_facts.moc"
