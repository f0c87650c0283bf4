// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/session/sample_project.h"
#include "ui/session/annotations.h"
#include "ui/session/filter.h"
#include "ui/session/session.h"

#include <QJsonObject>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

#include <cmath>
#include <functional>

using namespace winnow;
using namespace winnow::ui;

using Kind = Condition::Kind;
using Rule = std::function<bool(std::int64_t)>;

Q_DECLARE_METATYPE(winnow::ui::Condition)
Q_DECLARE_METATYPE(Rule)

class TestFilter : public QObject {
    Q_OBJECT

    test::SampleProject m_project;
    Session m_session;

    [[nodiscard]] Filter& filter() { return *m_session.filter(); }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY(m_session.open(m_project.folder()));
        m_session.annotations()->tag(SampleSet::of(200, std::vector<std::int64_t>{2, 3}),
                                     "blurred");
        m_session.annotations()->exclude(SampleSet::of(200, std::vector<std::int64_t>{3, 4}));
        m_session.annotations()->relabel(SampleSet::of(200, std::vector<std::int64_t>{5}), 0);
    }
    void init() {
        filter().restore({}, Filter::Mode::Dim);
        m_session.undoStack()->clear();
    }

    void matches_data() {
        QTest::addColumn<Condition>("condition");
        QTest::addColumn<Rule>("rule");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* name, const Condition& c, Rule rule, const char* text) {
            QTest::newRow(name) << c << std::move(rule) << QString::fromUtf8(text);
        };
        const auto label = [](std::int64_t id) { return id == 5 ? 0 : id % 4; };
        row(
            "class",
            Condition::ofClasses({3, 0}),
            [=](auto id) { return label(id) % 3 == 0; },
            "Class ant, dog");
        row(
            "not class",
            Condition::ofClasses({1}).inverted(),
            [=](auto id) { return label(id) != 1; },
            "Not bee");
        row(
            "score",
            Condition::ofScore("forgetting", 2, 3),
            [](auto id) { return id % 5 == 2 || id % 5 == 3; },
            "Forgetting events 2 to 3");
        row(
            "score from",
            Condition::ofScore("forgetting", 4, INFINITY),
            [](auto id) { return id % 5 == 4; },
            "Forgetting events from 4");
        row(
            "never learned has no epoch",
            Condition::ofScore("first_learned", 1, 100),
            [](auto id) { return id % 10 != 9; },
            "First learned 1 to 100");
        row(
            "a missing value is not outside either",
            Condition::ofScore("first_learned", 2, 100).inverted(),
            [](auto id) { return id % 10 != 9 && id % 6 == 0; },
            "Not First learned 2 to 100");
        row(
            "redundant",
            Condition::ofFlag(Kind::Redundant),
            [](auto id) { return id % 3 == 0; },
            "Redundant");
        row(
            "not redundant",
            Condition::ofFlag(Kind::Redundant).inverted(),
            [](auto id) { return id % 3 != 0; },
            "Not redundant");
        row(
            "tag",
            Condition::ofTag("blurred"),
            [](auto id) { return id == 2 || id == 3; },
            "Tag blurred");
        row(
            "untagged",
            Condition::ofTag({}).inverted(),
            [](auto id) { return id != 2 && id != 3; },
            "Untagged");
        row(
            "excluded",
            Condition::ofFlag(Kind::Excluded),
            [](auto id) { return id == 3 || id == 4; },
            "Excluded");
        row(
            "relabelled",
            Condition::ofFlag(Kind::Relabelled),
            [](auto id) { return id == 5; },
            "Relabelled");
        row(
            "wrong",
            Condition::ofFlag(Kind::Wrong),
            [](auto id) { return id % 10 == 0 || id == 5; },
            "Predicted wrong");
        row(
            "validation",
            Condition::ofFlag(Kind::Validation),
            [](auto id) { return id % 10 == 1; },
            "Held out for validation");
        row(
            "cluster",
            Condition::ofClusters({7, 2}),
            [](auto id) { return id < 100 && (id % 8 == 2 || id % 8 == 7); },
            "Clusters 2, 7");
        row(
            "kept",
            Condition::ofKept("selection-1"),
            [](auto id) { return id % 2 == 0; },
            "Kept by selection-1");
        row(
            "removed",
            Condition::ofKept("selection-1").inverted(),
            [](auto id) { return id % 2 == 1; },
            "Removed by selection-1");
        row(
            "stage",
            Condition::ofStages({1}),
            [](auto id) { return id % 2 == 1; },
            "Redundant, left out");
        row(
            "ids",
            Condition::ofText("7, 100-102, #9, 500"),
            [](auto id) { return id == 7 || id == 9 || (id >= 100 && id <= 102); },
            "“7, 100-102, #9, 500”");
        row(
            "class name", Condition::ofText("BE"), [=](auto id) { return label(id) == 1; }, "“BE”");
        row(
            "tag name",
            Condition::ofText("lurr"),
            [](auto id) { return id == 2 || id == 3; },
            "“lurr”");
        row(
            "samples",
            Condition::ofSamples("Lasso", {8, 1}),
            [](auto id) { return id == 1 || id == 8; },
            "Lasso (2 samples)");
        row(
            "no such score",
            Condition::ofScore("grand", 0, 1),
            [](auto) { return false; },
            "grand 0.00 to 1.00");
        row(
            "no such selection",
            Condition::ofKept("selection-9").inverted(),
            [](auto) { return false; },
            "Removed by selection-9");
    }
    void matches() {
        QFETCH(Condition, condition);
        QFETCH(Rule, rule);
        QFETCH(QString, text);
        SampleSet wanted(200);
        for (std::int64_t id = 0; id < 200; ++id)
            if (rule(id)) wanted.insert(id);
        QCOMPARE(filter().evaluate(condition).ids(), wanted.ids());
        QCOMPARE(filter().text(condition), text);
        const auto back = Condition::fromJson(condition.toJson());
        QVERIFY(back);
        QCOMPARE(*back, condition);
    }

    void conditionsJoin() {
        filter().set(Condition::ofClasses({1}));
        filter().set(Condition::ofScore("forgetting", 4, 4));
        filter().set(Condition::ofScore("difficulty", 0, 100));
        const auto ids = filter().matches().ids();
        QCOMPARE(ids.size(), std::size_t{5});  // odd ids from 100 with i % 4 == 1, i % 5 == 4
        for (const std::int64_t id : ids) QVERIFY(id % 4 == 1 && id % 5 == 4 && id >= 100);
        QCOMPARE(filter().conditions().size(), std::size_t{3});
    }

    void aConditionTakesThePlaceOfItsLike() {
        filter().set(Condition::ofClasses({1}));
        filter().set(Condition::ofTag("blurred"));
        filter().set(Condition::ofClasses({2}));
        QCOMPARE(filter().conditions().size(), std::size_t{2});
        QCOMPARE(filter().conditions().front(), Condition::ofClasses({2}));
        filter().set(Condition::ofClasses({}));
        QCOMPARE(filter().conditions().size(), std::size_t{1});
        filter().set(Condition::ofScore("forgetting", -INFINITY, INFINITY));
        QCOMPARE(filter().conditions().size(), std::size_t{1});
    }

    void everyChangeIsAStep() {
        const QSignalSpy changed(&filter(), &Filter::changed);
        filter().set(Condition::ofClasses({1}));
        QCOMPARE(m_session.undoStack()->undoText(), QString("Filter: Class bee"));
        filter().set(Condition::ofClasses({1}));
        QCOMPARE(m_session.undoStack()->count(), 1);
        filter().removeAt(0);
        QCOMPARE(m_session.undoStack()->undoText(), QString("Remove filter: Class bee"));
        m_session.undoStack()->undo();
        QVERIFY(filter().matches().contains(1));
        QVERIFY(!filter().matches().contains(2));
        filter().clear();
        QCOMPARE(filter().matches().count(), std::int64_t{200});
        QCOMPARE(changed.count(), 4);
    }

    void marksChangeTheMatches() {
        filter().set(Condition::ofFlag(Kind::Excluded).inverted());
        QCOMPARE(filter().matches().count(), std::int64_t{198});
        m_session.annotations()->exclude(SampleSet::of(200, std::vector<std::int64_t>{100}));
        QCOMPARE(filter().matches().count(), std::int64_t{197});
        m_session.undoStack()->undo();
        QCOMPARE(filter().matches().count(), std::int64_t{198});
    }
};

QTEST_MAIN(TestFilter)
#include "tst_filter.moc"
