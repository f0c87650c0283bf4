// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"
#include "ui/widgets/cost_card.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/message_card.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace winnow::ui;

class TestCards : public QObject {
    Q_OBJECT

private:
    static QStringList texts(const QWidget& widget) {
        QStringList result;
        for (const QLabel* label : widget.findChildren<QLabel*>())
            if (!label->isHidden()) result << label->text();
        return result;
    }

private Q_SLOTS:
    void init() { applyTheme(ThemeChoice::Light); }

    void messageHasOneActionAndItsColour_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QColor>("ground");
        QTest::newRow("error") << int(MessageCard::Kind::Error) << lightTheme().dangerSoft;
        QTest::newRow("warning") << int(MessageCard::Kind::Warning) << lightTheme().warnSoft;
        QTest::newRow("info") << int(MessageCard::Kind::Info) << lightTheme().accentSoft;
        QTest::newRow("interrupted")
            << int(MessageCard::Kind::Interrupted) << lightTheme().warnSoft;
    }
    void messageHasOneActionAndItsColour() {
        QFETCH(int, kind);
        QFETCH(QColor, ground);
        MessageCard card;
        card.showMessage(static_cast<MessageCard::Kind>(kind),
                         QStringLiteral("The disk is full."),
                         QStringLiteral("Choose…"));
        card.resize(400, 40);
        QVERIFY(card.isVisible());
        QCOMPARE(card.grab().toImage().pixelColor(8, 20), ground);
        QSignalSpy asked(&card, &MessageCard::actionRequested);
        QTest::mouseClick(card.actionButton(), Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(card.accessibleName(), QStringLiteral("The disk is full."));
    }

    void messageFollowsTheTheme() {
        MessageCard card;
        card.showMessage(MessageCard::Kind::Error, QStringLiteral("Not read."));
        card.resize(400, 40);
        applyTheme(ThemeChoice::Dark);
        QCOMPARE(card.grab().toImage().pixelColor(8, 20), darkTheme().dangerSoft);
        QCOMPARE(card.findChild<QLabel*>()->palette().color(QPalette::WindowText),
                 darkTheme().danger);
    }

    void messageIsDismissed() {
        MessageCard card;
        card.showMessage(MessageCard::Kind::Info, QStringLiteral("Saved."), {}, true);
        QVERIFY(!card.actionButton()->isVisible());
        QSignalSpy dismissed(&card, &MessageCard::dismissed);
        QTest::mouseClick(card.findChild<QToolButton*>(), Qt::LeftButton);
        QVERIFY(!card.isVisible());
        QCOMPARE(dismissed.size(), 1);
    }

    void costKnowsWhetherItFits_data() {
        QTest::addColumn<double>("memory");
        QTest::addColumn<double>("disk");
        QTest::addColumn<bool>("fits");
        QTest::newRow("fits") << 1e9 << 1e9 << true;
        QTest::newRow("too much memory") << 28.8e9 << 1e9 << false;
        QTest::newRow("too much disk") << 1e9 << 200e9 << false;
    }
    void costKnowsWhetherItFits() {
        QFETCH(double, memory);
        QFETCH(double, disk);
        CostCard card;
        card.setCost({.title = QStringLiteral("Cost"),
                      .memoryBytes = memory,
                      .memoryFreeBytes = 9.8e9,
                      .diskBytes = disk,
                      .diskFreeBytes = 100e9});
        QTEST(card.fits(), "fits");
        const auto labels = card.findChildren<QLabel*>();
        const bool marked = std::any_of(labels.begin(), labels.end(), [](QLabel* label) {
            return label->property("role") == QStringLiteral("danger");
        });
        QCOMPARE(marked, !card.fits());
    }

    void costShowsOnlyWhatIsKnown() {
        CostCard card;
        card.setCost(
            {.seconds = 3060, .secondsDeviation = 360, .reused = QStringLiteral("split 1")});
        QStringList shown = texts(card);
        QVERIFY(shown.contains(QStringLiteral("Uses again")));
        QVERIFY(!shown.contains(QStringLiteral("Memory")));
        QVERIFY(shown.join(u' ').contains(QStringLiteral(" ± ")));
        card.setCost({});
        shown = texts(card);
        QVERIFY(shown.contains(QStringLiteral("not measured yet")));
        QVERIFY(!shown.contains(QStringLiteral("Uses again")));
        QVERIFY(card.fits());
    }

    void emptyPanelOffersItsButton() {
        EmptyPanel panel(Icon::Interactions);
        panel.setTexts(QStringLiteral("No kernel yet"),
                       QStringLiteral("About 9 min."),
                       QStringLiteral("Compute kernel…"));
        panel.show();
        QSignalSpy asked(&panel, &EmptyPanel::actionRequested);
        QTest::mouseClick(panel.actionButton(), Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
        panel.setActionEnabled(false, QStringLiteral("No run yet"));
        QTest::mouseClick(panel.actionButton(), Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(panel.actionButton()->toolTip(), QStringLiteral("No run yet"));
        panel.setTexts(QStringLiteral("Nothing"), {});
        QVERIFY(!panel.actionButton()->isVisible());
    }
};

QTEST_MAIN(TestCards)
#include "tst_cards.moc"
