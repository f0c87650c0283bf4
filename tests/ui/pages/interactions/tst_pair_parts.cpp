// SPDX-License-Identifier: GPL-3.0-or-later
// The engine's answer about a pair, and the block of logits it fills.
#include "tests/ui/engine/engine_script.h"
#include "ui/engine/serve_client.h"
#include "ui/pages/interactions/history_panel.h"
#include "ui/pages/interactions/logit_block.h"
#include "ui/pages/interactions/pair_history.h"
#include "ui/pages/interactions/pair_source.h"
#include "ui/pages/interactions/redundancy_picture.h"
#include "ui/theme/colour_maps.h"
#include "ui/widgets/message_card.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>

using namespace winnow::ui;

class TestPairParts : public QObject {
    Q_OBJECT

    static QJsonObject body() {
        return QJsonDocument::fromJson(R"({"samples":[4,9],"kappa":-2.5,"kappa_own":[5,10],
            "cosine":null,"relation":"weakly opposed",
            "layers":[{"layer":"conv1","kappa":1,"share":-0.4},{"layer":"out","kappa":-3.5}],
            "logit_block":[[1,-2],[0.5,4]]})")
            .object();
    }

    static QJsonObject historyBody() {
        return QJsonDocument::fromJson(R"({"samples":[4,9],"snapshots":[
            {"checkpoint":"epoch-5","epoch":5,"kappa":0,"kappa_own":[0,4],"cosine":null,
             "relation":"no gradient","losses":[2.5,1.5],"probabilities":[0.1,0.2]},
            {"checkpoint":"epoch-10","epoch":10,"kappa":6,"kappa_own":[16,9],"cosine":0.5,
             "relation":"weakly aligned","losses":[0.5,0.25],"probabilities":[0.6,0.8]}],
            "at_kernel":{"checkpoint":"best","epoch":7,"kappa":3,"kappa_own":[9,9],"cosine":0.3,
             "relation":"weakly aligned","losses":[1,1],"probabilities":[0.4,0.4]}})")
            .object();
    }

private Q_SLOTS:
    void readsAnAnswer() {
        const PairAnswer answer = pairAnswer(body());
        QCOMPARE(answer.first, 4);
        QCOMPARE(answer.second, 9);
        QCOMPARE(answer.kappa, -2.5);
        QCOMPARE(answer.secondOwn, 10.0);
        QVERIFY(std::isnan(answer.cosine));
        QCOMPARE(answer.layers.size(), 2U);
        QCOMPARE(answer.layers[1].name, "out");
        QCOMPARE(answer.classes, 2);
        QCOMPARE(answer.block, (std::vector<double>{1, -2, 0.5, 4}));
    }

    void aBlockThatIsNotSquareIsNone() {
        QJsonObject broken = body();
        broken["logit_block"] =
            QJsonDocument::fromJson("{\"b\":[[1,2],[3]]}").object()["b"].toArray();
        QCOMPARE(pairAnswer(broken).classes, 0);
        QCOMPARE(pairAnswer({}).first, -1);
    }

    void everyRelationIsExplained_data() {
        QTest::addColumn<QString>("relation");
        QTest::addColumn<QString>("says");
        QTest::newRow("interchangeable") << "interchangeable"
                                         << "0.60";
        QTest::newRow("contradictory") << "contradictory" << QString(QChar(0x2212)) + "0.60";
        QTest::newRow("unrelated") << "unrelated"
                                   << "0.10";
        QTest::newRow("weakly aligned") << "weakly aligned"
                                        << "0.10";
        QTest::newRow("weakly opposed") << "weakly opposed"
                                        << "0.60";
    }
    void everyRelationIsExplained() {
        QFETCH(QString, relation);
        QFETCH(QString, says);
        QVERIFY(relationText(relation).at(0).isUpper());
        QVERIFY(relationHelp(relation, 0.6, 0.1).contains(says));
    }

    void coloursFollowTheValues() {
        LogitBlock block;
        block.resize(100, 100);
        block.setBlock({4, -4, 0, 2}, 2, -1, -1, {"ant", "bee"});
        const QImage shown = block.grab().toImage();
        const auto at = [&](int row, int column) {
            return QColor(shown.pixel(block.cellRect(row, column).center().toPoint()));
        };
        const auto wanted = [](double value) {
            return mapColour(ColourMap::Diverging, value, -4, 4);
        };
        QCOMPARE(at(0, 0).name(), wanted(4).name());
        QCOMPARE(at(0, 1).name(), wanted(-4).name());
        QCOMPARE(at(1, 0).name(), wanted(0).name());
    }

    void keysTellEachValue() {
        LogitBlock block;
        block.setBlock({4, -4, 0, 2}, 2, 0, 1, {"ant", "bee"});
        QTest::keyClick(&block, Qt::Key_Right);
        QTest::keyClick(&block, Qt::Key_Right);
        QCOMPARE(block.valueInWords(), block.cellText(0, 1));
        QVERIFY(block.valueInWords().contains("bee of the second"));
        QTest::keyClick(&block, Qt::Key_Down);
        QCOMPARE(block.valueInWords(), block.cellText(1, 1));
    }

    void readsAHistory() {
        const PairHistory history = pairHistory(historyBody());
        QCOMPARE(history.first, 4);
        QCOMPARE(history.second, 9);
        QCOMPARE(history.snapshots.size(), 2U);
        QCOMPARE(history.snapshots[1].checkpoint, "epoch-10");
        QCOMPARE(history.snapshots[1].own, (std::array<double, 2>{16, 9}));
        QCOMPARE(history.snapshots[0].losses[1], 1.5);
        QVERIFY(std::isnan(history.snapshots[0].cosine));
        QCOMPARE(history.atKernel.epoch, 7);
    }

    void aHistoryIsDrawnOverItsEpochs() {
        const PairHistory history = pairHistory(historyBody());
        const LineChartData cosine = historyChart(history, HistoryValue::Cosine);
        QCOMPARE(cosine.yLow, std::optional(-1.0));
        QCOMPARE(cosine.series[0].points[1], QPointF(10, 0.5));
        const LineChartData kappa = historyChart(history, HistoryValue::Kappa);
        QCOMPARE(kappa.series.size(), 3);
        QCOMPARE(kappa.series[1].points[1], QPointF(10, 16));
        QCOMPARE(historyChart(history, HistoryValue::Loss).series[1].points[0], QPointF(5, 1.5));
        QVERIFY(historyChart({}, HistoryValue::Kappa).series.isEmpty());
    }

    void aHistoryThatFailsIsNoLongerComputed() {
        const winnow::test::EngineScript script(
            "while read line; do sleep 0.6; "
            "echo \"$line\" | sed 's/}/,\"ok\":false,\"error\":\"it is gone\"}/'; done");
        ServeClient client;
        client.setProject(script.folder());
        HistoryPanel panel(&client);
        KernelFacts facts;
        facts.id = QStringLiteral("kernel-1");
        facts.snapshots = 2;
        panel.setKernel(facts);
        panel.setPair(4, 9);
        panel.show();
        QTRY_VERIFY(panel.accessibleDescription().contains(QStringLiteral("computes")));
        const auto* message = panel.findChild<MessageCard*>();
        QTRY_COMPARE(message->sentence(), QStringLiteral("It is gone."));
        QVERIFY(panel.accessibleDescription().startsWith(QStringLiteral("#4 and #9")));
    }

    void gradientsLieInTheirPlane() {
        PairAnswer answer;
        answer.first = 4;
        answer.second = 9;
        answer.firstOwn = 25;
        answer.secondOwn = 4;
        answer.kappa = 6;  // cosine 0.6
        const auto plane = gradientPlane(answer);
        QVERIFY(plane.has_value());
        QCOMPARE(plane->i, 9);  // the shorter
        QCOMPARE(plane->lengthI, 2.0);
        QCOMPARE(plane->lengthJ, 5.0);
        QCOMPARE(plane->projection, 3.0);
        QCOMPARE(plane->tipOfJ(), QPointF(3, 4));
        QVERIFY(plane->redundant());
        answer.kappa = 4;
        QVERIFY(!gradientPlane(answer)->redundant());  // equal is not redundant
        answer.kappa = -10;
        QCOMPARE(gradientPlane(answer)->degrees(), 180.0);
        answer.secondOwn = 0;
        QVERIFY(!gradientPlane(answer).has_value());
    }

    void thePictureDrawsBothArrowsAndTheProjection() {
        RedundancyPicture picture;
        picture.resize(400, 240);
        picture.setPlane(GradientPlane{9, 4, 2, 5, 0.6, 3});
        const QImage shown = picture.grab().toImage();
        const auto at = [&](QPointF inPlane, QPoint shift = {}) {
            const QPoint pixel = picture.positionOf(inPlane, picture.size()).toPoint() + shift;
            return QColor(shown.pixel(pixel)).name();
        };
        QCOMPARE(at({1, 0}), theme().accent.name());
        QCOMPARE(at({2.5, 0}, {0, 8}), theme().classes[6].name());
        const QPointF foot = picture.positionOf({0, 0}, picture.size()),
                      under = picture.positionOf({3, 0}, picture.size()),
                      tip = picture.positionOf({3, 4}, picture.size());
        QCOMPARE(tip.x(), under.x());
        // One scale for both axes.
        QVERIFY(std::abs((foot.y() - tip.y()) / (under.x() - foot.x()) - 4.0 / 3) < 1e-9);
        QVERIFY(picture.rect().contains(tip.toPoint()));
        QVERIFY(picture.sentence().contains("1.50 times"));
        QVERIFY(picture.sentence().contains("#9 is redundant beside #4"));
        QVERIFY(picture.figureCsv().contains("4,j projected on i,3\n"));
    }

    void anyPlaneFitsThePicture_data() {
        QTest::addColumn<double>("cosine");
        QTest::addColumn<double>("lengthJ");
        for (const double cosine : {-1.0, -0.7, 0.0, 0.3, 0.999, 1.0})
            for (const double length : {1.0, 8.0})
                QTest::addRow("cosine %.3f, length %.0f", cosine, length) << cosine << length;
    }
    void anyPlaneFitsThePicture() {
        QFETCH(double, cosine);
        QFETCH(double, lengthJ);
        const GradientPlane plane{1, 2, 1, lengthJ, cosine, lengthJ * cosine};
        RedundancyPicture picture;
        picture.resize(picture.minimumSizeHint());
        picture.setPlane(plane);
        for (const QPointF point :
             {QPointF(0, 0), QPointF(1, 0), plane.tipOfJ(), QPointF(plane.projection, 0)})
            QVERIFY(picture.rect()
                        .adjusted(12, 12, -12, -12)
                        .contains(picture.positionOf(point, picture.size()).toPoint()));
    }

    void csvNamesRowsAndColumns() {
        LogitBlock block;
        block.setBlock({4, -4, 0, 2}, 2, 0, 1, {"ant", "a,b"});
        QCOMPARE(block.figureCsv(), "first \\ second,ant,\"a,b\"\nant,4,-4\n\"a,b\",0,2\n");
    }
};

QTEST_MAIN(TestPairParts)
#include "tst_pair_parts.moc"
