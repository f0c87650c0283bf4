// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/jobs/declaration.h"
#include "ui/help/help_pages.h"

#include <QRegularExpression>
#include <QtTest>

#include <algorithm>

using namespace winnow;
using namespace winnow::ui;

namespace {

/// The words of every command line of a page.
QList<QStringList> commandsOf(const HelpPage& page) {
    QList<QStringList> commands;
    for (const QString& line : page.text.split(u'\n'))
        if (line.startsWith(QStringLiteral("winnow-engine ")))
            commands << line.split(u' ', Qt::SkipEmptyParts).mid(1);
    return commands;
}

}  // namespace

class TestHelpPages : public QObject {
    Q_OBJECT

private:
    static void addPages() {
        QTest::addColumn<QString>("file");
        for (const HelpPage& page : helpPages()) QTest::newRow(qPrintable(page.file)) << page.file;
    }

private Q_SLOTS:
    void everyPageIsThereAndHasATitle_data() { addPages(); }
    void everyPageIsThereAndHasATitle() {
        QFETCH(QString, file);
        const HelpPage* page = helpPage(file);
        QVERIFY(page != nullptr);
        QVERIFY2(!page->title.isEmpty(), "the first line is no heading");
        QVERIFY(page->text.size() > 1000);
        QVERIFY(QFile::exists(":" + helpUrl(file).path()));
    }

    void linksLeadToPages_data() { addPages(); }
    void linksLeadToPages() {
        QFETCH(QString, file);
        static const QRegularExpression link(QStringLiteral("\\]\\(([^)]*)\\)"));
        int links = 0;
        for (auto it = link.globalMatch(helpPage(file)->text); it.hasNext(); ++links) {
            const QString target = it.next().captured(1);
            QVERIFY2(helpPage(target) != nullptr, qPrintable(target));
        }
        QVERIFY2(links > 0, "a page without a way on");
    }

    void everyPageCanBeReached() {
        QStringList reached{kHelpIndex};
        for (qsizetype i = 0; i < reached.size(); ++i)
            for (const HelpPage& page : helpPages())
                if (helpPage(reached[i])->text.contains(u'(' + page.file + u')') &&
                    !reached.contains(page.file))
                    reached << page.file;
        QCOMPARE(reached.size(), helpPages().size());
    }

    void anExperimentsPageAnswersTheSameQuestions_data() { addPages(); }
    void anExperimentsPageAnswersTheSameQuestions() {
        QFETCH(QString, file);
        if (file == QLatin1String(kHelpIndex)) return;
        for (const char* heading : {"## What it answers",
                                    "## How to run it",
                                    "## Definitions",
                                    "## How to read ",
                                    "## The paper's numbers",
                                    "## Where paper and code differ"})
            QVERIFY2(helpPage(file)->text.contains(QLatin1String(heading)), heading);
        QVERIFY(!commandsOf(*helpPage(file)).isEmpty());
    }

    /// A verb or flag that is renamed must be renamed here too.
    void commandsAreThoseOfTheEngine_data() { addPages(); }
    void commandsAreThoseOfTheEngine() {
        QFETCH(QString, file);
        for (QStringList words : commandsOf(*helpPage(file))) {
            if (words.first() == u"list") continue;  // reads only: no job
            const bool experiment = words.first() == u"experiment";
            if (experiment) words.removeFirst();
            const QString kind = words.takeFirst();
            const auto declared = std::ranges::find(
                jobs::declarations(), kind.toStdString(), &jobs::Declaration::kind);
            QVERIFY2(declared != jobs::declarations().end(), qPrintable(kind));
            QCOMPARE(declared->family == "experiment", experiment);
            for (qsizetype i = 0; i < words.size(); ++i) {
                if (!words[i].startsWith(u"--")) continue;
                const auto field = std::ranges::find(
                    declared->fields, words[i].mid(2).toStdString(), &jobs::Field::name);
                QVERIFY2(field != declared->fields.end(), qPrintable(kind + u' ' + words[i]));
                if (field->type != jobs::FieldType::Choice) continue;
                QVERIFY2(i + 1 < words.size(), qPrintable(words[i]));
                for (const QString& value : words[i + 1].split(u',')) {
                    static const QRegularExpression number(QStringLiteral("-\\d+$"));
                    const QString pattern = QString(value).replace(number, QStringLiteral("-N"));
                    QVERIFY2(std::ranges::count(field->choices, value.toStdString()) == 1 ||
                                 std::ranges::count(field->choices, pattern.toStdString()) == 1,
                             qPrintable(value));
                }
            }
        }
    }

    void searchFindsAWordInAnyCase() {
        QVERIFY(saysAll(*helpPage("pruning.md"), "welch"));
        QVERIFY(saysAll(*helpPage("pruning.md"), "WELCH  t-test"));
        QVERIFY(!saysAll(*helpPage("clusters.md"), "welch"));
        QVERIFY(saysAll(*helpPage("clusters.md"), ""));
        QVERIFY(helpPage("nothing.md") == nullptr);
    }
};

QTEST_GUILESS_MAIN(TestHelpPages)
#include "tst_help_pages.moc"
