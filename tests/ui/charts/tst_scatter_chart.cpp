// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/scatter_chart.h"

#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace winnow::ui;

Q_DECLARE_METATYPE(winnow::ui::SelectMode)

class TestScatterChart : public QObject {
    Q_OBJECT

private:
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers) {
        QTest::mousePress(m_chart.get(), Qt::LeftButton, modifiers, from);
        QTest::mouseMove(m_chart.get(), (from + to) / 2);
        QTest::mouseMove(m_chart.get(), to);
        QTest::mouseRelease(m_chart.get(), Qt::LeftButton, modifiers, to);
    }

private Q_SLOTS:
    void init() {
        applyTheme(ThemeChoice::Light);
        m_chart = std::make_unique<ScatterChart>();
        m_chart->resize(420, 300);
        ScatterData data;
        data.points = {{0, 0}, {10, 10}, {5, std::nan("")}, {10, 0}};
        data.classSlots = {0, 6, 1, -1};
        data.x = {QStringLiteral("Difficulty"), QStringLiteral("nats"), 1};
        data.y = {QStringLiteral("Diagonal"), {}, 1};
        m_chart->setData(data);
        m_chart->show();
    }

    void rectanglesSelect_data() {
        QTest::addColumn<int>("modifiers");
        QTest::addColumn<int>("mode");
        QTest::newRow("replace") << int(Qt::NoModifier) << int(SelectMode::Replace);
        QTest::newRow("add") << int(Qt::ShiftModifier) << int(SelectMode::Add);
        QTest::newRow("subtract") << int(Qt::ControlModifier) << int(SelectMode::Subtract);
    }
    void rectanglesSelect() {
        QFETCH(int, modifiers);
        QFETCH(int, mode);
        QSignalSpy selected(m_chart.get(), &ScatterChart::pointsSelected);
        const QPoint corner = m_chart->positionOf(1).toPoint();
        const QPoint other = m_chart->positionOf(3).toPoint();
        drag(corner - QPoint(20, 10), other + QPoint(5, 10), Qt::KeyboardModifiers(modifiers));
        QCOMPARE(selected.size(), 1);
        QCOMPARE(selected.first().at(0).value<QList<int>>(), QList<int>({1, 3}));
        QCOMPARE(int(selected.first().at(1).value<SelectMode>()), mode);
    }

    void clickSelectsTheNearestOrNothing() {
        QSignalSpy selected(m_chart.get(), &ScatterChart::pointsSelected);
        QTest::mouseClick(
            m_chart.get(), Qt::LeftButton, {}, m_chart->positionOf(1).toPoint() + QPoint(-3, 2));
        QCOMPARE(selected.takeFirst().at(0).value<QList<int>>(), QList<int>({1}));
        QTest::mouseClick(m_chart.get(), Qt::LeftButton, {}, QPoint(200, 60));
        QVERIFY(selected.takeFirst().at(0).value<QList<int>>().isEmpty());
    }

    void keysWalkByX() {
        QSignalSpy activated(m_chart.get(), &ScatterChart::pointActivated);
        QTest::keyClick(m_chart.get(), Qt::Key_Home);
        QTest::keyClick(m_chart.get(), Qt::Key_Return);
        QTest::keyClick(m_chart.get(), Qt::Key_End);
        QTest::keyClick(m_chart.get(), Qt::Key_Return);
        QCOMPARE(activated.size(), 2);
        QCOMPARE(activated[0].first().toInt(), 0);
        QCOMPARE(activated[1].first().toInt(), 3);
    }

    void marksHaveTheirClassColour() {
        const QImage image = m_chart->grab().toImage();
        QCOMPARE(image.pixelColor(m_chart->positionOf(0).toPoint()), theme().classes.at(0));
        QCOMPARE(image.pixelColor(m_chart->positionOf(1).toPoint()), theme().classes.at(6));
        QCOMPARE(image.pixelColor(m_chart->positionOf(3).toPoint()), theme().edge);
        m_chart->setSelected({1, 2, 77});
        QVERIFY(m_chart->valueInWords().contains(QStringLiteral("1 selected")));
    }

    void manyPointsAreAllReachable() {
        ScatterData data;
        for (int i = 0; i < 60000; ++i) data.points << QPointF(i % 251, (i * 7919) % 241);
        m_chart->setData(data);
        QVERIFY(!m_chart->grab().isNull());
        QCOMPARE(m_chart->pointsIn(QRectF(0, 0, 10000, 10000)).size(), 60000);
    }

    void csvHoldsEveryPoint() {
        m_chart->setPointName([](int i) { return QStringLiteral("train #%1").arg(i); });
        QCOMPARE(m_chart->figureCsv(),
                 QStringLiteral("sample,\"Difficulty, nats\",Diagonal\ntrain #0,0,0\ntrain "
                                "#1,10,10\ntrain #2,5,nan\ntrain #3,10,0\n"));
    }

    void emptyIsHarmless() {
        m_chart->setData({});
        QTest::keyClick(m_chart.get(), Qt::Key_Right);
        QTest::mouseClick(m_chart.get(), Qt::LeftButton);
        QVERIFY(!m_chart->grab().isNull());
    }

private:
    std::unique_ptr<ScatterChart> m_chart;
};

QTEST_MAIN(TestScatterChart)
#include "tst_scatter_chart.moc"
