// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/flow_layout.h"

#include <QTest>
#include <QWidget>

using namespace winnow::ui;

class TestFlowLayout : public QObject {
    Q_OBJECT

private:
    static QList<QWidget*> fill(QWidget& parent, int count) {
        auto* layout = new FlowLayout(&parent);
        QList<QWidget*> items;
        for (int i = 0; i < count; ++i) {
            auto* item = new QWidget(&parent);
            item->setFixedSize(50, i == 1 ? 30 : 20);
            layout->addWidget(item);
            items << item;
        }
        return items;
    }

private Q_SLOTS:
    void wrapsWhereItIsFull_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("one line") << 282 << 30;
        QTest::newRow("two lines") << 200 << 30 + 8 + 20;
        QTest::newRow("one each") << 60 << 4 * 20 + 30 + 4 * 8;
    }
    void wrapsWhereItIsFull() {
        QFETCH(int, width);
        QWidget parent;
        fill(parent, 5);
        QTEST(parent.layout()->heightForWidth(width), "height");
    }

    void itemsStandInTheMiddleOfTheirLine() {
        QWidget parent;
        const auto items = fill(parent, 3);
        parent.resize(200, 40);
        parent.show();
        QCOMPARE(items[0]->y() + 10, items[1]->y() + 15);
        QCOMPARE(items[2]->x(), 2 * (50 + 8));
    }

    void hiddenItemsTakeNoRoom() {
        QWidget parent;
        const auto items = fill(parent, 3);
        parent.resize(200, 40);
        items[1]->hide();
        parent.show();
        QCOMPARE(items[2]->x(), 58);
        QCOMPARE(parent.layout()->heightForWidth(200), 20);
    }
};

QTEST_MAIN(TestFlowLayout)
#include "tst_flow_layout.moc"
