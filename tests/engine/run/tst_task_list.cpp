// SPDX-License-Identifier: Apache-2.0
#include "engine/models/device.h"
#include "engine/run/task_list.h"
#include "engine/store/error.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <fstream>
#include <set>
#include <thread>

using namespace winnow;

namespace {

store::NamedArrays numbersOf(std::int64_t task) {
    const std::vector<std::int64_t> values{task, task * task};
    return {{"values", store::Array::from<std::int64_t>(values, {2})}};
}

class Recording final : public jobs::JobReporter {
public:
    void progress(std::string_view stage, std::int64_t done, std::int64_t total) override {
        lines.push_back(std::string(stage) + ' ' + std::to_string(done) + '/' +
                        std::to_string(total));
    }
    void metric(std::string_view, std::int64_t, double) override {}
    void warning(std::string_view) override {}
    void note(std::string_view message) override { lines.emplace_back(message); }
    void artifact(std::string_view, std::string_view) override {}
    std::vector<std::string> lines;
};

}  // namespace

class TestTaskList : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    [[nodiscard]] std::filesystem::path folder() const {
        return m_folder->path().toStdString() + "/tasks";
    }

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        models::useThreads(2);
    }
    void givesResultsInOrder_data() {
        QTest::addColumn<int>("workers");
        for (const int workers : {0, 1, 2, 8}) QTest::addRow("%d workers", workers) << workers;
    }
    void givesResultsInOrder() {
        QFETCH(int, workers);
        Recording report;
        std::set<std::int64_t> told;
        const auto results = run::runTasks(
            {.stage = "squares",
             .count = 20,
             .work = [](std::int64_t task, const jobs::JobContext&) { return numbersOf(task); },
             .done = [&](std::int64_t task, const store::NamedArrays&) { told.insert(task); },
             .workers = workers},
            folder(),
            {{}, report});
        QCOMPARE(results.size(), std::size_t{20});
        for (std::int64_t i = 0; i < 20; ++i)
            QCOMPARE(results[static_cast<std::size_t>(i)].at("values").as<std::int64_t>()[1],
                     i * i);
        QCOMPARE(told.size(), std::size_t{20});
        QCOMPARE(report.lines.back(), std::string("squares 20/20"));
        QCOMPARE(models::threadsInUse(), 2);
    }
    void theLastTaskOfAResumedJobHasTheThreadsOfAllOthers() {
        jobs::SilentReporter silent;
        std::atomic<int> threads = 0;
        run::TaskList tasks{.stage = "two", .count = 2};
        tasks.work = [&](std::int64_t task, const jobs::JobContext&) {
            if (task == 1 && threads == 0) throw internalError("killed");
            return numbersOf(task);
        };
        QVERIFY_THROWS_EXCEPTION(Error, (void)run::runTasks(tasks, folder(), {{}, silent}));
        tasks.work = [&](std::int64_t task, const jobs::JobContext&) {
            threads = models::threadsInUse();
            return numbersOf(task);
        };
        (void)run::runTasks(tasks, folder(), {{}, silent});
        QCOMPARE(threads.load(), 1);
    }
    void doesOnlyWhatWasLeft() {
        jobs::SilentReporter silent;
        std::atomic<int> worked = 0;
        run::TaskList tasks{.stage = "halves", .count = 6};
        tasks.work = [&](std::int64_t task, const jobs::JobContext&) {
            if (task == 3 && worked == 3) throw internalError("killed");
            ++worked;
            return numbersOf(task);
        };
        tasks.workers = 1;
        QVERIFY_EXCEPTION_THROWN((void)run::runTasks(tasks, folder(), {{}, silent}), Error);
        QCOMPARE(worked.load(), 3);
        std::ofstream(folder() / "task-000001.npz") << "damaged";
        Recording report;
        worked = 10;
        QCOMPARE(run::runTasks(tasks, folder(), {{}, report}).size(), std::size_t{6});
        QCOMPARE(worked.load(), 14);  // 3, 4, 5, and the damaged one
        QVERIFY(std::ranges::count(report.lines, "halves: 2 of 6 were done before") == 1);
    }
    void oneFailureEndsTheOthers() {
        jobs::SilentReporter silent;
        run::TaskList tasks{.stage = "s", .count = 2};
        tasks.work = [](std::int64_t task, const jobs::JobContext& job) -> store::NamedArrays {
            if (task == 1) throw badInput("the second is wrong");
            while (true) {
                job.throwIfCancelled();
                std::this_thread::yield();
            }
        };
        try {
            (void)run::runTasks(tasks, folder(), {{}, silent});
            QFAIL("the failure was lost");
        } catch (const Error& error) {
            QCOMPARE(std::string(error.what()), std::string("the second is wrong"));
        }
    }
    void aStoppedJobStopsItsTasks() {
        jobs::SilentReporter silent;
        std::stop_source stop;
        run::TaskList tasks{.stage = "s", .count = 4};
        tasks.work = [&](std::int64_t task, const jobs::JobContext& job) {
            if (task == 1) stop.request_stop();
            job.throwIfCancelled();
            return numbersOf(task);
        };
        QVERIFY_EXCEPTION_THROWN((void)run::runTasks(tasks, folder(), {stop.get_token(), silent}),
                                 Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestTaskList)
#include "tst_task_list.moc"
