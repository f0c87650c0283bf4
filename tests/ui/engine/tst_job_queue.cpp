// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/engine/engine_script.h"
#include "tests/ui/session/sample_project.h"
#include "ui/engine/job_queue.h"
#include "ui/session/session.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <nlohmann/json.hpp>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace winnow;
using namespace winnow::ui;

class TestJobQueue : public QObject {
    Q_OBJECT

    std::optional<test::SampleProject> m_project;
    std::optional<Session> m_session;
    std::optional<JobQueue> m_queue;
    std::optional<QAbstractItemModelTester> m_tester;

    [[nodiscard]] JobState stateOf(int number) const {
        const Job* job = m_queue->job(number);
        return job == nullptr ? JobState::Queued : job->state;
    }
    static constexpr const char* kEndless =
        "trap 'exit 3' TERM; echo '{\"event\":\"progress\",\"stage\":\"tiles\",\"done\":41,"
        "\"total\":60,\"eta_s\":2}'; while :; do sleep 0.05; done";

private Q_SLOTS:
    void init() {
        m_project.emplace(40);
        m_session.emplace();
        QVERIFY(m_session->open(m_project->folder()));
        m_queue.emplace(&*m_session);
        m_tester.emplace(&*m_queue);
    }
    void cleanup() {
        m_tester.reset();
        m_queue.reset();
        m_session.reset();
        m_project.reset();
    }

    void theRealEngineImports() {
        const QSignalSpy made(&*m_queue, &JobQueue::artifactMade);
        QSignalSpy ended(&*m_queue, &JobQueue::jobEnded);
        const int number = m_queue->start(
            {"import", "{\"source\":\"planted\",\"name\":\"planted\",\"limit\":100}"});
        QVERIFY(ended.wait(60000));
        const Job* job = m_queue->job(number);
        QVERIFY2(job->state == JobState::Done, qPrintable(job->sentence));
        QCOMPARE(job->title, QString("Import a data set"));
        QCOMPARE(job->id, QString("job-1"));
        QCOMPARE(made.front().at(1).toString(), QString("dataset-2"));
        QVERIFY(m_session->artifact("dataset-2") != nullptr);
        QCOMPARE(m_queue->rowCount(), 1);
        QCOMPARE(m_queue->index(0, JobQueue::Made).data().toString(), QString("planted"));

        // The next window finds it in the catalogue.
        Session other;
        QVERIFY(other.open(m_project->folder()));
        const JobQueue queue(&other);
        QCOMPARE(queue.rowCount(), 1);
        QCOMPARE(queue.jobs().front().state, JobState::Done);
        QCOMPARE(queue.jobs().front().artifact, QString("dataset-2"));
    }

    void theRealEngineRefuses() {
        QSignalSpy ended(&*m_queue, &JobQueue::jobEnded);
        const int number = m_queue->start({"train", "{\"dataset\":\"squares\",\"epochs\":0}"});
        QVERIFY(ended.wait(60000));
        QCOMPARE(stateOf(number), JobState::Failed);
        QVERIFY2(m_queue->job(number)->sentence.contains("epochs", Qt::CaseInsensitive),
                 qPrintable(m_queue->job(number)->sentence));
        QVERIFY(m_queue->job(number)->sentence.endsWith('.'));
    }

    void heavyJobsRunOneAtATime() {
        const test::EngineScript script(kEndless);
        const int first = m_queue->start({"train", "{}"});
        const int second = m_queue->start({"kernel", "{}"});
        const int light = m_queue->start({"import", "{}"});
        QCOMPARE(stateOf(first), JobState::Running);
        QCOMPARE(stateOf(second), JobState::Queued);
        QCOMPARE(stateOf(light), JobState::Running);
        QCOMPARE(m_queue->runningJob()->number, first);
        QTRY_COMPARE(m_queue->job(first)->done, std::int64_t{41});
        m_queue->cancel(first);
        QTRY_COMPARE(stateOf(second), JobState::Running);
        QCOMPARE(stateOf(first), JobState::Cancelled);
        m_queue->shutDown(20000);
        QCOMPARE(stateOf(second), JobState::Cancelled);
        QCOMPARE(stateOf(light), JobState::Cancelled);
    }

    void aJobThatWaitsDoesNotHideTheOneThatRuns() {
        const test::EngineScript script(kEndless);
        QVERIFY(m_queue->present("train") == nullptr);
        const int runs = m_queue->start({"train", "{}"});
        const int waits = m_queue->start({"train", "{\"epochs\":2}"});
        m_queue->start({"train", "{\"epochs\":3}"});
        QCOMPARE(m_queue->present("train")->number, runs);
        const auto others = [runs](const Job& job) { return job.number != runs; };
        QCOMPARE(m_queue->present("train", others)->number, waits);
        QVERIFY(m_queue->present("kernel") == nullptr);
        QTRY_COMPARE(jobProgressText(*m_queue->job(runs)), QString("tiles: 41 of 60"));
        QCOMPARE(jobShare(*m_queue->job(runs)), 41.0 / 60);
        QCOMPARE(jobProgressText(*m_queue->job(waits)), QString("Waits for the job before it"));
        m_queue->shutDown(20000);
    }

    void whatWaitedIsOfferedAtTheNextStart_data() {
        QTest::addColumn<bool>("killed");
        QTest::newRow("the window was closed") << false;
        QTest::newRow("the window was killed") << true;
    }
    void whatWaitedIsOfferedAtTheNextStart() {
        QFETCH(bool, killed);
        const test::EngineScript script(kEndless);
        m_queue->start({"train", "{}"});
        m_queue->start({"kernel", "{\"run\":\"run-1\",\"share\":1.0}"});
        const int given = m_queue->start({"cluster", "{\"kernel\":\"kernel-1\"}"});
        m_queue->cancel(given);
        if (!killed) m_queue->shutDown(20000);
        // Stored by the session's writer; a killed window stores nothing more.
        QTRY_VERIFY(store::Project::open(m_project->path(), store::Access::Read)
                        .setting("window/waiting-jobs")
                        .value_or("")
                        .find("kernel") != std::string::npos);

        Session next;
        JobQueue queue(&next);
        QVERIFY(next.open(m_project->folder()));
        const Job* waited = queue.latest("kernel");
        QVERIFY(waited != nullptr);
        QCOMPARE(waited->state, JobState::Interrupted);
        QVERIFY(waited->resumable);
        QCOMPARE(waited->request.fields, QByteArray("{\"run\":\"run-1\",\"share\":1.0}"));
        QVERIFY(queue.latest("cluster") == nullptr);
        const int again = queue.resume(waited->number);
        QTRY_COMPARE(queue.job(again)->done, std::int64_t{41});
        QVERIFY(std::ranges::none_of(
            queue.jobs(), [](const Job& job) { return job.state == JobState::Interrupted; }));
        queue.shutDown(20000);
        m_queue->shutDown(20000);
    }

    void progressIsShown() {
        const test::EngineScript script(kEndless);
        const int number = m_queue->start({"kernel", "{\"name\":\"mine\"}"});
        QTRY_COMPARE(m_queue->job(number)->done, std::int64_t{41});
        QCOMPARE(m_queue->index(0, JobQueue::Title).data().toString(),
                 QString("Compute how samples act on each other: mine"));
        QCOMPARE(m_queue->index(0, JobQueue::State).data().toString(), QString("Running"));
        QCOMPARE(m_queue->index(0, JobQueue::Progress).data().toString(),
                 QString("tiles: 41 of 60"));
        QCOMPARE(m_queue->index(0, 0).data(JobQueue::ShareRole).toDouble(), 41.0 / 60);
        m_queue->cancel(number);
        QTRY_COMPARE(stateOf(number), JobState::Cancelled);
        QCOMPARE(m_queue->job(number)->sentence, QString("41 of 60 kept (tiles)."));
    }

    void aKilledEngineIsInterruptedAndResumed() {
        int number = 0;
        {
            const test::EngineScript script(
                QByteArray(kEndless).replace("while", "kill -9 $$; while"));
            QSignalSpy ended(&*m_queue, &JobQueue::jobEnded);
            number = m_queue->start({"kernel", "{\"run\":\"run-1\"}"});
            QVERIFY(ended.wait(20000));
        }
        QCOMPARE(stateOf(number), JobState::Interrupted);
        QVERIFY2(m_queue->job(number)->sentence.contains("41 of 60 kept"),
                 qPrintable(m_queue->job(number)->sentence));
        const test::EngineScript script("exit 0");
        const int again = m_queue->resume(number);
        QVERIFY(again != number);
        QCOMPARE(m_queue->job(number), nullptr);
        QCOMPARE(m_queue->job(again)->request.fields, QByteArray("{\"run\":\"run-1\"}"));
        QTRY_COMPARE(stateOf(again), JobState::Done);
    }

    void jobsCutOffComeBackAsInterrupted() {
        m_queue.emplace(&*m_session);
        m_tester.emplace(&*m_queue);
        const pid_t child = ::fork();
        if (child == 0) {
            auto project = store::Project::open(m_project->path(), store::Access::Write);
            store::JobLock lock(
                project, "kernel", {{"kind", "kernel"}, {"fields", {{"run", "run-1"}}}});
            lock.progress("tiles", 5, 9);
            ::kill(::getpid(), SIGKILL);
        }
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFSIGNALED(status));
        m_session->refresh();
        QTRY_COMPARE(m_queue->rowCount(), 1);
        const Job job = m_queue->jobs().front();
        QCOMPARE(job.state, JobState::Interrupted);
        QVERIFY(job.resumable);
        QCOMPARE(job.request.fields, QByteArray("{\"run\":\"run-1\"}"));
        QCOMPARE(job.sentence, QString("It was cut off. 5 of 9 kept (tiles)."));
        m_queue->remove(job.number);
        QCOMPARE(m_queue->rowCount(), 0);
        m_session->close();
        QVERIFY(m_session->open(m_project->folder()));
        QCOMPARE(m_queue->rowCount(), 0);
    }

    void anEngineThatIsMissingIsSaid() {
        const test::NoEngine none;
        QVERIFY(m_queue->engineTrouble().contains("/nowhere/engine"));
        const int number = m_queue->start({"kernel", "{}"});
        QTRY_COMPARE(stateOf(number), JobState::Failed);
    }
};

QTEST_GUILESS_MAIN(TestJobQueue)
#include "tst_job_queue.moc"
