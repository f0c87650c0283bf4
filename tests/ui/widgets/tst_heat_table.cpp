// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/colour_maps.h"
#include "ui/widgets/heat_table.h"

#include <QPainter>
#include <QSignalSpy>
#include <QTest>

using namespace winnow::ui;

namespace {

HeatCell cellOf(double value, const QString& text) {
    HeatCell cell;
    cell.shown = true;
    cell.value = value;
    cell.text = text;
    cell.toolTip = text + QStringLiteral("\nwhole");
    return cell;
}

/// Two by two, the lower left corner blank.
HeatTableData triangle() {
    HeatTableData data;
    data.rows = {QStringLiteral("16"), QStringLiteral("4")};
    data.columns = {QStringLiteral("4"), QStringLiteral("1")};
    data.cells = {cellOf(0.9, QStringLiteral("a")),
                  cellOf(0.1, QStringLiteral("b")),
                  HeatCell(),
                  cellOf(std::numeric_limits<double>::quiet_NaN(), QStringLiteral("c"))};
    data.lowText = QStringLiteral("0");
    data.highText = QStringLiteral("1");
    data.csv = QStringLiteral("x\n1\n");
    return data;
}

QImage painted(const HeatTable& table) {
    QImage image(table.size(), QImage::Format_RGB32);
    image.fill(lightTheme().surface);
    QPainter painter(&image);
    table.paintFigure(painter, table.size(), lightTheme());
    return image;
}

}  // namespace

class TestHeatTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(ThemeChoice::Light); }

    void init() {
        m_table = std::make_unique<HeatTable>();
        m_table->resize(300, 200);
        m_table->setData(triangle());
    }

    void aClickChoosesAShownCell() {
        QSignalSpy chosen(m_table.get(), &HeatTable::cellChosen);
        const auto click = [&](int row, int column) {
            QTest::mouseClick(m_table.get(),
                              Qt::LeftButton,
                              {},
                              m_table->cellRect(row, column).center().toPoint());
        };
        click(0, 1);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first(), (QVariantList{0, 1}));
        QCOMPARE(m_table->chosen(), std::optional(QPoint(1, 0)));
        QCOMPARE(m_table->valueInWords(), QStringLiteral("b, whole"));
        click(1, 0);  // blank
        QCOMPARE(chosen.size(), 1);
    }

    void arrowsWalkOverShownCells() {
        QSignalSpy chosen(m_table.get(), &HeatTable::cellChosen);
        QTest::keyClick(m_table.get(), Qt::Key_Right);
        QCOMPARE(m_table->chosen(), std::optional(QPoint(0, 0)));
        QTest::keyClick(m_table.get(), Qt::Key_Down);  // blank below, nothing behind it
        QCOMPARE(m_table->chosen(), std::optional(QPoint(0, 0)));
        QTest::keyClick(m_table.get(), Qt::Key_Right);
        QTest::keyClick(m_table.get(), Qt::Key_Down);
        QCOMPARE(m_table->chosen(), std::optional(QPoint(1, 1)));
        QTest::keyClick(m_table.get(), Qt::Key_Left);  // blank
        QCOMPARE(m_table->chosen(), std::optional(QPoint(1, 1)));
        QCOMPARE(chosen.size(), 3);
    }

    void colourFollowsTheValue() {
        const QImage image = painted(*m_table);
        const auto corner = [&](int row, int column) {
            return image.pixelColor(
                (m_table->cellRect(row, column).topLeft() + QPointF(6, 6)).toPoint());
        };
        QCOMPARE(corner(0, 0), mapColour(ColourMap::Sequential, 0.9, 0, 1, lightTheme()));
        QCOMPARE(corner(0, 1), mapColour(ColourMap::Sequential, 0.1, 0, 1, lightTheme()));
        QCOMPARE(corner(1, 1), lightTheme().surface);  // not defined: no colour
    }

    void newDataKeepTheChosenCellWhileItIsShown() {
        m_table->setChosen(0, 1);
        m_table->setData(triangle());
        QCOMPARE(m_table->chosen(), std::optional(QPoint(1, 0)));
        HeatTableData smaller = triangle();
        smaller.rows.removeLast();
        smaller.columns.removeLast();
        smaller.cells = {cellOf(1, QStringLiteral("a"))};
        m_table->setData(smaller);
        QVERIFY(!m_table->chosen());
        m_table->setData({});
        QVERIFY(!m_table->grab().isNull());
    }

private:
    std::unique_ptr<HeatTable> m_table;
};

QTEST_MAIN(TestHeatTable)
#include "tst_heat_table.moc"
