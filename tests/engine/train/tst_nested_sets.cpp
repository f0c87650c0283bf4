// SPDX-License-Identifier: Apache-2.0
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/train/nested_sets.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace winnow;

class TestNestedSets : public QObject {
    Q_OBJECT

    /// 9 of class 0, none of class 1, 12 of class 2, mixed.
    static std::vector<std::int64_t> labels() {
        std::vector<std::int64_t> all;
        for (int i = 0; i < 9; ++i) all.insert(all.end(), {2, 0});
        all.insert(all.end(), 3, 2);
        return all;
    }
    static QString refusal(const std::function<void()>& work) {
        try {
            work();
        } catch (const Error& error) {
            return error.kind() == ErrorKind::BadInput ? error.what() : "not bad input";
        }
        return "nothing was refused";
    }

private Q_SLOTS:
    void sizesFallFromTheUniversalSet() {
        QCOMPARE(train::nestedSizes(64, {1, 16, 4, 16}), (std::vector<std::int64_t>{64, 16, 4, 1}));
        QCOMPARE(train::nestedSizes(8, {8}), (std::vector<std::int64_t>{8}));
    }
    void sizesThatDoNotNestAreNamed_data() {
        QTest::addColumn<int>("perClass");
        QTest::addColumn<QList<int>>("sizes");
        QTest::addColumn<QString>("says");
        QTest::newRow("sizes") << 64 << QList{16, 6} << "6 does not divide 16";
        QTest::newRow("universal set") << 60 << QList{16, 4} << "16 does not divide 60";
        QTest::newRow("larger") << 8 << QList{16, 4} << "sizes holds 16, and samples-per-class";
        QTest::newRow("none") << 8 << QList{4, 0} << "sizes holds 0";
    }
    void sizesThatDoNotNestAreNamed() {
        QFETCH(int, perClass);
        QFETCH(QList<int>, sizes);
        QFETCH(QString, says);
        const QString said = refusal([&] {
            (void)train::nestedSizes(perClass, {sizes.begin(), sizes.end()});
        });
        QVERIFY2(said.contains(says), qPrintable(said));
    }
    void theUniversalSetIsStratified() {
        const auto all = labels();
        const auto ids = train::universalSet(all, 3, 8, 5);
        QCOMPARE(ids.size(), std::size_t{16});
        for (std::size_t i = 0; i < ids.size(); ++i) QCOMPARE(all[at(ids[i])], i < 8 ? 0 : 2);
        QVERIFY(std::ranges::is_sorted(std::span(ids).first(8), std::less_equal()));
        QVERIFY(std::ranges::is_sorted(std::span(ids).last(8), std::less_equal()));
        QCOMPARE(train::universalSet(all, 3, 8, 5), ids);
        QVERIFY(train::universalSet(all, 3, 8, 6) != ids);
    }
    void aClassThatIsTooSmallSaysWhatIsPossible() {
        const QString said = refusal([] { (void)train::universalSet(labels(), 3, 10, 1); });
        QVERIFY2(said.contains("class 0 has only 9") && said.contains("at most 9"),
                 qPrintable(said));
        QVERIFY(refusal([] { (void)train::universalSet({}, 2, 1, 1); }).contains("no training"));
    }
    /// Against a partition made the plain way: members of a set looked up one by one.
    void everySetIsTheUnionOfSmallerOnes() {
        constexpr std::int64_t kClasses = 3, kPerClass = 12;
        const train::NestedSets sets(kClasses, kPerClass, 9);
        for (const auto& [larger, smaller] : {std::pair{12, 6}, {6, 3}, {3, 1}, {12, 1}}) {
            std::set<std::int64_t> seen;
            for (std::int64_t s = 0; s < sets.count(larger); ++s) {
                const auto whole = sets.positions(larger, s);
                QCOMPARE(std::ssize(whole), kClasses * larger);
                std::set<std::int64_t> parts;
                for (std::int64_t p = s * larger / smaller; p < (s + 1) * larger / smaller; ++p)
                    for (const std::int64_t position : sets.positions(smaller, p))
                        QVERIFY(parts.insert(position).second);
                QCOMPARE(parts, std::set<std::int64_t>(whole.begin(), whole.end()));
                for (std::int64_t k = 0; k < kClasses; ++k)
                    QCOMPARE(std::ranges::count_if(
                                 whole, [&](std::int64_t at) { return at / kPerClass == k; }),
                             larger);
                for (const std::int64_t position : whole) QVERIFY(seen.insert(position).second);
            }
            QCOMPARE(std::ssize(seen), kClasses * kPerClass);
        }
    }
    void thePartitionFollowsTheSeed() {
        const train::NestedSets one(2, 16, 1), same(2, 16, 1), other(2, 16, 2);
        QCOMPARE(one.positions(4, 1), same.positions(4, 1));
        QVERIFY(one.positions(4, 1) != other.positions(4, 1));
        QCOMPARE(one.positions(16, 0).size(), std::size_t{32});
    }
};

QTEST_GUILESS_MAIN(TestNestedSets)
#include "tst_nested_sets.moc"
