// SPDX-License-Identifier: GPL-3.0-or-later
// The matrix as drawn: pixels read back, real mouse and key events. Needs OpenGL (xvfb-run).
#include "ui/scene/matrix_view.h"
#include "ui/theme/colour_maps.h"

#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <cmath>
#include <numeric>

using namespace winnow::ui;

namespace {

/// value(i,j): +1 where both positions are of one class, -0.5 where the classes are 0 and 1, else
/// 0.
class BlockSource : public MatrixSource {
public:
    BlockSource(std::int64_t samples, std::int64_t classes)
        : MatrixSource(orderOf(samples, classes)) {}
    std::vector<TileKey> made;

protected:
    void make(const TileKey& key) override {
        made.push_back(key);
        const TileMembers rows = tileMembers(size(), key.level, key.row, 4);
        const TileMembers columns = tileMembers(size(), key.level, key.column, 4);
        MatrixTile tile{rows.cells, columns.cells, {}, rows.sampled || columns.sampled};
        for (std::int64_t r = 0; r < rows.cells; ++r)
            for (std::int64_t c = 0; c < columns.cells; ++c)
                tile.values.push_back(
                    value(rows.positions[static_cast<std::size_t>(r * rows.members)],
                          columns.positions[static_cast<std::size_t>(c * columns.members)]));
        QMetaObject::invokeMethod(
            this, [this, tile] { finish(tile); }, Qt::QueuedConnection);
    }

private:
    static MatrixOrder orderOf(std::int64_t samples, std::int64_t classes) {
        std::vector<std::int64_t> ids(static_cast<std::size_t>(samples)), labels;
        std::iota(ids.begin(), ids.end(), 0);
        for (const std::int64_t id : ids) labels.push_back(id % classes);
        return matrixOrder(ids, labels);
    }
    float value(std::int64_t row, std::int64_t column) const {
        const auto a = order().classAt(row), b = order().classAt(column);
        return a == b ? 1.0F : a + b == 1 ? -0.5F : 0.0F;
    }
};

}  // namespace

class TestMatrixView : public QObject {
    Q_OBJECT
    std::unique_ptr<BlockSource> m_source;
    std::unique_ptr<MatrixView> m_view;

    QPoint at(std::int64_t row, std::int64_t column) const {
        return m_view->positionOf(row, column).toPoint();
    }
    static bool close(const QColor& a, const QColor& b) {
        return std::abs(a.red() - b.red()) <= 2 && std::abs(a.green() - b.green()) <= 2 &&
               std::abs(a.blue() - b.blue()) <= 2;
    }
    void open(std::int64_t samples, std::int64_t classes) {
        m_source = std::make_unique<BlockSource>(samples, classes);
        m_view = std::make_unique<MatrixView>();
        m_view->resize(460, 420);
        m_view->setLimit(1);
        m_view->setValueName("Cosine", 2);
        QStringList names;
        for (int c = 0; c < classes; ++c) names << QString("Class %1").arg(c);
        m_view->setClasses(names, ClassSlots(static_cast<int>(classes)));
        m_view->setSource(m_source.get());
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        QTest::mouseMove(m_view.get(), {1, 1});
        // The last tile of the finest level asked for has come.
        QTRY_VERIFY(m_view->cellAt(at(samples * 49 / 50, samples * 49 / 50)).value.has_value());
        QTRY_COMPARE(m_view->cellAt(at(samples * 49 / 50, 0)).value->level,
                     m_view->frame().level());
        QTRY_COMPARE(m_view->cellAt(at(0, 0)).value->level, m_view->frame().level());
    }
    void wheel(QPoint where, int steps) {
        QWheelEvent event(where,
                          m_view->mapToGlobal(where),
                          {},
                          {0, 120 * steps},
                          Qt::NoButton,
                          Qt::NoModifier,
                          Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(m_view.get(), &event);
    }

private Q_SLOTS:
    void cleanup() {
        m_view.reset();
        m_source.reset();
    }

    void cellsHaveTheColoursOfTheirValues_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void cellsHaveTheColoursOfTheirValues() {
        QFETCH(bool, dark);
        open(200, 4);
        const Theme& theme = dark ? darkTheme() : lightTheme();
        const QImage image = m_view->image(&theme);
        const auto expect = [&](std::int64_t row, std::int64_t column, double value) {
            const QColor seen = image.pixelColor(at(row, column));
            const QColor expected = mapColour(ColourMap::Diverging, value, -1, 1, theme);
            QVERIFY2(close(seen, expected), qPrintable(seen.name() + " " + expected.name()));
        };
        expect(25, 25, 1);
        expect(25, 75, -0.5);
        expect(75, 25, -0.5);
        expect(175, 25, 0);
        expect(199, 199, 1);
        QVERIFY(close(image.pixelColor(3, 3), theme.surface));
    }

    void bandsAndLinesShowTheClasses() {
        open(200, 4);
        const QImage image = m_view->image();
        for (int c = 0; c < 4; ++c) {
            const QPoint middle = at(50 * c + 25, 50 * c + 25);
            const QColor colour = theme().classes[static_cast<std::size_t>(c)];
            const QRectF plot = m_view->frame().plot();
            QVERIFY(close(image.pixelColor(middle.x(), static_cast<int>(plot.top()) - 5), colour));
            QVERIFY(close(image.pixelColor(static_cast<int>(plot.left()) - 5, middle.y()), colour));
        }
        const QPointF border = (m_view->positionOf(49, 49) + m_view->positionOf(50, 50)) / 2;
        QVERIFY(
            close(image.pixelColor(static_cast<int>(border.x()), at(25, 25).y()), theme().surface));
    }

    void clickPicksThePairUnderThePointer() {
        open(200, 4);
        QSignalSpy spy(m_view.get(), &MatrixView::picked);
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, at(60, 10));
        QCOMPARE(spy.size(), 1);
        QCOMPARE(spy[0][0].toLongLong(), m_source->order().samples[60]);
        QCOMPARE(spy[0][1].toLongLong(), m_source->order().samples[10]);
    }

    void thePointerTellsBothSamplesAndTheValue() {
        open(200, 4);
        QSignalSpy spy(m_view.get(), &MatrixView::hovered);
        QTest::mouseMove(m_view.get(), at(60, 10));
        QTRY_COMPARE(spy.size(), 1);
        const auto cell = spy[0][0].value<MatrixCell>();
        QCOMPARE(cell.row, 60);
        QCOMPARE(cell.columnSample, m_source->order().samples[10]);
        QCOMPARE(cell.value->value, -0.5F);
        QCOMPARE(cell.value->level, 0);
        QTest::mouseMove(m_view.get(), {1, 1});
        QTRY_COMPARE(spy.size(), 2);
        QCOMPARE(spy[1][0].value<MatrixCell>().row, -1);
    }

    void keysMoveTheCrossHairAndPick() {
        open(200, 4);
        QSignalSpy picked(m_view.get(), &MatrixView::picked);
        QSignalSpy hovered(m_view.get(), &MatrixView::hovered);
        QTest::mouseMove(m_view.get(), at(60, 10));
        QTRY_COMPARE(hovered.size(), 1);
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QTest::keyClick(m_view.get(), Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        QCOMPARE(picked.size(), 1);
        QCOMPARE(picked[0][0].toLongLong(), m_source->order().samples[70]);
        QCOMPARE(picked[0][1].toLongLong(), m_source->order().samples[11]);
        QTest::keyClick(m_view.get(), Qt::Key_Escape);
        QCOMPARE(hovered.last()[0].value<MatrixCell>().row, -1);
    }

    void zoomedOutACellIsTheMeanOfItsBlockAndSaysSo() {
        open(60000, 10);
        QVERIFY(m_view->frame().level() >= 6);
        QVERIFY2(m_view->cellText().contains("mean of"), qPrintable(m_view->cellText()));
        QVERIFY2(m_view->cellText().contains("sample"), qPrintable(m_view->cellText()));
        const QColor seen = m_view->image().pixelColor(at(3000, 3000));
        QVERIFY(close(seen, mapColour(ColourMap::Diverging, 1, -1, 1)));
        QVERIFY(m_source->made.size() < 30);
    }

    void theWheelZoomsToSingleValuesAndDraggingMovesThem() {
        open(60000, 10);
        QSignalSpy text(m_view.get(), &MatrixView::cellTextChanged);
        const QPoint centre = m_view->frame().plot().center().toPoint();
        const auto before = m_view->cellAt(centre).row;
        wheel(centre, 40);
        QCOMPARE(m_view->frame().level(), 0);
        QCOMPARE(text.last()[0].toString(), QString("1 cell = 1 pair"));
        const auto zoomed = m_view->cellAt(centre).row;
        QVERIFY(std::abs(zoomed - before) <= 256);

        const double scale = m_view->frame().scale();
        QSignalSpy picked(m_view.get(), &MatrixView::picked);
        QTest::mousePress(m_view.get(), Qt::LeftButton, {}, centre);
        QTest::mouseMove(m_view.get(), centre + QPoint(20, 40));
        QTest::mouseMove(m_view.get(), centre + QPoint(32, 96));
        QTest::mouseRelease(m_view.get(), Qt::LeftButton, {}, centre + QPoint(32, 96));
        QVERIFY(picked.isEmpty());
        const auto moved = m_view->cellAt(centre);
        QVERIFY(std::abs(static_cast<double>(zoomed - moved.row) - 96 / scale) <= 1);
        QTRY_COMPARE(m_view->cellAt(centre).value->level, 0);

        QTest::keyClick(m_view.get(), Qt::Key_1);
        QCOMPARE(m_view->frame().scale(), 1.0);
        QTest::keyClick(m_view.get(), Qt::Key_0);
        QVERIFY(m_view->frame().isFit());
    }

    void theTableHoldsTheCellsSeen() {
        open(200, 4);
        const QList<QByteArray> lines = m_view->csv().trimmed().split('\n');
        QCOMPARE(lines.size(), 201);
        QVERIFY(lines[0].startsWith("sample,0,4,8,"));
        QVERIFY2(lines[51].startsWith("1,-0.5,-0.5"), lines[51].left(40).constData());
    }

    void coloursEndAtTheUsualSizeUnlessSaid() {
        open(200, 4);
        QSignalSpy spy(m_view.get(), &MatrixView::limitChanged);
        m_view->setLimit(0);
        QCOMPARE(m_view->limit(), 1.0);
        m_view->setLimit(0.25);
        QCOMPARE(spy.size(), 1);
        QVERIFY(close(m_view->image().pixelColor(at(25, 75)),
                      mapColour(ColourMap::Diverging, -0.25, -0.25, 0.25)));
    }

    void aSourceThatGoesLeavesAnEmptyView() {
        open(200, 4);
        m_source.reset();
        QCOMPARE(m_view->cellAt(at(10, 10)).row, -1);
        QVERIFY(close(m_view->image().pixelColor(230, 200), theme().surface));
    }
};

QTEST_MAIN(TestMatrixView)
#include "tst_matrix_view.moc"
