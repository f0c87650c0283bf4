// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/numbers.h"
#include "ui/theme/theme.h"
#include "ui/widgets/labelled_slider.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>

#include <cmath>

using namespace winnow::ui;

class TestLabelledSlider : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(ThemeChoice::Light); }

    void init() {
        m_slider = std::make_unique<LabelledSlider>(QStringLiteral("Keep"), 0.0, 1.0, 3);
        m_slider->resize(300, 60);
        m_slider->setValue(0.5);
        m_slider->show();
        QVERIFY(QTest::qWaitForWindowActive(m_slider.get()));
    }

    void keysMoveByShares_data() {
        QTest::addColumn<int>("key");
        QTest::addColumn<double>("value");
        QTest::newRow("Right") << int(Qt::Key_Right) << 0.51;
        QTest::newRow("Left") << int(Qt::Key_Left) << 0.49;
        QTest::newRow("Page Up") << int(Qt::Key_PageUp) << 0.6;
        QTest::newRow("Home") << int(Qt::Key_Home) << 0.0;
        QTest::newRow("End") << int(Qt::Key_End) << 1.0;
    }
    void keysMoveByShares() {
        QFETCH(int, key);
        QFETCH(double, value);
        QSignalSpy committed(m_slider.get(), &LabelledSlider::valueCommitted);
        QTest::keyClick(bar(), static_cast<Qt::Key>(key));
        QVERIFY(std::abs(m_slider->value() - value) < 1e-9);
        QCOMPARE(committed.size(), 1);
    }

    void typedEntryCounts_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<double>("value");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("inside") << "0.869" << 0.869 << true;
        QTest::newRow("comma") << "0,25" << 0.25 << true;
        QTest::newRow("outside") << "1.2" << 0.5 << false;
        QTest::newRow("no number") << "half" << 0.5 << false;
    }
    void typedEntryCounts() {
        QFETCH(QString, typed);
        QFETCH(bool, accepted);
        QTest::mouseDClick(bar(), Qt::LeftButton);
        auto* field = m_slider->findChild<QLineEdit*>();
        QVERIFY(field->isVisible());
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field, typed);
        QTest::keyClick(field, Qt::Key_Return);
        QTEST(m_slider->value(), "value");
        QCOMPARE(field->isVisible(), !accepted);
        QCOMPARE(field->property("state").toString() == u"invalid", !accepted);
    }

    void escapeLeavesTheField() {
        QTest::keyClick(bar(), Qt::Key_F2);
        auto* field = m_slider->findChild<QLineEdit*>();
        QVERIFY(field->isVisible());
        QTest::keyClicks(field, QStringLiteral("0.9"));
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!field->isVisible());
        QCOMPARE(m_slider->value(), 0.5);
    }

    void typedValueIsNotRoundedToSteps() {
        m_slider->setValue(0.123456);
        QCOMPARE(m_slider->value(), 0.123456);
        m_slider->setValue(7);
        QCOMPARE(m_slider->value(), 1.0);
        m_slider->setValue(std::nan(""));
        QCOMPARE(m_slider->value(), 1.0);
    }

    void stopsAreTheOnlyValues() {
        QSignalSpy changed(m_slider.get(), &LabelledSlider::valueChanged);
        m_slider->setStops({0, 78, 335, 1500, 12000});
        QCOMPARE(m_slider->value(), 0.0);
        QCOMPARE(changed.size(), 1);
        QTest::keyClick(bar(), Qt::Key_Right);
        QCOMPARE(m_slider->value(), 78.0);
        QTest::keyClick(bar(), Qt::Key_PageUp);
        QCOMPARE(m_slider->value(), 335.0);
        QTest::keyClick(bar(), Qt::Key_End);
        QCOMPARE(m_slider->value(), 12000.0);
        m_slider->setValue(1000);
        QCOMPARE(m_slider->value(), 1500.0);
        // They stand at even distances.
        QCOMPARE(bar()->value(), 3);
        QCOMPARE(bar()->maximum(), 4);
    }

    void otherStopsKeepTheValueAsNearAsTheyCan() {
        m_slider->setStops({0, 10, 20});
        m_slider->setValue(20);
        m_slider->setStops({0, 5, 10, 18, 40});
        QCOMPARE(m_slider->value(), 18.0);
        m_slider->setStops({7});
        QCOMPARE(m_slider->value(), 7.0);
        QVERIFY(!bar()->isEnabled());
    }

    void wordsFollowTheValue() {
        m_slider->setWords([](double share) { return percentText(share, 0); });
        QSignalSpy changed(m_slider.get(), &LabelledSlider::valueChanged);
        m_slider->setValue(0.8);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(m_slider->words(), percentText(0.8, 0));
        m_slider->setValue(0.8);
        QCOMPARE(changed.size(), 1);
    }

private:
    [[nodiscard]] QSlider* bar() const { return m_slider->findChild<QSlider*>(); }

    std::unique_ptr<LabelledSlider> m_slider;
};

QTEST_MAIN(TestLabelledSlider)
#include "tst_labelled_slider.moc"
