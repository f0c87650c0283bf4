// SPDX-License-Identifier: GPL-3.0-or-later
// The map as drawn: pixels read back, real mouse and key events. Needs OpenGL (xvfb-run).
#include "ui/scene/map_view.h"

#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <cmath>

using namespace winnow::ui;

namespace {

/// Ten samples on a circle, one of each class; ids 100, 101, ... An eleventh far away of class 0.
struct Circle {
    std::vector<std::int64_t> samples, classes;
    std::vector<float> coordinates;

    Circle() {
        for (int i = 0; i < 10; ++i) {
            samples.push_back(100 + i);
            classes.push_back(i);
            const float angle = 0.6283185F * static_cast<float>(i);
            coordinates.insert(coordinates.end(), {std::cos(angle), std::sin(angle), 0});
        }
    }
};

}  // namespace

class TestMapView : public QObject {
    Q_OBJECT
    std::unique_ptr<MapView> m_view;

    QPoint at(std::int64_t sample) const { return m_view->positionOf(sample).toPoint(); }
    QColor colourAt(std::int64_t sample, const Theme* theme = nullptr) {
        return m_view->image(theme).pixelColor(at(sample));
    }
    static bool close(const QColor& a, const QColor& b) {
        return std::abs(a.red() - b.red()) <= 2 && std::abs(a.green() - b.green()) <= 2 &&
               std::abs(a.blue() - b.blue()) <= 2;
    }
    static QString names(const QColor& a, const QColor& b) { return a.name() + " " + b.name(); }
    void wheel(QPoint where, int delta) {
        QWheelEvent event(where,
                          m_view->mapToGlobal(where),
                          {},
                          {0, delta},
                          Qt::NoButton,
                          Qt::NoModifier,
                          Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(m_view.get(), &event);
    }
    void drag(const QList<QPoint>& path,
              Qt::MouseButton button = Qt::LeftButton,
              Qt::KeyboardModifiers keys = {}) {
        QTest::mousePress(m_view.get(), button, keys, path.first());
        for (const QPoint& point : path) QTest::mouseMove(m_view.get(), point);
        QTest::mouseRelease(m_view.get(), button, keys, path.last());
    }

private Q_SLOTS:
    void init() {
        const Circle circle;
        m_view = std::make_unique<MapView>();
        m_view->resize(480, 400);
        m_view->setPoints(circle.samples, circle.coordinates, 3, circle.classes);
        m_view->setClassSlots(ClassSlots(10));
        m_view->setMatches(SampleSet(200, true), Filter::Mode::Dim);
        m_view->setSelected(SampleSet(200));
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        QTRY_VERIFY(m_view->isDrawn());
        QTest::mouseMove(m_view.get(), {2, 2});
    }
    void cleanup() { m_view.reset(); }

    void marksHaveTheColoursOfTheirClasses_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void marksHaveTheColoursOfTheirClasses() {
        QFETCH(bool, dark);
        const Theme& theme = dark ? darkTheme() : lightTheme();
        const QImage image = m_view->image(&theme);
        QVERIFY(close(image.pixelColor(240, 20), theme.well));
        for (int c = 0; c < 10; ++c) {
            const QColor seen = image.pixelColor(at(100 + c));
            // The ring's middle is empty.
            const QColor expected =
                c == 9 ? theme.well : theme.classes[static_cast<std::size_t>(c)];
            QVERIFY2(close(seen, expected), qPrintable(names(seen, expected)));
        }
        const QColor rim = image.pixelColor(at(109) + QPoint(3, 0));
        QVERIFY2(!close(rim, theme.well), qPrintable(rim.name()));
    }

    void samplesThatDoNotMatchAreGreyOrGone() {
        SampleSet matches(200, true);
        matches.erase(103);
        m_view->setMatches(matches, Filter::Mode::Dim);
        QVERIFY(close(colourAt(103), theme().edge));
        QVERIFY(close(colourAt(104), theme().classes[4]));
        m_view->setMatches(matches, Filter::Mode::Hide);
        QVERIFY(close(colourAt(103), theme().well));
        QCOMPARE(m_view->sampleAt(at(103)), -1);
        QCOMPARE(m_view->sampleAt(at(104)), 104);
    }

    void selectedSamplesHaveARing() {
        const auto beside = [&] { return m_view->image().pixelColor(at(101) + QPoint(0, 5)); };
        QVERIFY(close(beside(), theme().well));
        m_view->setSelected(SampleSet::of(200, std::vector<std::int64_t>{101}));
        QVERIFY2(close(beside(), theme().accent), qPrintable(beside().name()));
        QVERIFY(close(colourAt(101), theme().classes[1]));
    }

    void veryManySamplesHaveSmallMarksWithRings() {
        constexpr std::int64_t kMany = 21000;
        Circle circle;
        for (std::int64_t id = 110; id < 110 + kMany; ++id) {
            circle.samples.push_back(id);
            circle.classes.push_back(0);
            circle.coordinates.insert(circle.coordinates.end(), {0, 0, 0});
        }
        m_view->setPoints(circle.samples, circle.coordinates, 3, circle.classes);
        m_view->setMatches(SampleSet(200 + kMany, true), Filter::Mode::Dim);
        const auto seen = [&](const QColor& colour) {
            const QImage image = m_view->image();
            int count = 0;
            for (int dy = -4; dy <= 4; ++dy)
                for (int dx = -4; dx <= 4; ++dx)
                    count += close(image.pixelColor(at(101) + QPoint(dx, dy)), colour) ? 1 : 0;
            return count;
        };
        QCOMPARE(seen(theme().accent), 0);
        QCOMPARE(seen(theme().classes[1]), 9);
        m_view->setSelected(SampleSet::of(200 + kMany, std::vector<std::int64_t>{101}));
        QCOMPARE(seen(theme().classes[1]), 9);
        QCOMPARE(seen(theme().accent), 16);
    }

    void theFirstFrameIsAsAllOthers() {
        const Circle circle;
        MapView view;
        view.resize(480, 400);
        view.setPoints(circle.samples, circle.coordinates, 3, circle.classes);
        view.setClassSlots(ClassSlots(10));
        view.setMatches(SampleSet(200, true), Filter::Mode::Dim);
        view.setSelected(SampleSet(200, true));
        QCOMPARE(view.image(), view.image());
    }

    void clicksPickWithTheKeysOfAFileManager() {
        QSignalSpy spy(m_view.get(), &MapView::clicked);
        QSignalSpy away(m_view.get(), &MapView::clickedAway);
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, at(102));
        QTest::mouseClick(m_view.get(), Qt::LeftButton, Qt::ControlModifier, at(105));
        QTest::mouseClick(m_view.get(), Qt::LeftButton, Qt::ShiftModifier, at(106) + QPoint(3, 2));
        QTest::mouseClick(m_view.get(), Qt::LeftButton, {}, {240, 200});
        QCOMPARE(spy.size(), 3);
        QCOMPARE(spy[0][0].toLongLong(), 102);
        QCOMPARE(spy[0][1].value<Combine>(), Combine::Replace);
        QCOMPARE(spy[1][1].value<Combine>(), Combine::Toggle);
        QCOMPARE(spy[2][0].toLongLong(), 106);
        QCOMPARE(spy[2][1].value<Combine>(), Combine::Add);
        QCOMPARE(away.size(), 1);
    }

    void thePointerTellsWhatIsUnderIt() {
        QSignalSpy spy(m_view.get(), &MapView::hovered);
        QTest::mouseMove(m_view.get(), at(107));
        QTRY_COMPARE(spy.size(), 1);
        QCOMPARE(spy[0][0].toLongLong(), 107);
        QTest::mouseMove(m_view.get(), {240, 200});
        QTRY_COMPARE(spy.size(), 2);
        QCOMPARE(spy[1][0].toLongLong(), -1);
    }

    void aLassoHoldsWhatItGoesAround() {
        QSignalSpy spy(m_view.get(), &MapView::enclosed);
        m_view->setTool(MapView::Tool::Lasso);
        const QPoint centre = at(100);
        const QList<QPoint> around{centre + QPoint(-15, -15),
                                   centre + QPoint(15, -15),
                                   centre + QPoint(15, 15),
                                   centre + QPoint(-15, 15),
                                   centre + QPoint(-15, -10)};
        drag(around);
        drag(around, Qt::LeftButton, Qt::ShiftModifier);
        drag(around, Qt::LeftButton, Qt::ControlModifier);
        QCOMPARE(spy.size(), 3);
        const std::vector<std::int64_t> expected{100};
        QCOMPARE(spy[0][0].value<std::vector<std::int64_t>>(), expected);
        QCOMPARE(spy[0][1].value<Combine>(), Combine::Replace);
        QCOMPARE(spy[1][1].value<Combine>(), Combine::Add);
        QCOMPARE(spy[2][1].value<Combine>(), Combine::Subtract);
    }

    void aRectangleHoldsAllAndHiddenOnesNever() {
        QSignalSpy spy(m_view.get(), &MapView::enclosed);
        m_view->setTool(MapView::Tool::Rectangle);
        drag({{5, 5}, {200, 200}, {475, 395}});
        SampleSet matches(200);
        matches.insert(108);
        m_view->setMatches(matches, Filter::Mode::Hide);
        drag({{475, 5}, {200, 200}, {5, 395}});
        QCOMPARE(spy.size(), 2);
        QCOMPARE(spy[0][0].value<std::vector<std::int64_t>>().size(), 10);
        const std::vector<std::int64_t> expected{108};
        QCOMPARE(spy[1][0].value<std::vector<std::int64_t>>(), expected);
    }

    void draggingTurnsAndMovesAndTheWheelZoomsAtThePointer() {
        const QPointF start = m_view->positionOf(102);
        drag({{240, 200}, {260, 200}, {300, 200}}, Qt::RightButton);
        QVERIFY(QLineF(m_view->positionOf(102), start + QPointF(60, 0)).length() < 1.5);
        m_view->fit();
        QCOMPARE(m_view->positionOf(102), start);

        wheel(start.toPoint(), 240);
        QVERIFY(QLineF(m_view->positionOf(102), start).length() < 1.5);
        QVERIFY(QLineF(m_view->positionOf(103), m_view->positionOf(102)).length() > 0);
        QTest::keyClick(m_view.get(), Qt::Key_Home);
        QCOMPARE(m_view->positionOf(102), start);

        drag({{240, 200}, {260, 200}, {300, 200}});
        QVERIFY(QLineF(m_view->positionOf(102), start).length() > 3);
        QTest::keyClick(m_view.get(), Qt::Key_0);
        const QPointF right = m_view->positionOf(100);
        QTest::keyClick(m_view.get(), Qt::Key_Right);
        QVERIFY(m_view->positionOf(100).x() < right.x());
    }

    void escapeLetsGoOfALasso() {
        QSignalSpy spy(m_view.get(), &MapView::enclosed);
        QTest::keyClick(m_view.get(), Qt::Key_L);
        QCOMPARE(m_view->tool(), MapView::Tool::Lasso);
        QTest::mousePress(m_view.get(), Qt::LeftButton, {}, {20, 20});
        QTest::mouseMove(m_view.get(), {200, 200});
        QTest::keyClick(m_view.get(), Qt::Key_Escape);
        QTest::mouseRelease(m_view.get(), Qt::LeftButton, {}, {200, 200});
        QCOMPARE(m_view->tool(), MapView::Tool::Turn);
        QVERIFY(spy.isEmpty());
    }

    void theTableHoldsWhatIsShown() {
        SampleSet matches(200);
        matches.insert(104);
        m_view->setMatches(matches, Filter::Mode::Hide);
        const QList<QByteArray> lines = m_view->csv().split('\n');
        QCOMPARE(lines[0], QByteArray("sample,class,x,y,z,matches,selected"));
        QCOMPARE(lines.size(), 3);
        QVERIFY2(lines[1].startsWith("104,4,-0.80901"), lines[1].constData());
        QVERIFY2(lines[1].endsWith(",1,0"), lines[1].constData());
    }

    void sixtyThousandSamplesAreDrawnAndAnEmptyMapIsCalm() {
        std::vector<std::int64_t> samples(60000), classes(60000);
        std::vector<float> coordinates(120000);
        for (std::size_t i = 0; i < samples.size(); ++i) {
            samples[i] = static_cast<std::int64_t>(i);
            classes[i] = static_cast<std::int64_t>(i % 10);
            coordinates[2 * i] = static_cast<float>(i % 245);
            coordinates[2 * i + 1] = static_cast<float>(i / 245);
        }
        m_view->setPoints(samples, coordinates, 2, classes);
        m_view->setMatches(SampleSet(60000, true), Filter::Mode::Dim);
        QVERIFY(!close(m_view->image().pixelColor(240, 200), theme().well));
        m_view->setPoints({}, {}, 3, {});
        QVERIFY(close(m_view->image().pixelColor(240, 200), theme().well));
        QCOMPARE(m_view->sampleAt({240, 200}), -1);
    }
};

QTEST_MAIN(TestMapView)
#include "tst_map_view.moc"
