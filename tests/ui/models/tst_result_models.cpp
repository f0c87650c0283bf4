// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/session/sample_project.h"
#include "ui/models/class_model.h"
#include "ui/models/cluster_model.h"
#include "ui/models/neighbour_model.h"
#include "ui/session/annotations.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace winnow;
using namespace winnow::ui;

using Relation = NeighbourModel::Relation;

Q_DECLARE_METATYPE(winnow::ui::NeighbourModel::Relation)

class TestResultModels : public QObject {
    Q_OBJECT

    test::SampleProject m_project;
    Session m_session;

    /// A row as people read it.
    [[nodiscard]] static QString line(const QAbstractItemModel& model, int row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells += model.index(row, column).data().toString();
        return cells.join(QLatin1Char('|'));
    }

private Q_SLOTS:
    void init() {
        QVERIFY(m_session.open(m_project.folder()));
        m_session.filter()->restore({}, Filter::Mode::Dim);
        m_session.selection()->reset(200);
    }

    void partners_data() {
        QTest::addColumn<Relation>("relation");
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("third");
        QTest::addRow("interchangeable") << Relation::Interchangeable << "0|ant|10.00|2.500"
                                         << "2|cat|8.00|2.000";
        QTest::addRow("unrelated") << Relation::Unrelated << "1|bee||0.000"
                                   << "3|dog||0.020";
        QTest::addRow("contradictory") << Relation::Contradictory << "198|cat|−1.00|−0.250"
                                       << "196|ant|−3.00|−0.750";
    }
    void partners() {
        QFETCH(Relation, relation);
        QFETCH(QString, first);
        QFETCH(QString, third);
        NeighbourModel model(&m_session, relation);
        const QAbstractItemModelTester tester(&model);
        QCOMPARE(model.rowCount(), 0);
        model.setSample(199);
        QCOMPARE(model.rowCount(), 5);
        QCOMPARE(line(model, 0), first);
        QCOMPARE(line(model, 2), third);
        QCOMPARE(model.ids().size(), std::size_t{5});
        model.setCount(2);
        QCOMPARE(model.rowCount(), 2);
        model.setSample(-1);
        QCOMPARE(model.rowCount(), 0);
        model.setSample(3);
        m_session.close();
        QCOMPARE(model.rowCount(), 0);
    }

    void clustersAreSortedByEachColumn() {
        ClusterModel model(&m_session);
        const QAbstractItemModelTester tester(&model);
        QCOMPARE(model.rowCount(), 8);
        QCOMPARE(line(model, 0), QString("0|ant|13|13|0"));
        QCOMPARE(line(model, 7), QString("7|dog|12|12|7"));
        const QPersistentModelIndex seven = model.index(7, 0);
        model.sort(ClusterModel::Cluster, Qt::DescendingOrder);
        QCOMPARE(model.clusterAt(0), std::int64_t{7});
        QCOMPARE(seven.row(), 0);
        model.sort(ClusterModel::Class, Qt::AscendingOrder);
        QCOMPARE(model.clusterAt(1), std::int64_t{4});
    }

    void clustersCountTheirMatches() {
        ClusterModel model(&m_session);
        const QAbstractItemModelTester tester(&model);
        m_session.filter()->set(Condition::ofText("0-20"));
        QCOMPARE(model.index(model.rowOf(0), ClusterModel::Matched).data().toString(),
                 QString("3"));
        QCOMPARE(model.index(model.rowOf(7), ClusterModel::Matched).data().toString(),
                 QString("2"));
        const auto members = model.members(2);
        QCOMPARE(members.size(), std::size_t{13});
        QCOMPARE(members.front(), std::int64_t{2});  // the centroid
        QCOMPARE(members[1], std::int64_t{98});      // similarity grows with the id
        QVERIFY(model.members(-1).empty());
        // A store may lack the similarities.
        ClusterArrays arrays = m_session.cluster();
        arrays.similarity = {};
        std::vector<std::int64_t> ids{10, 18, 2, 26};
        sortMembers(ids, arrays, 2);
        QCOMPARE(ids, (std::vector<std::int64_t>{2, 10, 18, 26}));
    }

    void classesAreSummed() {
        ClassModel model(&m_session);
        const QAbstractItemModelTester tester(&model);
        QCOMPARE(model.rowCount(), 4);
        m_session.filter()->set(Condition::ofText("0-9"));
        m_session.selection()->select(1);
        m_session.annotations()->exclude(SampleSet::of(200, std::vector<std::int64_t>{5, 9}));
        const ClassModel::Row bee = model.classes().at(1);
        QCOMPARE(bee.samples, std::int64_t{50});
        QCOMPARE(bee.matched, std::int64_t{3});
        QCOMPARE(bee.selected, std::int64_t{1});
        QCOMPARE(bee.excluded, std::int64_t{2});
        QCOMPARE(bee.accuracy, 1.0);  // wrong ones are even
        QCOMPARE(model.classes().at(2).accuracy, 0.8);
        QCOMPARE(bee.forgetting, 2.0);
        QCOMPARE(bee.difficulty, 101.0);  // mean of 200 - i over 1, 5, .. 197
        QCOMPARE(model.index(1, ClassModel::Redundant).data().toString(), QString("32.0"));
        m_session.annotations()->relabel(SampleSet::of(200, std::vector<std::int64_t>{1}), 0);
        QCOMPARE(model.classes().at(0).samples, std::int64_t{51});
    }

    void everyColumnHasATitleAndHelp() {
        const ClassModel classes(&m_session);
        for (int column = 1; column < classes.columnCount(); ++column)
            for (const int role : {Qt::DisplayRole, Qt::ToolTipRole})
                QVERIFY(!classes.headerData(column, Qt::Horizontal, role).toString().isEmpty());
    }
};

QTEST_MAIN(TestResultModels)
#include "tst_result_models.moc"
