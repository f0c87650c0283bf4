// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"
#include "ui/widgets/histogram_bar.h"

#include <QSignalSpy>
#include <QTest>

using namespace winnow::ui;

class TestHistogramBar : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(ThemeChoice::Light); }

    void init() {
        m_bar = std::make_unique<HistogramBar>();
        m_bar->resize(100, 40);
        m_bar->setBins({10, 20, 30, 20, 10}, {}, 0, 5);
    }

    void clickAndDragChooseBins() {
        QSignalSpy changed(m_bar.get(), &HistogramBar::chosenChanged);
        QTest::mouseClick(m_bar.get(), Qt::LeftButton, {}, QPoint(30, 20));
        QCOMPARE(m_bar->chosenBins(), std::optional(qMakePair(1, 1)));
        QTest::mouseClick(m_bar.get(), Qt::LeftButton, Qt::ShiftModifier, QPoint(90, 20));
        QCOMPARE(m_bar->chosenBins(), std::optional(qMakePair(1, 4)));
        QTest::mousePress(m_bar.get(), Qt::LeftButton, {}, QPoint(90, 20));
        // QTest::mouseMove has no buttons on the offscreen platform.
        QMouseEvent move(QEvent::MouseMove,
                         QPointF(50, 20),
                         m_bar->mapToGlobal(QPointF(50, 20)),
                         Qt::NoButton,
                         Qt::LeftButton,
                         {});
        QCoreApplication::sendEvent(m_bar.get(), &move);
        QTest::mouseRelease(m_bar.get(), Qt::LeftButton, {}, QPoint(50, 20));
        QCOMPARE(m_bar->chosenBins(), std::optional(qMakePair(2, 4)));
        QCOMPARE(changed.size(), 4);
    }

    void keysChooseExtendAndClear() {
        QTest::keyClick(m_bar.get(), Qt::Key_Right);
        QCOMPARE(m_bar->chosenBins(), std::optional(qMakePair(0, 0)));
        QTest::keyClick(m_bar.get(), Qt::Key_Right);
        QTest::keyClick(m_bar.get(), Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(m_bar->chosenBins(), std::optional(qMakePair(1, 2)));
        QVERIFY(m_bar->valueInWords().contains(QStringLiteral("50")));
        QTest::keyClick(m_bar.get(), Qt::Key_End);
        QCOMPARE(m_bar->chosenBins(), std::optional(qMakePair(4, 4)));
        QTest::keyClick(m_bar.get(), Qt::Key_Escape);
        QVERIFY(!m_bar->chosenBins());
    }

    void edgesShareTheRange() { QCOMPARE(m_bar->binEdges(2), qMakePair(2.0, 3.0)); }

    void emptyIsHarmless() {
        m_bar->setBins({}, {}, 0, 1);
        QTest::mouseClick(m_bar.get(), Qt::LeftButton);
        QTest::keyClick(m_bar.get(), Qt::Key_Right);
        m_bar->setChosenBins(qMakePair(0, 3));
        QVERIFY(!m_bar->chosenBins());
        QVERIFY(!m_bar->grab().isNull());
    }

    void matchingPartIsAccent() {
        m_bar->setBins({10, 10}, {10, 5}, 0, 1);
        const QImage image = m_bar->grab().toImage();
        QCOMPARE(image.pixelColor(25, 10), theme().accent);
        QCOMPARE(image.pixelColor(75, 10), theme().edge);
        QCOMPARE(image.pixelColor(75, 30), theme().accent);
    }

private:
    std::unique_ptr<HistogramBar> m_bar;
};

QTEST_MAIN(TestHistogramBar)
#include "tst_histogram_bar.moc"
