// SPDX-License-Identifier: Apache-2.0
#include "engine/data/stratified.h"

#include <QTest>

#include <algorithm>
#include <numeric>

using namespace winnow::data;
using Numbers = std::vector<std::int64_t>;

class TestStratified : public QObject {
    Q_OBJECT

    static Numbers labels() {
        Numbers all;
        for (const auto& [label, count] : {std::pair{0, 600}, {1, 300}, {2, 100}})
            all.insert(all.end(), static_cast<std::size_t>(count), label);
        return all;
    }

private Q_SLOTS:
    void quotasFollowTheProportions_data() {
        QTest::addColumn<QList<qint64>>("counts");
        QTest::addColumn<qint64>("wanted");
        QTest::addColumn<QList<qint64>>("quotas");
        using L = QList<qint64>;
        QTest::newRow("exact") << L{600, 300, 100} << qint64{100} << L{60, 30, 10};
        QTest::newRow("largest remainder") << L{5, 3, 2} << qint64{5} << L{3, 1, 1};
        QTest::newRow("ties go to the lower class") << L{10, 10, 10} << qint64{4} << L{2, 1, 1};
        QTest::newRow("at least one of each") << L{1000, 1, 1} << qint64{3} << L{1, 1, 1};
        QTest::newRow("empty class stays empty") << L{10, 0, 10} << qint64{4} << L{2, 0, 2};
        QTest::newRow("fewer than classes") << L{10, 10, 10} << qint64{2} << L{1, 1, 0};
        QTest::newRow("more than there are") << L{3, 2} << qint64{99} << L{3, 2};
        QTest::newRow("none") << L{3, 2} << qint64{0} << L{0, 0};
    }
    void quotasFollowTheProportions() {
        QFETCH(QList<qint64>, counts);
        QFETCH(qint64, wanted);
        QFETCH(QList<qint64>, quotas);
        const Numbers got = stratifiedQuotas(Numbers(counts.begin(), counts.end()), wanted);
        QCOMPARE(QList<qint64>(got.begin(), got.end()), quotas);
    }

    void aChoiceIsAscendingWithoutRepeatsAndInProportion() {
        const Numbers all = labels();
        const StratifiedChoice choice = stratifiedChoice(all, 100, 7);
        QCOMPARE(choice.rows.size(), std::size_t{100});
        QVERIFY(std::adjacent_find(choice.rows.begin(),
                                   choice.rows.end(),
                                   std::greater_equal<>()) == choice.rows.end());
        Numbers counts(3);
        for (const auto row : choice.rows)
            ++counts[static_cast<std::size_t>(all[static_cast<std::size_t>(row)])];
        QVERIFY((counts == Numbers{60, 30, 10}));
        QCOMPARE(choice.spares.size(), std::size_t{900});
    }

    void theSeedDecides() {
        const Numbers all = labels();
        QVERIFY(stratifiedChoice(all, 100, 7).rows == stratifiedChoice(all, 100, 7).rows);
        QVERIFY(stratifiedChoice(all, 100, 7).rows != stratifiedChoice(all, 100, 8).rows);
    }

    void aLargerChoiceHoldsTheSmaller() {
        const Numbers all = labels(), few = stratifiedChoice(all, 100, 7).rows,
                      many = stratifiedChoice(all, 300, 7).rows;
        QVERIFY(std::includes(many.begin(), many.end(), few.begin(), few.end()));
    }

    void everyRowIsEquallyLikely() {
        const Numbers all(50, 0);
        std::vector<int> drawn(50);
        for (std::uint64_t seed = 0; seed < 2000; ++seed)
            for (const auto row : stratifiedChoice(all, 10, seed).rows)
                ++drawn[static_cast<std::size_t>(row)];
        // Binomial(2000, 0.2): mean 400, deviation 18; six deviations either way.
        for (const int count : drawn)
            QVERIFY2(count > 292 && count < 508, qPrintable(QString::number(count)));
    }
};

QTEST_GUILESS_MAIN(TestStratified)
#include "tst_stratified.moc"
