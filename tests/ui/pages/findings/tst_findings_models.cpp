// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/store/error.h"
#include "tests/ui/pages/findings/findings_project.h"
#include "ui/pages/findings/duplicate_model.h"
#include "ui/pages/findings/list_text.h"
#include "ui/pages/findings/suspect_model.h"
#include "ui/pages/findings/trust.h"
#include "ui/session/annotations.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QUndoStack>
#include <QtTest>

#include <cmath>

using namespace winnow;
using namespace winnow::ui;
using test::FindingsProject;

namespace {

FindingsArrays findingsOf(const Session& session, const std::string& id = "findings-1") {
    return findingsArrays(session.project(), id, session.sampleCount(), session.classCount());
}

SampleSet one(const Session& session, std::int64_t id) {
    return SampleSet::of(session.sampleCount(), std::array{id});
}

/// A project with 25 suspects and 10 pairs, opened.
struct Bench {
    explicit Bench(std::int64_t classes = 4) : project(400, classes) {
        project.addFindings(25, 10);
        session.open(project.folder());
    }
    FindingsProject project;
    Session session;
};

/// Suspects in the order of the rows.
std::vector<int> order(const CaseModel& model) {
    std::vector<int> cases;
    for (int row = 0; row < model.rowCount(); ++row) cases.push_back(model.caseAt(row));
    return cases;
}

/// Overwrites a file of an artifact.
void damage(const FindingsProject& project, const char* path, const QByteArray& bytes) {
    QFile file(QString::fromStdString((project.path() / "arrays" / path).string()));
    QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(file.fileName()));
    file.write(bytes);
}

}  // namespace

class TestFindingsModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aDamagedArtifactIsOneSentence_data() {
        QTest::addColumn<QByteArray>("file");
        for (const char* file : {"sample.npy", "score.npy", "evidence.npy", "duplicate.npy"})
            QTest::newRow(file) << QByteArray(file);
    }
    void aDamagedArtifactIsOneSentence() {
        QFETCH(QByteArray, file);
        Bench bench;
        damage(bench.project, "findings-1/" + file, "no array");
        QVERIFY_THROWS_EXCEPTION(Error, (void)findingsOf(bench.session));
    }

    void idsOutsideTheDataSetAreRefused() {
        Bench bench;
        bool refused = false;
        try {
            (void)findingsArrays(bench.session.project(), "findings-1", 100, 4);
        } catch (const Error& error) {
            refused = QByteArray(error.what()).contains("does not have");
        }
        QVERIFY(refused);
        QVERIFY_THROWS_EXCEPTION(
            Error, (void)findingsArrays(bench.session.project(), "findings-1", 400, 2));
    }

    void showsSuspectsAsTheyAreRanked() {
        Bench bench;
        SuspectModel model(&bench.session);
        const QAbstractItemModelTester tester(&model);
        QCOMPARE(model.rowCount(), 0);
        model.setFindings(findingsOf(bench.session));
        QCOMPARE(model.rowCount(), 25);
        const auto cell = [&](int row, int column) {
            return model.index(row, column).data().toString();
        };
        QCOMPARE(cell(0, SuspectModel::Sample), QStringLiteral("#3"));
        QCOMPARE(cell(0, SuspectModel::Given), QStringLiteral("T-shirt/top"));
        QCOMPARE(cell(0, SuspectModel::Suggested), QStringLiteral("Dress"));
        QCOMPARE(cell(0, SuspectModel::Score), QStringLiteral("1.000"));
        QCOMPARE(cell(2, SuspectModel::Margin), QStringLiteral("−2.00"));
        QCOMPARE(cell(9, SuspectModel::Difficulty), QStringLiteral("–"));
        QCOMPARE(cell(0, SuspectModel::State), QStringLiteral("open"));
        for (int column = 0; column < SuspectModel::Columns; ++column) {
            QVERIFY(
                !model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
            QVERIFY(model.headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString().size() >
                    20);
        }
    }

    void sortsByAnyColumn() {
        Bench bench;
        SuspectModel model(&bench.session);
        const QAbstractItemModelTester tester(&model);
        model.setFindings(findingsOf(bench.session));
        QPersistentModelIndex third = model.index(3, 0);
        model.sort(SuspectModel::Margin, Qt::AscendingOrder);
        QCOMPARE(model.caseAt(0), 24);
        QCOMPARE(third.row(), 21);
        model.sort(SuspectModel::Difficulty, Qt::AscendingOrder);
        // What is not known stands last, in either direction.
        QCOMPARE(model.caseAt(0), 24);
        QCOMPARE(model.caseAt(24), 19);
        model.sort(SuspectModel::Difficulty, Qt::DescendingOrder);
        QCOMPARE(model.caseAt(0), 0);
        QCOMPARE(model.caseAt(24), 19);
        model.sort(SuspectModel::Given, Qt::AscendingOrder);
        QCOMPARE(model.index(0, SuspectModel::Given).data().toString(), QStringLiteral("Dress"));
        model.sort(SuspectModel::Rank, Qt::DescendingOrder);
        QCOMPARE(model.caseAt(0), 24);
        model.sort(-1);
        QCOMPARE(model.caseAt(0), 0);
    }

    void theFilterDimsOrHides() {
        Bench bench;
        SuspectModel model(&bench.session);
        const QAbstractItemModelTester tester(&model);
        model.setFindings(findingsOf(bench.session));
        bench.session.filter()->set(Condition::ofSamples("two", {3, 23}));
        QCOMPARE(model.rowCount(), 25);
        QVERIFY(!model.index(0, 0).data(CaseDimRole).toBool());
        QVERIFY(model.index(2, 0).data(CaseDimRole).toBool());
        QCOMPARE(model.matchingSamples().count(), 2);
        QCOMPARE(model.nextOpen(1), 0);  // past the dimmed ones, from the top again
        bench.session.filter()->setMode(Filter::Mode::Hide);
        QCOMPARE(order(model), (std::vector{0, 1}));
        QCOMPARE(model.rowOf(2), -1);
        bench.session.filter()->clear();
        QCOMPARE(model.rowCount(), 25);
    }

    void theStateFollowsTheDecisions() {
        Bench bench;
        SuspectModel model(&bench.session);
        model.setFindings(findingsOf(bench.session));
        Annotations* marks = bench.session.annotations();
        const auto state = [&](int row) {
            return model.index(row, SuspectModel::State).data().toString();
        };
        marks->relabel({{3, 3}, {23, 3}});
        QCOMPARE(state(0), QStringLiteral("accepted"));
        QCOMPARE(bench.session.undoStack()->undoText(), QStringLiteral("Relabel 2 samples"));
        marks->relabel(one(bench.session, 43), 1);
        QCOMPARE(state(2), QStringLiteral("Trouser"));
        QCOMPARE(model.verdictAt(2), Verdict::Relabelled);
        marks->keep(one(bench.session, 63));
        QCOMPARE(state(3), QStringLiteral("kept"));
        marks->exclude(one(bench.session, 7));
        QCOMPARE(state(4), QStringLiteral("excluded"));
        QCOMPARE(model.judged(), 5);
        QCOMPARE(model.tally(), (std::array{20, 2, 1, 1, 1}));
        QCOMPARE(model.nextOpen(0), 5);
        marks->withdraw(one(bench.session, 7));
        QCOMPARE(state(4), QStringLiteral("open"));
        QCOMPARE(bench.session.undoStack()->undoText(), QStringLiteral("Reopen 1 sample"));
        for (int step = 0; step < 5; ++step) bench.session.undoStack()->undo();
        QCOMPARE(model.judged(), 0);
    }

    void decisionsAreStored() {
        const FindingsProject project;
        {
            Session session;
            QVERIFY(session.open(project.folder()));
            session.annotations()->keep(one(session, 5));
            session.annotations()->relabel({{6, 1}, {7, 2}});
        }
        Session again;
        QVERIFY(again.open(project.folder()));
        QCOMPARE(again.annotations()->kept().ids(), (std::vector<std::int64_t>{5}));
        QCOMPARE(again.annotations()->newLabel(6), 1);
        QCOMPARE(again.annotations()->newLabel(7), 2);
    }

    void aDecisionIsAboutAllSelectedRowsOrTheCurrentOne() {
        Bench bench;
        SuspectModel model(&bench.session);
        model.setFindings(findingsOf(bench.session));
        QCOMPARE(model.targets(4), (std::vector{4}));
        bench.session.selection()->select(model.samplesBetween(3, 1));
        QCOMPARE(model.targets(2), (std::vector{1, 2, 3}));
        QCOMPARE(model.targets(4), (std::vector{4}));
        QCOMPARE(model.targets(-1), (std::vector{1, 2, 3}));
    }

    void showsPairs() {
        Bench bench;
        DuplicateModel model(&bench.session);
        const QAbstractItemModelTester tester(&model);
        model.setFindings(findingsOf(bench.session));
        QCOMPARE(model.rowCount(), 10);
        const auto cell = [&](int row, int column) {
            return model.index(row, column).data().toString();
        };
        QCOMPARE(cell(1, DuplicateModel::First), QStringLiteral("#9"));
        QCOMPARE(cell(1, DuplicateModel::Second), QStringLiteral("#13"));
        QCOMPARE(cell(1, DuplicateModel::Cosine), QStringLiteral("0.9990"));
        QCOMPARE(cell(1, DuplicateModel::Kind), QStringLiteral("gradients equal"));
        QCOMPARE(cell(4, DuplicateModel::Labels), QStringLiteral("two labels"));
        QCOMPARE(cell(3, DuplicateModel::Labels), QStringLiteral("the same"));
        model.sort(DuplicateModel::Labels, Qt::AscendingOrder);
        QCOMPARE(model.caseAt(0), 4);
        QCOMPARE(model.caseAt(1), 9);
        model.sort(DuplicateModel::Cosine, Qt::AscendingOrder);
        QCOMPARE(model.caseAt(0), 9);
    }

    void exactCopiesLeaveOneOfEach() {
        Bench bench;
        DuplicateModel model(&bench.session);
        model.setFindings(findingsOf(bench.session));
        // Pairs 0, 2, 6, 8: pixels equal; 4 too, but it has two labels.
        QCOMPARE(model.exactCopies().ids(), (std::vector<std::int64_t>{5, 21, 53, 69}));
        Annotations* marks = bench.session.annotations();
        marks->exclude(one(bench.session, 1));  // the first of pair 0: its twin must stay
        QCOMPARE(model.verdictAt(0), PairVerdict::FirstExcluded);
        QCOMPARE(model.exactCopies().ids(), (std::vector<std::int64_t>{21, 53, 69}));
        marks->relabel(one(bench.session, 32), 1);  // settles the labels of pair 4
        QVERIFY(!model.conflicts(4));
        QCOMPARE(model.exactCopies().ids(), (std::vector<std::int64_t>{21, 33, 53, 69}));
        marks->keep(SampleSet::of(400, std::vector<std::int64_t>{17, 21}));
        QCOMPARE(model.verdictAt(2), PairVerdict::Kept);
        QCOMPARE(model.judged(), 2);
    }

    void theListIsWritten() {
        Bench bench;
        SuspectModel suspects(&bench.session);
        suspects.setFindings(findingsOf(bench.session));
        bench.session.annotations()->relabel({{3, 3}});
        suspects.sort(SuspectModel::Rank, Qt::DescendingOrder);
        const QStringList lines = suspectCsv(bench.session, suspects).split(u'\n');
        QCOMPARE(lines.size(), 27);
        QVERIFY(lines[0].startsWith(QStringLiteral("rank,id,name,given,suggested,score,")));
        QCOMPARE(lines[25],
                 QStringLiteral("1,3,,T-shirt/top,Dress,1,0,0,0,25,0.5,0.75,accepted,Dress"));
        QCOMPARE(lines[24],
                 QStringLiteral("2,23,,T-shirt/top,Dress,0.95999999999999996,-1,"
                                "0.0399999991,1,24,0.5,0.75,open,"));
        QVERIFY(lines[16].startsWith(QStringLiteral("10,27,,Dress,T-shirt/top,")));
        QVERIFY(lines[16].contains(QStringLiteral(",2,,0.5,")));  // difficulty is not known
        DuplicateModel pairs(&bench.session);
        pairs.setFindings(findingsOf(bench.session));
        QCOMPARE(duplicateCsv(bench.session, pairs).split(u'\n')[5],
                 QStringLiteral("5,32,,T-shirt/top,33,,Trouser,0.995999992,pixels equal,two "
                                "labels,open"));
    }

    void trustIsReadFromPlantedFlips() {
        Bench bench;
        QVERIFY(!flipTrust(bench.session));
        bench.project.addFlips(test::kFlipsResult);
        bench.session.refresh();
        const auto trust = flipTrust(bench.session);
        QVERIFY(trust);
        QCOMPARE(trust->share, 0.05);
        QCOMPARE(trust->flips, 20);
        QCOMPARE(trust->seeds, 3);
        QCOMPARE(trust->rows.size(), 3U);
        QCOMPARE(trust->rows[0].auc, 0.97);
        QCOMPARE(trust->rows[1].auc, 0.95);
        QCOMPARE(trust->rows[1].direction, QStringLiteral("lower"));
        QVERIFY(std::isnan(trust->rows[2].auc));
        bench.project.addFlips("{");
        bench.session.refresh();
        QVERIFY_THROWS_EXCEPTION(Error, (void)flipTrust(bench.session));
    }

    void trustIsCountedOnWhatTheDataSetCameWith() {
        Bench bench;
        const auto trust = plantedTrust(bench.session, findingsOf(bench.session));
        QVERIFY(trust);
        QCOMPARE(trust->planted, 20);
        QCOMPARE(trust->looked, 20);
        QCOMPARE(trust->found, 16);
        QCOMPARE(trust->precision(), 0.8);
        QCOMPARE(trust->share, 0.05);
        QCOMPARE(scoreTitle("something_new"), QStringLiteral("something_new"));
    }

    /// The window's thread must not be held: opening, sorting and filtering as many suspects as
    /// there are samples.
    void sixtyThousandAreQuick() {
        constexpr int kMost = 60000, kMilliseconds = 100;
        FindingsProject project(kMost, 100, true, 8);
        project.addFindings(kMost, 200);
        Session session;
        QVERIFY(session.open(project.folder()));
        SuspectModel model(&session);
        const FindingsArrays findings = findingsOf(session);
        // The best of three: other programs may hold the machine for a moment.
        const auto time = [](auto&& work) {
            qint64 best = 1'000'000;
            for (int i = 0; i < 3; ++i) {
                QElapsedTimer timer;
                timer.start();
                work();
                best = std::min(best, timer.elapsed());
            }
            return best;
        };
        const qint64 opening = time([&] { model.setFindings(findings); });
        QCOMPARE(model.rowCount(), kMost);
        const qint64 sorting = time([&] { model.sort(SuspectModel::Given, Qt::AscendingOrder); });
        const qint64 numbers = time([&] { model.sort(SuspectModel::Margin, Qt::AscendingOrder); });
        QCOMPARE(model.caseAt(0), kMost - 1);
        std::int64_t label = 0;
        const qint64 filtering = time([&] {
            session.filter()->restore({Condition::ofClasses({++label, 50, 60})},
                                      Filter::Mode::Hide);
        });
        QCOMPARE(model.rowCount(), static_cast<int>(session.filter()->matches().count()));
        session.filter()->restore({}, Filter::Mode::Dim);
        std::int64_t given = 0;
        const qint64 deciding =
            time([&] { session.annotations()->relabel(SampleSet(kMost, true), ++given); });
        QCOMPARE(model.judged(), kMost);
        qInfo(
            "60 000 suspects: open %lld, sort by class %lld, by number %lld, filter %lld, relabel "
            "all %lld ms",
            opening,
            sorting,
            numbers,
            filtering,
            deciding);
        QVERIFY(opening < kMilliseconds);
        QVERIFY(sorting < kMilliseconds);
        QVERIFY(numbers < kMilliseconds);
        QVERIFY(filtering < kMilliseconds);
    }
};

QTEST_MAIN(TestFindingsModels)
#include "tst_findings_models.moc"
