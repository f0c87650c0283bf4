// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/sample_set.h"

#include <QTest>

#include <array>

using namespace winnow::ui;

using Ids = std::vector<std::int64_t>;

Q_DECLARE_METATYPE(winnow::ui::Combine)
Q_DECLARE_METATYPE(Ids)

class TestSampleSet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsWhatItHolds_data() {
        QTest::addColumn<int>("universe");
        for (const int universe : {0, 1, 63, 64, 65, 60000})
            QTest::addRow("%d", universe) << universe;
    }
    void countsWhatItHolds() {
        QFETCH(int, universe);
        const SampleSet full(universe, true), none(universe);
        QCOMPARE(full.count(), std::int64_t{universe});
        QCOMPARE(static_cast<int>(full.ids().size()), universe);
        QVERIFY(none.empty());
        QCOMPARE(full.complement(), none);
        QCOMPARE(none.complement(), full);
        QVERIFY(!full.contains(universe));
        QVERIFY(!full.contains(-1));
        QCOMPARE(full.next(), std::int64_t{universe == 0 ? -1 : 0});
        QCOMPARE(full.next(universe - 1), std::int64_t{universe - 1});
        QCOMPARE(none.next(), std::int64_t{-1});
    }

    void idsOutsideStayOutside() {
        SampleSet set = SampleSet::of(70, Ids{-1, 0, 69, 70, 1000, 69});
        QCOMPARE(set.ids(), (Ids{0, 69}));
        set.erase(0);
        set.erase(5);
        QCOMPARE(set.count(), std::int64_t{1});
        QCOMPARE(set.next(1), std::int64_t{69});
    }

    void combines_data() {
        QTest::addColumn<Combine>("how");
        QTest::addColumn<Ids>("wanted");
        QTest::addRow("replace") << Combine::Replace << Ids{2, 99};
        QTest::addRow("add") << Combine::Add << Ids{1, 2, 64, 99};
        QTest::addRow("subtract") << Combine::Subtract << Ids{1, 64};
        QTest::addRow("toggle") << Combine::Toggle << Ids{1, 64, 99};
    }
    void combines() {
        QFETCH(Combine, how);
        QFETCH(Ids, wanted);
        const SampleSet set = SampleSet::of(100, Ids{1, 2, 64});
        const SampleSet result = set.combined(SampleSet::of(100, Ids{2, 99}), how);
        QCOMPARE(result.ids(), wanted);
        QCOMPARE(result.count(), static_cast<std::int64_t>(wanted.size()));
    }

    void intersects() {
        SampleSet set = SampleSet::of(100, Ids{1, 2, 64});
        set &= SampleSet::of(100, Ids{2, 64, 65});
        QCOMPARE(set.ids(), (Ids{2, 64}));
    }
};

QTEST_GUILESS_MAIN(TestSampleSet)
#include "tst_sample_set.moc"
