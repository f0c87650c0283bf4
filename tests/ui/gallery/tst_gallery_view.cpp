// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/session/sample_project.h"
#include "ui/gallery/gallery_view.h"
#include "ui/models/sample_model.h"
#include "ui/session/annotations.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/theme.h"

#include <QContextMenuEvent>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

using namespace winnow;
using namespace winnow::ui;

using Ids = std::vector<std::int64_t>;

class TestGalleryView : public QObject {
    Q_OBJECT

    test::SampleProject m_project;
    Session m_session;
    std::optional<SampleModel> m_model;
    std::optional<GalleryView> m_view;

    [[nodiscard]] QPoint at(int row) { return m_view->visualRect(m_model->index(row)).center(); }
    void click(int row, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, modifiers, at(row));
    }
    void drag(int from, int to, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QWidget* target = m_view->viewport();
        QTest::mousePress(target, Qt::LeftButton, modifiers, at(from));
        for (const QPoint& point : {(at(from) + at(to)) / 2, at(to)}) {
            QMouseEvent move(QEvent::MouseMove,
                             point,
                             target->mapToGlobal(point),
                             Qt::NoButton,
                             Qt::LeftButton,
                             modifiers);
            QCoreApplication::sendEvent(target, &move);
        }
        QTest::mouseRelease(target, Qt::LeftButton, modifiers, at(to));
    }
    [[nodiscard]] Ids selected() const { return m_session.selection()->samples().ids(); }
    [[nodiscard]] std::int64_t current() const { return m_session.selection()->current(); }

private Q_SLOTS:
    void initTestCase() {
        applyTheme(ThemeChoice::Light);
        QVERIFY(m_session.open(m_project.folder()));
    }
    void init() {
        m_session.filter()->restore({}, Filter::Mode::Dim);
        m_session.selection()->reset(200);
        m_session.undoStack()->clear();
        m_model.emplace(&m_session);
        m_view.emplace();
        m_view->setSampleModel(&*m_model);
        m_view->resize(960, 400);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(&*m_view));
        QCOMPARE(m_view->columns(), 10);
    }
    void cleanup() {
        m_view.reset();
        m_model.reset();
    }

    void clicksSelectAsInAFileManager() {
        click(3);
        QCOMPARE(selected(), Ids{3});
        QCOMPARE(current(), std::int64_t{3});
        click(6, Qt::ShiftModifier);
        QCOMPARE(selected(), (Ids{3, 4, 5, 6}));
        click(5, Qt::ControlModifier);
        click(12, Qt::ControlModifier);
        QCOMPARE(selected(), (Ids{3, 4, 6, 12}));
        click(14, Qt::ShiftModifier | Qt::ControlModifier);
        QCOMPARE(selected(), (Ids{3, 4, 6, 12, 13, 14}));
        m_session.undoStack()->undo();
        QCOMPARE(selected(), (Ids{3, 4, 6, 12}));
        QTest::keyClick(&*m_view, Qt::Key_Escape);
        QVERIFY(selected().empty());
    }

    void theBandTakesWhatItTouches() {
        drag(1, 12);
        QCOMPARE(selected(), (Ids{1, 2, 11, 12}));
        QCOMPARE(m_session.undoStack()->count(), 1);
        drag(5, 6, Qt::ShiftModifier);
        QCOMPARE(selected(), (Ids{1, 2, 5, 6, 11, 12}));
        drag(2, 12, Qt::ControlModifier);
        QCOMPARE(selected(), (Ids{1, 5, 6, 11}));
        QCOMPARE(m_session.undoStack()->count(), 3);
    }

    void idsFollowTheOrder() {
        m_model->sortBy("id", Qt::DescendingOrder);
        click(0);
        click(2, Qt::ShiftModifier);
        QCOMPARE(selected(), (Ids{197, 198, 199}));
    }

    void allMeansAllThatMatch() {
        m_session.filter()->set(Condition::ofClasses({1}));
        QTest::keyClick(&*m_view, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(m_session.selection()->count(), std::int64_t{50});
        QVERIFY(!m_session.selection()->contains(0));
    }

    void arrowsMove_data() {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("key");
        QTest::addColumn<int>("to");
        QTest::addRow("right") << 9 << int(Qt::Key_Right) << 10;
        QTest::addRow("left at the start") << 0 << int(Qt::Key_Left) << 0;
        QTest::addRow("down") << 5 << int(Qt::Key_Down) << 15;
        QTest::addRow("up at the top") << 5 << int(Qt::Key_Up) << 5;
        QTest::addRow("down at the bottom") << 195 << int(Qt::Key_Down) << 195;
        QTest::addRow("home") << 77 << int(Qt::Key_Home) << 0;
        QTest::addRow("end") << 77 << int(Qt::Key_End) << 199;
        QTest::addRow("page down") << 1 << int(Qt::Key_PageDown) << 31;
        QTest::addRow("page up near the top") << 12 << int(Qt::Key_PageUp) << 2;
    }
    void arrowsMove() {
        QFETCH(int, from);
        QFETCH(int, key);
        QFETCH(int, to);
        m_session.selection()->setCurrent(from);
        QTest::keyClick(&*m_view, static_cast<Qt::Key>(key));
        QCOMPARE(current(), std::int64_t{to});
        QVERIFY(m_view->viewport()->rect().contains(m_view->visualRect(m_model->index(to))));
    }

    void shiftAndArrowsStretchTheSelection() {
        click(3);
        m_session.undoStack()->clear();
        QTest::keyClick(&*m_view, Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(&*m_view, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(selected(), (Ids{3, 4, 5}));
        QTest::keyClick(&*m_view, Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(selected(), (Ids{3, 4}));
        QCOMPARE(m_session.undoStack()->count(), 1);
        QTest::keyClick(&*m_view, Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(selected(), (Ids{3, 4}));
        QCOMPARE(current(), std::int64_t{5});
        QTest::keyClick(&*m_view, Qt::Key_Space);
        QCOMPARE(selected(), (Ids{3, 4, 5}));
    }

    void keysAndClicksAreHandedOn() {
        const QSignalSpy typed(&*m_view, &GalleryView::keyTyped);
        const QSignalSpy opened(&*m_view, &GalleryView::opened);
        QTest::keyClick(&*m_view, Qt::Key_B);
        QCOMPARE(typed.count(), 1);
        QCOMPARE(typed.front().front().toString(), QString("b"));
        QTest::keyClick(&*m_view, Qt::Key_B, Qt::ControlModifier);
        QCOMPARE(typed.count(), 1);
        QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, at(7));
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.front().front().value<std::int64_t>(), std::int64_t{7});
        click(8);
        QTest::keyClick(&*m_view, Qt::Key_Return);
        QCOMPARE(opened.back().front().value<std::int64_t>(), std::int64_t{8});
    }

    void theMenuSpeaksAboutTheSelection() {
        const QSignalSpy asked(&*m_view, &GalleryView::contextMenuAsked);
        click(2);
        click(3, Qt::ShiftModifier);
        const auto menuAt = [this](int row) {
            QContextMenuEvent event(QContextMenuEvent::Mouse, at(row), {});
            QCoreApplication::sendEvent(m_view->viewport(), &event);
        };
        menuAt(3);
        QCOMPARE(selected(), (Ids{2, 3}));
        menuAt(9);
        QCOMPARE(selected(), Ids{9});
        QCOMPARE(asked.count(), 2);
    }

    void whatIsUndoneComesIntoView() {
        m_session.annotations()->exclude(SampleSet::of(200, Ids{150}));
        m_view->verticalScrollBar()->setValue(0);
        m_session.undoStack()->undo();
        QVERIFY(m_view->viewport()->rect().contains(m_view->visualRect(m_model->index(150))));
    }

    void paintsEachTileWhereItIsFound() {
        const QImage shot = m_view->viewport()->grab().toImage();
        for (const int row : {0, 9, 25})
            QCOMPARE(shot.pixelColor(at(row) - QPoint(0, 15)).red(), row);
        m_view->setTileSize(TileSize::XL);
        QCOMPARE(m_view->columns(), 5);
        const QImage larger = m_view->viewport()->grab().toImage();
        QCOMPARE(larger.pixelColor(at(4) - QPoint(0, 40)).red(), 4);
    }

    void hidingLeavesTheCurrentInView() {
        m_session.selection()->setCurrent(197);
        m_session.filter()->set(Condition::ofClasses({1}));
        m_session.filter()->setMode(Filter::Mode::Hide);
        QCOMPARE(m_model->rowCount(), 50);
        QVERIFY(m_view->viewport()->rect().contains(m_view->visualRect(m_model->index(49))));
    }
};

QTEST_MAIN(TestGalleryView)
#include "tst_gallery_view.moc"
