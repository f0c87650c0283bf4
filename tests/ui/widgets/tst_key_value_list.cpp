// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"
#include "ui/widgets/key_value_list.h"

#include <QApplication>
#include <QClipboard>
#include <QSignalSpy>
#include <QTest>

using namespace winnow::ui;

class TestKeyValueList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(ThemeChoice::Light); }

    void init() {
        m_list = std::make_unique<KeyValueList>();
        m_list->setRows(
            {{.key = QStringLiteral("Difficulty"),
              .value = QStringLiteral("21.6 nats"),
              .rank = 0.9},
             {.key = QStringLiteral("Cluster"), .value = QStringLiteral("Shirt 3"), .link = true}});
        m_list->resize(m_list->sizeHint());
    }

    void onlyLinksAreActivated() {
        QSignalSpy activated(m_list.get(), &KeyValueList::activated);
        QTest::mouseClick(m_list.get(), Qt::LeftButton, {}, QPoint(20, 5));
        QCOMPARE(activated.size(), 0);
        QTest::mouseClick(m_list.get(), Qt::LeftButton, {}, QPoint(20, m_list->height() - 5));
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated.first().first().toInt(), 1);
    }

    void keysWalkActivateAndCopy() {
        QSignalSpy activated(m_list.get(), &KeyValueList::activated);
        QTest::keyClick(m_list.get(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("21.6 nats"));
        QTest::keyClick(m_list.get(), Qt::Key_Return);
        QCOMPARE(activated.size(), 0);
        QTest::keyClick(m_list.get(), Qt::Key_Down);
        QTest::keyClick(m_list.get(), Qt::Key_Return);
        QCOMPARE(activated.size(), 1);
    }

    void fewerRowsKeepTheCurrentInside() {
        QTest::keyClick(m_list.get(), Qt::Key_Down);
        m_list->setRows({{.key = QStringLiteral("Only"), .value = QStringLiteral("1")}});
        QTest::keyClick(m_list.get(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("1"));
        m_list->setRows({});
        QTest::keyClick(m_list.get(), Qt::Key_Down);
        QCOMPARE(m_list->valueInWords(), QString());
    }

    void rankTickStandsAtItsShare() {
        m_list->setRows({{.key = QStringLiteral("a"), .value = QStringLiteral("1"), .rank = 0.0},
                         {.key = QStringLiteral("b"), .value = QStringLiteral("1"), .rank = 1.0}});
        m_list->resize(240, m_list->sizeHint().height());
        const QImage image = m_list->grab().toImage();
        const int middle = m_list->height() / 4;
        QCOMPARE(image.pixelColor(240 - 80 + 2, middle - 4), theme().accent);
        QCOMPARE(image.pixelColor(240 - 2 - 1, 3 * middle - 4), theme().accent);
    }

private:
    std::unique_ptr<KeyValueList> m_list;
};

QTEST_MAIN(TestKeyValueList)
#include "tst_key_value_list.moc"
