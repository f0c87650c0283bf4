// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/prune/set_overlap.h"
#include "ui/pages/prune/stage_bars.h"
#include "ui/pages/prune/stage_counts.h"
#include "ui/pages/prune/stored_selection.h"
#include "ui/theme/theme.h"

#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace winnow::ui;

/// What the Prune page counts and paints by itself.
class TestPruneParts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(ThemeChoice::Light); }

    void randomStaysAreThoseOfAllChoices() {
        // Six samples, four of the group; two go: 15 choices, by hand 0, 1 or 2 of the group.
        double mean = 0, square = 0;
        int choices = 0;
        for (int a = 0; a < 6; ++a)
            for (int b = a + 1; b < 6; ++b, ++choices) {
                const int stays = 4 - (a < 4 ? 1 : 0) - (b < 4 ? 1 : 0);
                mean += stays;
                square += stays * stays;
            }
        mean /= choices;
        const double deviation = std::sqrt(square / choices - mean * mean);
        const RandomStays got = randomStays(4, 4, 6, 2);
        QVERIFY(std::abs(got.mean - mean) < 1e-12);
        QVERIFY(std::abs(got.deviation - deviation) < 1e-12);
    }

    void randomStaysWhereNothingMayGo() {
        QCOMPARE(randomStays(5, 0, 0, 0).mean, 5.0);
        QCOMPARE(randomStays(5, 0, 10, 4).deviation, 0.0);
    }

    void stagesAreCountedPerGroup() {
        const std::vector<Stage> stages{
            Stage::Kept, Stage::Redundant, Stage::Validation, Stage::Kept};
        const std::vector<std::int64_t> groups{1, 1, 0, -1};
        const auto counts = countStages(stages, groups, 2);
        QCOMPARE(counts[0].stays(), std::int64_t{1});
        QCOMPARE(counts[1].goes(), std::int64_t{1});
        QCOMPARE(counts[1].total(), std::int64_t{2});
    }

    void overlapsAreByValue() {
        const std::vector<std::uint8_t> a{1, 1, 0, 1, 0}, b{1, 0, 0, 1, 1};
        const std::vector<std::int64_t> groups{0, 0, 0, 1, 1};
        const auto found = overlaps(a, b, groups, 2);
        QCOMPARE(found[2].both, std::int64_t{2});
        QCOMPARE(found[2].jaccard(), 0.5);
        QCOMPARE(found[2].bothByChance(), 9.0 / 5);
        QCOMPARE(found[0].both, std::int64_t{1});
        QVERIFY(std::isnan(Overlap{}.jaccard()));
    }

    void rulesAreEqualWhateverTheyAreWrittenLike() {
        const QJsonObject typed{{"method", "random"}, {"dataset", "d"}, {"keep", "80%"}};
        const QJsonObject number{
            {"method", "random"}, {"dataset", "d"}, {"keep", 0.8}, {"seed", 1}};
        QVERIFY(!selectionRule(typed).isEmpty());
        QCOMPARE(selectionRule(typed), selectionRule(number));
        QVERIFY(selectionRule({{"method", "random"}}).isEmpty());
    }

    void barsAnswerKeysAndTheMouse() {
        StageBars bars("Class");
        std::vector<StageRow> rows(3);
        for (int i = 0; i < 3; ++i) {
            rows[static_cast<std::size_t>(i)].name = QString("c%1").arg(i);
            rows[static_cast<std::size_t>(i)].counts.by = {4, 1, 0, 0, 0};
        }
        bars.setRows(rows);
        bars.resize(400, 100);
        bars.show();
        QSignalSpy chosen(&bars, &StageBars::chosenChanged);
        bars.setFocus();
        QTest::keyClick(&bars, Qt::Key_Down);
        QTest::keyClick(&bars, Qt::Key_Down);
        QVERIFY(bars.valueInWords().startsWith("c1: 4 of 5 stay"));
        QTest::keyClick(&bars, Qt::Key_Space);
        QCOMPARE(bars.chosen(), std::optional(1));
        QTest::mouseClick(&bars, Qt::LeftButton, {}, bars.rowRect(2).center());
        QCOMPARE(bars.chosen(), std::optional(2));
        QTest::mouseClick(&bars, Qt::LeftButton, {}, bars.rowRect(2).center());
        QVERIFY(!bars.chosen());
        QCOMPARE(chosen.size(), 3);
        QVERIFY(bars.figureCsv().contains("c2,5,4,"));
    }
};

QTEST_MAIN(TestPruneParts)
#include "tst_prune_parts.moc"
