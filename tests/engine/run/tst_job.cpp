// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/declaration.h"
#include "engine/run/executor.h"
#include "engine/run/relay_reporter.h"
#include "engine/store/error.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

using namespace winnow;
using nlohmann::json;

namespace {

class RecordingReporter final : public jobs::JobReporter {
public:
    QStringList lines;
    void progress(std::string_view stage, std::int64_t done, std::int64_t total) override {
        add("progress " + std::string(stage) + ' ' + std::to_string(done) + '/' +
            std::to_string(total));
    }
    void metric(std::string_view name, std::int64_t step, double) override {
        add("metric " + std::string(name) + ' ' + std::to_string(step));
    }
    void warning(std::string_view message) override { add("warning " + std::string(message)); }
    void note(std::string_view message) override { add("note " + std::string(message)); }
    void artifact(std::string_view id, std::string_view kind) override {
        add("artifact " + std::string(id) + ' ' + std::string(kind));
    }

private:
    void add(const std::string& line) { lines << QString::fromStdString(line); }
};

}  // namespace

/// The life of one job, on the smallest real one: importing 100 planted digits.
class TestJob : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    [[nodiscard]] store::Project project(const QString& name) const {
        return store::Project::create(m_folder.filePath(name).toStdString());
    }
    static json planted(const char* name) {
        return {{"source", "planted"}, {"name", name}, {"limit", "100"}};
    }

private Q_SLOTS:
    void everyDeclaredKindHasAnExecutor() {
        for (const auto& kind : jobs::declarations())
            QVERIFY(run::executorOf(kind.kind) != nullptr);
        QVERIFY_THROWS_EXCEPTION(Error, (void)run::executorOf("dream"));
    }

    void storesWhatItMadeAndHow() {
        auto project = this->project("made");
        RecordingReporter report;
        const auto outcome = run::runJob(project, "import", planted("digits"), {{}, report});
        QCOMPARE(outcome.artifact, std::string("dataset-1"));
        QCOMPARE(report.lines.filter("artifact "), QStringList{"artifact dataset-1 dataset"});
        const auto row = project.artifact("dataset-1");
        QVERIFY(row.has_value());
        QCOMPARE(row->job, std::string("job-1"));
        const auto spec = json::parse(row->spec);
        QCOMPARE(spec["kind"].get<std::string>(), std::string("import"));
        QCOMPARE(spec["fields"]["limit"].get<int>(), 100);
        QCOMPARE(spec["fields"]["seed"].get<int>(), 1);
        const auto jobs = project.jobs();
        QCOMPARE(jobs.size(), 1U);
        QVERIFY(jobs[0].state == store::JobState::Done);
        QCOMPARE(jobs[0].artifact, std::string("dataset-1"));
    }

    void aFailureIsRecordedInOneSentence() {
        auto project = this->project("failed");
        jobs::SilentReporter silent;
        QString said;
        try {
            (void)run::runJob(project, "train", json{{"dataset", "none"}}, {{}, silent});
        } catch (const Error& error) {
            said = error.what();
        }
        QVERIFY(said.contains("dataset") || said.contains("data set"));
        const auto jobs = project.jobs();
        QCOMPARE(jobs.size(), 1U);
        QVERIFY(jobs[0].state == store::JobState::Failed);
        QCOMPARE(QString::fromStdString(jobs[0].message), said);
        QVERIFY(project.artifacts().empty());
    }

    void wrongFieldsLeaveNoTrace() {
        auto project = this->project("wrong");
        jobs::SilentReporter silent;
        QVERIFY_THROWS_EXCEPTION(
            Error,
            (void)run::runJob(
                project, "train", json{{"dataset", "d"}, {"epochs", 0}}, {{}, silent}));
        QVERIFY(project.jobs().empty());
    }

    void aStopRequestCancels() {
        auto project = this->project("stopped");
        jobs::SilentReporter silent;
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(
            Cancelled,
            (void)run::runJob(project, "import", planted("digits"), {stop.get_token(), silent}));
        QVERIFY(project.jobs().at(0).state == store::JobState::Cancelled);
        QVERIFY(project.artifacts().empty());
    }

    void reportsGoToTheCallerAndWarningsToTheLog() {
        auto project = this->project("relayed");
        RecordingReporter report;
        store::JobLock lock(project, "train", json{{"fields", json::object()}});
        run::RelayReporter relay(report, lock);
        relay.progress("train", 1, 2);
        relay.metric("loss", 1, 0.5);
        relay.warning("a class is empty");
        relay.note("two threads");
        relay.artifact("run-1", "run");
        relay.artifact("run-1", "run");
        QCOMPARE(report.lines,
                 QStringList({"progress train 1/2",
                              "metric loss 1",
                              "warning a class is empty",
                              "note two threads",
                              "artifact run-1 run"}));
        QFile log(QString::fromStdString((lock.workFolder() / "log.txt").string()));
        QVERIFY(log.open(QIODevice::ReadOnly));
        const auto text = log.readAll();
        QVERIFY(text.contains("Z a class is empty\n") && text.contains("Z two threads\n"));
        lock.finish(store::JobState::Done, {});
    }
};

QTEST_GUILESS_MAIN(TestJob)
#include "tst_job.moc"
