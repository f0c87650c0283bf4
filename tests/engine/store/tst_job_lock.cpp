// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/store/child.h"
#include "tests/engine/store/store_test.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <array>
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace winnow;
using namespace winnow::store;
using namespace winnow::test;

namespace fs = std::filesystem;

namespace {

const nlohmann::json kSpec{{"dataset", "dataset-1"}, {"epochs", 3}};

/// A process that holds the job until it is killed.
class Holder {
public:
    explicit Holder(const fs::path& folder) {
        std::array<int, 2> ends{};
        if (::pipe(ends.data()) != 0) return;
        m_child = ::fork();
        if (m_child == 0) {
            Project project = Project::open(folder, Access::Write);
            JobLock job(project, "train", kSpec);
            writeBytes(job.workFolder() / "tile", "half of it");
            job.progress("epochs", 1, 3);
            const bool told = ::write(ends[1], "x", 1) == 1;
            while (told) ::pause();
            ::_exit(1);
        }
        ::close(ends[1]);
        char ready = 0;
        m_ready = ::read(ends[0], &ready, 1) == 1;
        ::close(ends[0]);
    }
    ~Holder() { kill(); }
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;

    void kill() {
        if (m_child <= 0) return;
        ::kill(m_child, SIGKILL);
        ::waitpid(m_child, nullptr, 0);
        m_child = 0;
    }
    [[nodiscard]] bool isReady() const { return m_ready; }
    [[nodiscard]] pid_t pid() const { return m_child; }

private:
    pid_t m_child = 0;
    bool m_ready = false;
};

}  // namespace

class TestJobLock : public QObject {
    Q_OBJECT

    std::optional<QTemporaryDir> m_dir;
    fs::path folder() { return pathOf(*m_dir) / "p"; }

private Q_SLOTS:
    void init() {
        m_dir.emplace();
        (void)Project::create(folder());
    }

    void aDoneJobKeepsItsRowAndNotItsWork() {
        Project project = Project::open(folder(), Access::Write);
        JobLock job(project, "train", kSpec);
        QCOMPARE(job.id(), std::string("job-1"));
        QVERIFY(!job.resumed());
        QVERIFY(fs::is_directory(job.workFolder()));
        QCOMPARE(project.jobs().at(0).state, JobState::Running);
        QCOMPARE(project.jobs().at(0).pid, std::int64_t{::getpid()});
        ArtifactRow row;
        row.kind = "run";
        row.job = job.id();
        ArtifactDraft draft(project, row);
        const std::string id = draft.commit(nlohmann::json::object(), 0);
        job.progress("epochs", 3, 3);
        job.finish(JobState::Done, "", id);
        QVERIFY(!fs::exists(job.workFolder()));
        QVERIFY(namesIn(folder() / "jobs").empty());
        const JobRow done = project.jobs().at(0);
        QCOMPARE(done.state, JobState::Done);
        QCOMPARE(done.artifact, id);
        QCOMPARE(done.spec, canonical(kSpec));
        QCOMPARE(done.stage, std::string("epochs"));
        QCOMPARE(done.done, std::int64_t{3});
        QVERIFY(!done.started.empty() && !done.ended.empty());
        QCOMPARE(project.artifact(id)->job, std::string("job-1"));
    }

    void theSameJobAgainAfterItIsDoneIsANewOne() {
        Project project = Project::open(folder(), Access::Write);
        JobLock(project, "train", kSpec).finish(JobState::Done, "");
        JobLock again(project, "train", kSpec);
        QCOMPARE(again.id(), std::string("job-2"));
        QVERIFY(!again.resumed());
    }

    void aJobThatEndsWithoutFinishHasFailed() {
        Project project = Project::open(folder(), Access::Write);
        { JobLock job(project, "train", kSpec); }
        QCOMPARE(project.jobs().at(0).state, JobState::Failed);
        QVERIFY(!project.jobs().at(0).message.empty());
    }

    void anUnfinishedJobIsContinuedInItsWorkFolder_data() {
        QTest::addColumn<int>("state");
        QTest::newRow("cancelled") << static_cast<int>(JobState::Cancelled);
        QTest::newRow("failed") << static_cast<int>(JobState::Failed);
        QTest::newRow("interrupted") << static_cast<int>(JobState::Interrupted);
    }
    void anUnfinishedJobIsContinuedInItsWorkFolder() {
        QFETCH(int, state);
        Project project = Project::open(folder(), Access::Write);
        {
            JobLock job(project, "train", kSpec);
            writeBytes(job.workFolder() / "tile", "x");
            job.finish(static_cast<JobState>(state), "told");
        }
        QCOMPARE(project.jobs().at(0).message, std::string("told"));
        JobLock again(project, "train", kSpec);
        QCOMPARE(again.id(), std::string("job-1"));
        QVERIFY(again.resumed());
        QCOMPARE(bytesOf(again.workFolder() / "tile"), std::string("x"));
        QCOMPARE(project.jobs().size(), std::size_t{1});
        QCOMPARE(project.jobs().at(0).state, JobState::Running);
        QVERIFY(project.jobs().at(0).message.empty());
    }

    void otherSpecsAreOtherJobs() {
        Project project = Project::open(folder(), Access::Write);
        JobLock one(project, "train", kSpec);
        JobLock two(project, "train", {{"epochs", 4}});
        JobLock three(project, "kernel", kSpec);
        QVERIFY(one.id() != two.id() && two.id() != three.id());
        QVERIFY(one.workFolder() != two.workFolder());
    }

    void theSameJobInThisProcessIsRefused() {
        Project project = Project::open(folder(), Access::Write);
        JobLock job(project, "train", {{"a", 1}, {"b", 2}});
        WINNOW_THROWS(BadInput,
                      "running already (job-1, process " + std::to_string(::getpid()),
                      JobLock(project, "train", nlohmann::json::parse(R"({"b":2,"a":1})")));
    }

    void theSameJobInAnotherProcessIsRefusedAndAfterItsDeathContinued() {
        Holder holder(folder());
        QVERIFY(holder.isReady());
        Project project = Project::open(folder(), Access::Write);
        WINNOW_THROWS(BadInput,
                      "running already (job-1, process " + std::to_string(holder.pid()),
                      JobLock(project, "train", kSpec));
        QCOMPARE(project.jobs().at(0).state, JobState::Running);
        QCOMPARE(project.jobs().at(0).done, std::int64_t{1});
        holder.kill();
        const JobRow dead = Project::open(folder(), Access::Read).jobs().at(0);
        QCOMPARE(dead.state, JobState::Interrupted);
        QVERIFY(dead.message.find("ended before") != std::string::npos);
        JobLock job(project, "train", kSpec);
        QCOMPARE(job.id(), std::string("job-1"));
        QVERIFY(job.resumed());
        QCOMPARE(bytesOf(job.workFolder() / "tile"), std::string("half of it"));
        QCOMPARE(project.jobs().at(0).pid, std::int64_t{::getpid()});
    }

    void aJobIsFinishedOnce() {
        Project project = Project::open(folder(), Access::Write);
        JobLock job(project, "train", kSpec);
        job.finish(JobState::Cancelled, "");
        WINNOW_THROWS(Internal, "finished twice", job.finish(JobState::Done, ""));
        QCOMPARE(project.jobs().at(0).state, JobState::Cancelled);
    }

    void aMovedLockIsHeldOnce() {
        Project project = Project::open(folder(), Access::Write);
        {
            JobLock job(project, "train", kSpec);
            const JobLock moved = std::move(job);
            QCOMPARE(moved.id(), std::string("job-1"));
            QCOMPARE(project.jobs().at(0).state, JobState::Running);
        }
        QCOMPARE(project.jobs().at(0).state, JobState::Failed);
    }

    void workOfADoneJobThatWasLeftIsSwept() {
        Project project = Project::open(folder(), Access::Write);
        JobLock(project, "train", kSpec).finish(JobState::Done, "");
        JobLock(project, "kernel", kSpec).finish(JobState::Failed, "no");
        fs::create_directories(folder() / "work/job-1/tiles");
        (void)Project::open(folder(), Access::Write);
        QCOMPARE(namesIn(folder() / "work"), std::vector<std::string>{"job-2"});
    }

    void progressNeverThrows() {
        Project project = Project::open(folder(), Access::Write);
        JobLock job(project, "train", kSpec);
        sql(folder(), "ALTER TABLE job RENAME TO gone");
        job.progress("epochs", 1, 2);
        sql(folder(), "ALTER TABLE gone RENAME TO job");
    }

    void namesOfStates() {
        QCOMPARE(jobStateName(JobState::Queued), std::string_view("queued"));
        QCOMPARE(jobStateName(JobState::Interrupted), std::string_view("interrupted"));
    }
};

QTEST_GUILESS_MAIN(TestJobLock)
#include "tst_job_lock.moc"
