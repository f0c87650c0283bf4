// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/declaration.h"
#include "engine/jobs/nearest.h"

#include <QTest>

#include <array>

using namespace winnow::jobs;

class TestHelpText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesEveryFieldWithinTheWidth() {
        for (const auto& kind : declarations()) {
            const auto text = QString::fromStdString(helpText(kind, "winnow-engine x", 80));
            for (const auto& field : kind.fields)
                QVERIFY2(text.contains(QString::fromStdString(
                             field.positional ? field.name : "--" + field.name)),
                         field.name.c_str());
            for (const auto& line : text.split('\n')) QVERIFY2(line.size() <= 80, qPrintable(line));
        }
    }

    void tellsDefaultsUnitsAndRules() {
        const auto text =
            QString::fromStdString(helpText(declaration("train"), "winnow-engine train", 400));
        QVERIFY(text.contains("(epochs; default 30)"));
        QVERIFY(text.contains("default 0.1, 0.001 with optimizer adam"));
        QVERIFY(text.contains("(required)"));
    }

    void suggestsOnlyWhatIsNear_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("suggested");
        QTest::newRow("swapped letters") << "trian"
                                         << " (did you mean \"train\"?)";
        QTest::newRow("beginning") << "sel"
                                   << " (did you mean \"select\"?)";
        QTest::newRow("far") << "xyzzy"
                             << "";
        QTest::newRow("empty") << ""
                               << "";
        QTest::newRow("very long") << QString(100000, 'a') << "";
    }
    void suggestsOnlyWhatIsNear() {
        QFETCH(QString, typed);
        QFETCH(QString, suggested);
        const std::array<std::string, 3> names{"train", "select", "list"};
        QCOMPARE(QString::fromStdString(suggestion(typed.toStdString(), names)), suggested);
    }
};

QTEST_GUILESS_MAIN(TestHelpText)
#include "tst_help_text.moc"
