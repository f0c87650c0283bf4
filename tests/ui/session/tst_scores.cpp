// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/session/sample_project.h"
#include "ui/session/scores.h"
#include "ui/session/session.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace winnow;
using namespace winnow::ui;

class TestScores : public QObject {
    Q_OBJECT

    test::SampleProject m_project;
    Session m_session;

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_session.open(m_project.folder())); }

    void valuesAreTheFiles_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<int>("id");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* key, int id, double value, const char* text) {
            QTest::addRow("%s of %d", key, id) << key << id << value << QString::fromUtf8(text);
        };
        row("id", 199, 199, "199");
        row("class", 6, 2, "2");
        row("forgetting", 8, 3, "3");
        row("first_learned", 8, 3, "3");  // epoch index 2, counted from 1
        row("first_learned", 9, NAN, "–");
        row("right_epochs", 8, 4, "4");  // epochs 2 to 5
        row("right_epochs", 9, 0, "0");
        row("difficulty", 50, 150, "150.00");
        row("loss", 0, 0.5 * 1000, "500.000");
        row("margin", 1, -0.5 * 1001, "−500.50");
        row("own", 77, 4, "4.00");
        row("cluster_size", 3, 13, "13");
        row("cluster_size", 100, NAN, "–");
        row("selection_score", 100, 0.5, "0.500");
    }
    void valuesAreTheFiles() {
        QFETCH(QString, key);
        QFETCH(int, id);
        QFETCH(double, value);
        QFETCH(QString, text);
        const double found = m_session.scores()->value(key, id);
        QVERIFY2(found == value || (std::isnan(found) && std::isnan(value)),
                 qPrintable(QString::number(found)));
        QCOMPARE(m_session.scores()->text(key, id), text);
    }

    void everyScoreSaysWhatItIs() {
        for (const ScoreInfo& info : m_session.scores()->list()) {
            QVERIFY2(!info.title.isEmpty() && !info.help.isEmpty(), qPrintable(info.key));
            QCOMPARE(m_session.scores()->column(info.key).size(), std::size_t{200});
        }
        QCOMPARE(m_session.scores()->list().front().key, QString("id"));
        QCOMPARE(m_session.scores()->range("forgetting"), (std::pair<double, double>{0, 4}));
    }

    void whatIsNotThereIsNotOffered() {
        QCOMPARE(m_session.scores()->info("grand"), nullptr);
        QVERIFY(m_session.scores()->column("grand").empty());
        QVERIFY(std::isnan(m_session.scores()->value("id", 200)));

        const test::SampleProject bare(20, false);
        Session session;
        const QSignalSpy changed(session.scores(), &Scores::changed);
        QVERIFY(session.open(bare.folder()));
        QVERIFY(changed.count() > 0);
        QCOMPARE(session.scores()->list().size(), std::size_t{2});
    }
};

QTEST_MAIN(TestScores)
#include "tst_scores.moc"
