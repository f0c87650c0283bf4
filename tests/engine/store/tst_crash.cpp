// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/store/store_test.h"

#include <QElapsedTimer>
#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <csignal>
#include <limits>
#include <random>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace winnow;
using namespace winnow::store;
using namespace winnow::test;

namespace fs = std::filesystem;

namespace {

constexpr int kRounds = 40;
constexpr std::int64_t kCount = 5000;

void writeArtifacts(const fs::path& folder, int round, int count) {
    Project project = Project::create(folder);
    for (int i = 0; i < count; ++i) {
        JobLock job(project, "train", {{"round", round}, {"i", i}});
        ArtifactRow row;
        row.kind = i % 2 == 0 ? "run" : "kernel";
        row.job = job.id();
        if (const auto rows = project.artifacts(); !rows.empty()) row.parents = {rows.back().id};
        ArtifactDraft draft(project, row);
        const std::vector<float> values(kCount, static_cast<float>(i));
        draft.write<float>("values.npy", values, {kCount});
        auto writer = draft.writer("mapped.npy", DType::Int64, {kCount});
        std::ranges::fill(writer.as<std::int64_t>(), i);
        writer.commit();
        draft.writeText("value.txt", std::to_string(i));
        job.finish(JobState::Done, "", draft.commit({{"i", i}}, 0));
    }
}

/// A process that is killed, as by kill -9, after so many microseconds of its own time.
void runAndKill(const fs::path& folder, int round, int microseconds) {
    const pid_t child = ::fork();
    if (child == 0) {
        std::signal(SIGALRM, [](int) { ::kill(::getpid(), SIGKILL); });
        const itimerval timer{{0, 0}, {0, microseconds}};
        ::setitimer(ITIMER_REAL, &timer, nullptr);
        try {
            writeArtifacts(folder, round, std::numeric_limits<int>::max());
        } catch (const std::exception& error) {
            std::fprintf(stderr, "round %d: %s\n", round, error.what());
        }
        ::_exit(1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    QVERIFY(WIFSIGNALED(status));
    QCOMPARE(WTERMSIG(status), SIGKILL);
}

/// How long it takes here and now to make a project and three artifacts.
int microsecondsOfThree(const QTemporaryDir& dir) {
    QElapsedTimer clock;
    clock.start();
    writeArtifacts(pathOf(dir) / "trial", 0, 3);
    return std::min(static_cast<int>(clock.nsecsElapsed() / 1000), 900'000);
}

/// "" or the first thing that is not whole.
std::string notWhole(const Project& project) {
    for (const Damage& damage : project.check()) return damage.sentence;
    for (const ArtifactRow& row : project.artifacts()) {
        if (project.files(row.id).size() != 3) return row.id + " has not its three files";
        const std::int64_t i = std::stoll(bytesOf(project.path(row.id, "value.txt")));
        const MappedNpy floats = project.map(row.id, "values.npy");
        const MappedNpy integers = project.map(row.id, "mapped.npy");
        if (std::ranges::count(floats.as<float>(), static_cast<float>(i)) != kCount ||
            std::ranges::count(integers.as<std::int64_t>(), i) != kCount)
            return row.id + " holds other numbers than were written";
    }
    return {};
}

}  // namespace

class TestCrash : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aKilledWriterDamagesNothing() {
        const QTemporaryDir dir;
        const fs::path folder = pathOf(dir) / "p";
        std::mt19937 random(1);
        std::uniform_int_distribution<int> life(200, microsecondsOfThree(dir));
        std::size_t stored = 0, interrupted = 0, leftovers = 0;
        for (int round = 0; round < kRounds; ++round) {
            runAndKill(folder, round, life(random));
            if (QTest::currentTestFailed()) return;
            if (!fs::exists(folder / "project.db")) continue;
            {
                const Project reader = Project::open(folder, Access::Read);
                const std::string wrong = notWhole(reader);
                QVERIFY2(wrong.empty(), wrong.c_str());
            }
            leftovers += namesIn(folder / "arrays").size();
            const Project project = Project::open(folder, Access::Write);
            const std::string wrong = notWhole(project);
            QVERIFY2(wrong.empty(), wrong.c_str());
            QVERIFY(project.artifacts().size() >= stored);
            stored = project.artifacts().size();
            QCOMPARE(namesIn(folder / "arrays").size(), stored);
            leftovers -= stored;
            interrupted = 0;
            for (const JobRow& job : project.jobs()) {
                QVERIFY(job.state == JobState::Done || job.state == JobState::Interrupted);
                interrupted += job.state == JobState::Interrupted ? 1 : 0;
            }
        }
        // The kills must have hit all there is to hit.
        QVERIFY(stored > 10);
        QVERIFY(interrupted > 10);
        QVERIFY(leftovers > 5);
        Project project = Project::open(folder, Access::Write);
        ArtifactRow row;
        row.kind = "run";
        QVERIFY(
            ArtifactDraft(project, row).commit(nlohmann::json::object(), 0).starts_with("run-"));
    }
};

QTEST_GUILESS_MAIN(TestCrash)
#include "tst_crash.moc"
