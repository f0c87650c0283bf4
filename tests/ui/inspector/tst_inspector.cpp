// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/session/sample_project.h"
#include "ui/inspector/image_view.h"
#include "ui/inspector/inspector.h"
#include "ui/inspector/loss_trace.h"
#include "ui/inspector/sample_card.h"
#include "ui/inspector/selection_card.h"
#include "ui/inspector/tag_editor.h"
#include "ui/session/annotations.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"
#include "ui/theme/theme.h"
#include "ui/widgets/chip.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QMouseEvent>
#include <QTest>
#include <QToolButton>
#include <QUndoStack>

#include <memory>

using namespace winnow;
using namespace winnow::ui;

class TestInspector : public QObject {
    Q_OBJECT

    std::unique_ptr<test::SampleProject> m_project;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Inspector> m_inspector;

    void look(std::int64_t id) {
        m_session->selection()->setCurrent(id);
        QCoreApplication::processEvents();
        (void)m_inspector->grab();  // lays out what has changed
    }
    static void clickRow(KeyValueList* list, int row) {
        const int height = list->sizeHint().height() / static_cast<int>(list->rows().size());
        QTest::mouseClick(list, Qt::LeftButton, {}, {list->width() / 2, row * height + height / 2});
    }
    [[nodiscard]] SampleCard* card() const { return m_inspector->sampleCard(); }

private Q_SLOTS:
    void initTestCase() { applyTheme(ThemeChoice::Light); }
    void init() {
        m_project = std::make_unique<test::SampleProject>();
        m_session = std::make_unique<Session>();
        QVERIFY(m_session->open(m_project->folder()));
        m_inspector = std::make_unique<Inspector>(PageContext{m_session.get(), nullptr, nullptr});
        m_inspector->resize(280, 900);
        m_inspector->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_inspector.get()));
    }
    void cleanup() {
        m_inspector.reset();
        m_session.reset();
    }

    void showsTheCurrentSample() {
        look(12);
        QVERIFY(card()->isVisible());
        QCOMPARE(card()->links()->rows()[0].value, QString("#13"));
        look(13);
        QCOMPARE(card()->links()->rows()[0].value, QString("#14"));
    }

    void drawsTheImageAtAWholeMultiple() {
        look(100);
        // 8 pixels a side in 248.
        QCOMPARE(card()->imageView()->multiple(), 31);
        const QImage seen = card()->imageView()->grab().toImage();
        QCOMPARE(seen.pixelColor(seen.rect().center()), QColor(100, 100, 100));
    }

    void tagsByTyping() {
        look(5);
        QTest::mouseClick(card()->tagEditor()->addButton(), Qt::LeftButton);
        QTest::keyClicks(card()->tagEditor()->field(), "odd one");
        QTest::keyClick(card()->tagEditor()->field(), Qt::Key_Return);
        QCOMPARE(m_session->annotations()->tagsOf(5), QStringList{"odd one"});
        QTRY_COMPARE(card()->tagEditor()->chips().size(), 1);
        QTest::keyClick(card()->tagEditor()->chips()[0], Qt::Key_Delete);
        QVERIFY(m_session->annotations()->tagsOf(5).isEmpty());
        m_session->undoStack()->undo();
        QTRY_COMPARE(card()->tagEditor()->chips().size(), 1);
    }
    void changesATagAsOneStep() {
        m_session->annotations()->tag(SampleSet::of(200, std::vector<std::int64_t>{5, 6}), "od");
        look(5);
        const int steps = m_session->undoStack()->count();
        QTest::mouseClick(card()->tagEditor()->chips()[0], Qt::LeftButton, {}, QPoint(8, 8));
        QCOMPARE(card()->tagEditor()->field()->text(), QString("od"));
        QTest::keyClicks(card()->tagEditor()->field(), "odd");
        QTest::keyClick(card()->tagEditor()->field(), Qt::Key_Return);
        QCOMPARE(m_session->annotations()->tagsOf(5), QStringList{"odd"});
        QCOMPARE(m_session->annotations()->tagsOf(6), QStringList{"od"});
        QCOMPARE(m_session->undoStack()->count(), steps + 1);
    }
    void escapeLeavesTheTagField() {
        look(5);
        QTest::mouseClick(card()->tagEditor()->addButton(), Qt::LeftButton);
        QTest::keyClicks(card()->tagEditor()->field(), "x");
        QTest::keyClick(card()->tagEditor()->field(), Qt::Key_Escape);
        QVERIFY(!card()->tagEditor()->field()->isVisible());
        QVERIFY(m_session->annotations()->tags().isEmpty());
    }

    void excludesAndRestores() {
        look(5);
        QTest::mouseClick(card()->excludeButton(), Qt::LeftButton);
        QVERIFY(m_session->annotations()->isExcluded(5));
        QTRY_COMPARE(card()->excludeButton()->text(), QString("Restore"));
        QTest::mouseClick(card()->excludeButton(), Qt::LeftButton);
        QVERIFY(!m_session->annotations()->isExcluded(5));
    }

    void leadsToTwinAndCluster() {
        look(12);
        QSignalSpy pages(m_inspector.get(), &Inspector::pageRequested);
        clickRow(card()->links(), 1);
        QCOMPARE(pages.takeFirst()[0].value<PageId>(), PageId::Clusters);
        QCOMPARE(m_session->selection()->current(), 12);
        card()->links()->setFocus();
        QTest::keyClick(card()->links(), Qt::Key_Up);
        QTest::keyClick(card()->links(), Qt::Key_Return);
        QCOMPARE(pages.takeFirst()[0].value<PageId>(), PageId::Interactions);
        QCOMPARE(m_session->selection()->current(), 13);
    }

    void traceTellsAnEpoch() {
        look(12);
        LossTrace* trace = card()->lossTrace();
        QCOMPARE(trace->data().loss.size(), test::SampleProject::kEpochs);
        // loss[e, i] = (e N + i) / 2
        QCOMPARE(trace->data().loss[2], 206.0);
        const QPointF at = trace->pointOf(2);
        QMouseEvent move(QEvent::MouseMove,
                         at,
                         trace->mapToGlobal(at),
                         Qt::NoButton,
                         Qt::NoButton,
                         Qt::NoModifier);
        QApplication::sendEvent(trace, &move);
        QCOMPARE(trace->currentEpoch(), 2);
        QTest::keyClick(trace, Qt::Key_End);
        QCOMPARE(trace->currentEpoch(), 5);
        QVERIFY(trace->epochText(5).startsWith("Epoch 6: loss 506.000 nats, right"));
        QCOMPARE(trace->figureCsv().count('\n'), 7);
    }

    void copiesValues() {
        look(12);
        QTest::mouseClick(m_inspector->copyButton(), Qt::LeftButton);
        const QString text = QApplication::clipboard()->text();
        QVERIFY2(text.contains("Difficulty\t188.00 nats\n"), qPrintable(text));
        QVERIFY(text.contains("Sample\t12\n"));
    }

    void sumsUpSeveral() {
        look(4);
        m_session->selection()->select(SampleSet::of(200, std::vector<std::int64_t>{0, 4, 5}));
        QTRY_VERIFY(m_inspector->showsSeveral());
        QCOMPARE(m_inspector->selectionCard()->classes()->rows()[0].value, QString("2"));
        QTest::mouseClick(m_inspector->selectionCard()->excludeButton(), Qt::LeftButton);
        QCOMPARE(m_session->annotations()->excluded().count(), 3);
        QTest::mouseClick(m_inspector->selectionCard()->tagEditor()->addButton(), Qt::LeftButton);
        QTest::keyClicks(m_inspector->selectionCard()->tagEditor()->field(), "t");
        QTest::keyClick(m_inspector->selectionCard()->tagEditor()->field(), Qt::Key_Return);
        QCOMPARE(m_session->annotations()->tagged("t").count(), 3);
        m_session->selection()->select(std::int64_t{7});
        m_session->selection()->setCurrent(7);
        QTRY_VERIFY(!m_inspector->showsSeveral());
    }

    void showsNothingWithoutASample() {
        m_session->selection()->setCurrent(-1);
        QTRY_VERIFY(!card()->isVisible());
        QVERIFY(!m_inspector->copyButton()->isEnabled());
        m_session->close();
        QTRY_VERIFY(!m_inspector->showsSeveral());
    }

    void scrollsInsteadOfCuttingOff() {
        look(12);
        m_inspector->resize(280, 400);
        QCoreApplication::processEvents();
        QVERIFY(card()->height() > 400);
        QVERIFY(card()->width() >= card()->minimumSizeHint().width());
        QCOMPARE(card()->scores()->width(), card()->links()->width());
    }
};

QTEST_MAIN(TestInspector)
#include "tst_inspector.moc"
