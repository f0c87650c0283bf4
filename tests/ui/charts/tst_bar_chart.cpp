// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/bar_chart.h"

#include <QSignalSpy>
#include <QTest>

using namespace winnow::ui;

namespace {

BarChartData events(bool logarithmic) {
    BarChartData data;
    data.x = {QStringLiteral("Forgetting events"), {}, 0};
    data.y = {QStringLiteral("Samples"), {}, 0};
    data.logarithmic = logarithmic;
    for (const double count : {10000.0, 1000.0, 100.0, 10.0, 1.0, 0.0})
        data.bars << Bar{.label = QString::number(data.bars.size()), .value = count};
    return data;
}

}  // namespace

class TestBarChart : public QObject {
    Q_OBJECT

private:
    static void click(BarChart& chart, int bar, Qt::KeyboardModifiers modifiers = {}) {
        const QRectF rect = chart.barRect(bar);
        QTest::mouseClick(&chart,
                          Qt::LeftButton,
                          modifiers,
                          QPointF(rect.center().x(), rect.bottom() - 1).toPoint());
    }

private Q_SLOTS:
    void init() {
        applyTheme(ThemeChoice::Light);
        m_chart = std::make_unique<BarChart>();
        m_chart->resize(420, 240);
        m_chart->setData(events(true));
    }

    void logarithmicHeightsFallEvenly() {
        QList<double> heights;
        for (int i = 0; i < 4; ++i) heights << m_chart->barRect(i).height();
        const double step = heights[0] - heights[1];
        QVERIFY(step > 20);
        for (int i = 1; i < 3; ++i) QVERIFY(std::abs(heights[i] - heights[i + 1] - step) < 1e-6);
        QVERIFY(m_chart->barRect(4).height() >= 2);
        QCOMPARE(m_chart->barRect(5).height(), 0.0);
    }

    void linearHeightsAreProportional() {
        m_chart->setData(events(false));
        QVERIFY(std::abs(m_chart->barRect(0).height() / m_chart->barRect(1).height() - 10) < 1e-6);
    }

    void barsOfAGroupStandTogether() {
        BarChartData pairs;
        pairs.y = {QStringLiteral("Share"), {}, 2};
        pairs.together = {QStringLiteral("start"), QStringLiteral("now")};
        for (int i = 0; i < 6; ++i)
            pairs.bars << Bar{.label = QStringLiteral("group %1").arg(i / 2), .value = 1};
        m_chart->setData(pairs);
        const auto gapAfter = [this](int bar) {
            return m_chart->barRect(bar + 1).left() - m_chart->barRect(bar).right();
        };
        QVERIFY(gapAfter(0) < gapAfter(1) / 3);
        for (int bar = 0; bar < 6; ++bar) {
            click(*m_chart, bar);
            QCOMPARE(m_chart->chosen(), QSet<int>{bar});
        }
        QVERIFY(m_chart->barText(3).contains("now"));
        QVERIFY(m_chart->figureCsv().startsWith(",Share,start/now\ngroup 0,1,start\n"));
    }

    void choosesAsInAFileManager() {
        QSignalSpy changed(m_chart.get(), &BarChart::chosenChanged);
        click(*m_chart, 1);
        QCOMPARE(m_chart->chosen(), QSet<int>({1}));
        click(*m_chart, 3, Qt::ShiftModifier);
        QCOMPARE(m_chart->chosen(), QSet<int>({1, 2, 3}));
        click(*m_chart, 2, Qt::ControlModifier);
        QCOMPARE(m_chart->chosen(), QSet<int>({1, 3}));
        click(*m_chart, 5, Qt::ControlModifier);
        QCOMPARE(m_chart->chosen(), QSet<int>({1, 3, 5}));
        QTest::keyClick(m_chart.get(), Qt::Key_Escape);
        QVERIFY(m_chart->chosen().isEmpty());
        QCOMPARE(changed.size(), 5);
    }

    void keysWalkChooseAndActivate() {
        QSignalSpy activated(m_chart.get(), &BarChart::barActivated);
        QTest::keyClick(m_chart.get(), Qt::Key_End);
        QTest::keyClick(m_chart.get(), Qt::Key_Left);
        QTest::keyClick(m_chart.get(), Qt::Key_Space);
        QCOMPARE(m_chart->chosen(), QSet<int>({4}));
        QTest::keyClick(m_chart.get(), Qt::Key_Return);
        QCOMPARE(activated.first().first().toInt(), 4);
        QVERIFY(
            m_chart->valueInWords().startsWith(QStringLiteral("Forgetting events 4, Samples 1")));
    }

    void fewerBarsDropWhatWasChosen() {
        m_chart->setChosen({0, 5});
        BarChartData data = events(true);
        data.bars.resize(2);
        m_chart->setData(data);
        QCOMPARE(m_chart->chosen(), QSet<int>({0}));
        m_chart->setData({});
        QTest::keyClick(m_chart.get(), Qt::Key_Right);
        QTest::mouseClick(m_chart.get(), Qt::LeftButton);
        QVERIFY(!m_chart->grab().isNull());
    }

    void partIsPaintedInItsColour() {
        BarChartData data;
        data.y = {QStringLiteral("Images"), {}, 0};
        data.partName = QStringLiteral("matching");
        data.bars = {Bar{.label = QStringLiteral("Shirt"),
                         .value = 6000,
                         .part = 3000,
                         .colour = DataColour::slot(6),
                         .slot = 6}};
        m_chart->setData(data);
        const QImage image = m_chart->grab().toImage();
        const QRectF rect = m_chart->barRect(0);
        const int x = static_cast<int>(rect.left() + 6);
        QCOMPARE(image.pixelColor(x, static_cast<int>(rect.bottom() - 10)), theme().classes.at(6));
        QCOMPARE(image.pixelColor(x, static_cast<int>(rect.top() + 10)), theme().line);
        QCOMPARE(m_chart->figureCsv(), QStringLiteral(",Images,matching\nShirt,6000,3000\n"));
    }

    void sixHundredBarsAreSeen() {
        BarChartData data = events(true);
        data.bars.clear();
        for (int i = 0; i < 600; ++i)
            data.bars << Bar{.label = QString::number(i + 1), .value = i < 9 ? 500.0 : 1.0};
        m_chart->setData(data);
        const QImage image = m_chart->grab().toImage();
        const QRectF rect = m_chart->barRect(500);
        QVERIFY(image.pixelColor(rect.center().toPoint()) != theme().bg);
        click(*m_chart, 599);
        QCOMPARE(m_chart->chosen().size(), 1);
    }

private:
    std::unique_ptr<BarChart> m_chart;
};

QTEST_MAIN(TestBarChart)
#include "tst_bar_chart.moc"
