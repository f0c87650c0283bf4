// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/session/read_only_folder.h"
#include "tests/ui/session/sample_project.h"
#include "ui/session/annotations.h"
#include "ui/session/filter.h"
#include "ui/session/selection.h"
#include "ui/session/session.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

using namespace winnow;
using namespace winnow::ui;

using Ids = std::vector<std::int64_t>;

class TestSession : public QObject {
    Q_OBJECT

    /// "dataset-1 run-1 - ...", in the order of Part.
    [[nodiscard]] static QString chosen(const Session& session) {
        QStringList ids;
        for (int i = 0; i < kParts; ++i) {
            const QString id = session.chosen(static_cast<Part>(i));
            ids += id.isEmpty() ? QStringLiteral("-") : id;
        }
        return ids.join(QLatin1Char(' '));
    }

private Q_SLOTS:
    void opensWhatFitsTogether() {
        const test::SampleProject project;
        Session session;
        const QSignalSpy opened(&session, &Session::opened);
        const QSignalSpy dataset(&session, &Session::datasetChanged);
        QVERIFY(session.open(project.folder()));
        QCOMPARE(opened.count(), 1);
        QCOMPARE(dataset.count(), 1);
        QCOMPARE(session.name(), QString("sample"));
        QVERIFY(session.isWritable());
        QCOMPARE(chosen(session),
                 QString("dataset-1 run-1 kernel-1 cluster-1 embedding-1 selection-1"));
        QCOMPARE(session.sampleCount(), std::int64_t{200});
        QCOMPARE(session.classNames(), (QStringList{"ant", "bee", "cat", "dog"}));
        QCOMPARE(session.label(6), std::int64_t{2});
        QCOMPARE(session.label(200), std::int64_t{-1});
        QCOMPARE(session.className(3), QString("dog"));
        QCOMPARE(session.title("dataset-1"), QString("squares"));
        QCOMPARE(session.title("run-1"), QString("run-1"));
        QCOMPARE(session.ancestor("cluster-1", Part::Run), QString("run-1"));
    }

    void arraysAreTheFiles() {
        const test::SampleProject project;
        Session session;
        QVERIFY(session.open(project.folder()));
        QCOMPARE(session.run().epochs(), std::int64_t{6});
        QCOMPARE(session.run().loss.row(2)[3], 0.5F * 403);
        QCOMPARE(session.run().curve.row(1)[5], 0.1 * 11);
        QCOMPARE(session.kernel().neighbours.row(199)[0], std::int64_t{0});
        QCOMPARE(session.cluster().sizes[3], std::int64_t{13});
        QCOMPARE(session.embedding().rows, std::int64_t{100});
        QCOMPARE(session.embedding().rowOf(8), std::optional<std::int64_t>(4));
        QVERIFY(!session.embedding().rowOf(7));
        QCOMPARE(session.embedding().idAt(4), std::int64_t{8});
        QCOMPARE(session.chosenSelection().kept[1], std::uint8_t{0});
    }

    void choosingARunDropsWhatWasMadeFromAnother() {
        test::SampleProject project;
        project.addRun();
        Session session;
        QVERIFY(session.open(project.folder()));
        const QSignalSpy changed(&session, &Session::chosenChanged);
        session.choose(Part::Run, "run-2");
        QCOMPARE(chosen(session), QString("dataset-1 run-2 - - - selection-1"));
        QCOMPARE(changed.count(), 4);
        QVERIFY(session.kernel().id.isEmpty());
        session.choose(Part::Cluster, "cluster-1");
        QCOMPARE(chosen(session),
                 QString("dataset-1 run-1 kernel-1 cluster-1 embedding-1 selection-1"));
        session.choose(Part::Run, "kernel-1");
        session.choose(Part::Run, "run-7");
        QCOMPARE(session.chosen(Part::Run), QString("run-1"));
    }

    void anotherDatasetBeginsAnew() {
        test::SampleProject project;
        project.addDataset("second");
        Session session;
        QVERIFY(session.open(project.folder()));
        session.selection()->select(5);
        session.choose(Part::Dataset, "dataset-2");
        QCOMPARE(chosen(session), QString("dataset-2 - - - - -"));
        QVERIFY(session.selection()->samples().empty());
        QVERIFY(!session.undoStack()->canUndo());
        session.choose(Part::Dataset, "dataset-1");
        QCOMPARE(session.chosen(Part::Cluster), QString("cluster-1"));
        QCOMPARE(session.selection()->samples().ids(), Ids{5});
    }

    void newResultsAreSeen() {
        test::SampleProject project(200, false);
        Session session;
        QVERIFY(session.open(project.folder()));
        QCOMPARE(chosen(session), QString("dataset-1 - - - - -"));
        const QSignalSpy changed(&session, &Session::artifactsChanged);
        project.addRun();
        QTRY_COMPARE(session.chosen(Part::Run), QString("run-1"));
        project.addKernel();
        session.refresh();
        QCOMPARE(session.chosen(Part::Kernel), QString("kernel-1"));
        // A second run does not take away what is looked at.
        project.addRun();
        session.refresh();
        QCOMPARE(session.chosen(Part::Run), QString("run-1"));
        QCOMPARE(session.artifacts(Part::Run).size(), std::size_t{2});
        QVERIFY(changed.count() >= 3);
    }

    void stateComesBack() {
        const test::SampleProject project;
        {
            Session session;
            QVERIFY(session.open(project.folder()));
            session.selection()->select(SampleSet::of(200, Ids{3, 64, 199}));
            session.selection()->setCurrent(64);
            session.filter()->set(Condition::ofClasses({0, 3}));
            session.filter()->setMode(Filter::Mode::Hide);
            session.setSetting("window/page", "clusters");
        }
        Session session;
        QVERIFY(session.open(project.folder()));
        QCOMPARE(session.selection()->samples().ids(), (Ids{3, 64, 199}));
        QCOMPARE(session.selection()->current(), std::int64_t{64});
        QCOMPARE(session.filter()->conditions().front(), Condition::ofClasses({0, 3}));
        QCOMPARE(session.filter()->mode(), Filter::Mode::Hide);
        QCOMPARE(session.setting("window/page"), std::optional(QString("clusters")));
        QVERIFY(!session.undoStack()->canUndo());
    }

    void badProjectsAreOneSentence_data() {
        QTest::addColumn<QString>("damage");
        QTest::addColumn<QString>("part");
        QTest::addRow("not there") << "absent"
                                   << "no project";
        QTest::addRow("no catalogue") << "empty"
                                      << "project.db";
        QTest::addRow("damaged") << "damaged"
                                 << "project";
    }
    void badProjectsAreOneSentence() {
        QFETCH(QString, damage);
        QFETCH(QString, part);
        const test::SampleProject project;
        QString folder = project.folder();
        const QString catalogue = folder + "/project.db";
        if (damage == "absent") folder += "-elsewhere";
        if (damage == "empty") QVERIFY(QFile::remove(catalogue));
        if (damage == "damaged") {
            QFile file(catalogue);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QByteArray(4096, 'x'));
        }
        Session session;
        const QSignalSpy failed(&session, &Session::failed);
        QVERIFY(!session.open(folder));
        QVERIFY(!session.isOpen());
        QCOMPARE(failed.count(), 1);
        const QString sentence = failed.front().front().toString();
        QVERIFY2(sentence.contains(part) && sentence.endsWith('.'), qPrintable(sentence));
        const test::SampleProject good;
        QVERIFY(session.open(good.folder()));
    }

    void aDamagedResultLeavesTheRest() {
        const test::SampleProject project;
        QVERIFY(QFile::resize(project.folder() + "/arrays/kernel-1/diagonal.npy", 200));
        Session session;
        const QSignalSpy failed(&session, &Session::failed);
        QVERIFY(session.open(project.folder()));
        QCOMPARE(failed.count(), 1);
        QVERIFY2(failed.front().front().toString().contains("diagonal.npy"),
                 qPrintable(failed.front().front().toString()));
        QVERIFY(session.kernel().id.isEmpty());
        QCOMPARE(session.run().id, QString("run-1"));
        QCOMPARE(session.cluster().id, QString("cluster-1"));
    }

    void aProjectThatGoesAwayIsTold() {
        const test::SampleProject project;
        Session session;
        QVERIFY(session.open(project.folder()));
        const QSignalSpy failed(&session, &Session::failed);
        QVERIFY(QFile::rename(project.folder(), project.folder() + "-moved"));
        QTRY_COMPARE(failed.count(), 1);
        QVERIFY(failed.front().front().toString().contains("not there any more"));
        QCOMPARE(session.run().forgetting[8], std::int64_t{3});
        session.close();
    }

    void aProjectThatCannotBeWrittenIsLookedAt() {
        const test::SampleProject project;
        const test::ReadOnlyFolder folder(project.folder());
        if (!folder.holds()) QSKIP("this user may write everywhere");
        Session session;
        const QSignalSpy failed(&session, &Session::failed);
        QVERIFY(session.open(project.folder()));
        QVERIFY(!session.isWritable());
        session.annotations()->tag(SampleSet::of(200, Ids{1}), "x");
        QCOMPARE(failed.count(), 1);
        QVERIFY(session.annotations()->tags().isEmpty());
        session.selection()->select(4);
        QCOMPARE(session.selection()->count(), std::int64_t{1});
    }

    void classesKeepTheirMarks() {
        const test::SampleProject project;
        Session session;
        QVERIFY(session.open(project.folder()));
        QCOMPARE(session.classSlots().classCount(), 4);
        QCOMPARE(session.classSlots().slotOf(2), std::optional(2));
    }
};

QTEST_MAIN(TestSession)
#include "tst_session.moc"
