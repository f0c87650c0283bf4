// SPDX-License-Identifier: GPL-3.0-or-later
// The engine's answer about a pair, and the block of logits it fills.
#include "ui/pages/interactions/logit_block.h"
#include "ui/pages/interactions/pair_source.h"
#include "ui/theme/colour_maps.h"

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

    void csvNamesRowsAndColumns() {
        LogitBlock block;
        block.setBlock({4, -4, 0, 2}, 2, 0, 1, {"ant", "a,b"});
        QCOMPARE(block.figureCsv(), "first \\ second,ant,\"a,b\"\nant,4,-4\n\"a,b\",0,2\n");
    }
};

QTEST_MAIN(TestPairParts)
#include "tst_pair_parts.moc"
