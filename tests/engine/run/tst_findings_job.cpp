// SPDX-License-Identifier: Apache-2.0
#include "engine/run/executor.h"
#include "engine/store/error.h"
#include "engine/store/npy.h"
#include "engine/store/project.h"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

using namespace winnow;
using nlohmann::json;

namespace {

class Listening final : public jobs::JobReporter {
public:
    void progress(std::string_view stage, std::int64_t done, std::int64_t) override {
        if (onProgress) onProgress(stage, done);
    }
    void metric(std::string_view, std::int64_t, double) override {}
    void warning(std::string_view message) override { said.append(message).append("\n"); }
    void note(std::string_view message) override { said.append(message).append("\n"); }
    void artifact(std::string_view, std::string_view) override {}

    std::function<void(std::string_view, std::int64_t)> onProgress;
    std::string said;
};

}  // namespace

/// Findings and label flips on the planted set, whose duplicates and wrong labels are known.
class TestFindingsJob : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::optional<store::Project> m_project;
    std::string m_findings, m_flips;
    json m_summary;

    json made(const char* kind, const json& fields, Listening& heard, std::stop_token stop = {}) {
        const run::JobOutcome outcome =
            run::runJob(*m_project, kind, fields, {std::move(stop), heard});
        json summary = json::parse(outcome.summary);
        summary["artifact"] = outcome.artifact;
        return summary;
    }
    json made(const char* kind, const json& fields) {
        Listening heard;
        return made(kind, fields, heard);
    }
    /// Runs a job that is stopped as soon as `done` tasks of its list are there.
    void stopped(const char* kind, const json& fields, const char* stage, std::int64_t done) {
        Listening heard;
        std::stop_source stop;
        heard.onProgress = [&](std::string_view at, std::int64_t count) {
            if (at == stage && count >= done) stop.request_stop();
        };
        QVERIFY_THROWS_EXCEPTION(Cancelled, (void)made(kind, fields, heard, stop.get_token()));
    }
    template <typename T>
    std::vector<T> read(const std::string& artifact, const char* file) const {
        const store::Array array = m_project->read(artifact, file);
        return {array.as<T>().begin(), array.as<T>().end()};
    }
    json result(const std::string& artifact) const {
        QFile file(QString::fromStdString(m_project->path(artifact, "result.json").string()));
        return file.open(QIODevice::ReadOnly) ? json::parse(file.readAll().toStdString()) : json();
    }
    QString refused(const char* kind, const json& fields) {
        try {
            (void)made(kind, fields);
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::BadInput) return error.what();
        }
        return {};
    }
    static json noise(const char* name) {
        return {{"dataset", "digits"},
                {"name", name},
                {"samples", 800},
                {"epochs", 6},
                {"lr", 0.05},
                {"batch", 32},
                {"repeat", 2},
                {"folds", 2},
                {"share", "10%"},
                {"threads", 2},
                {"device", "cpu"}};
    }

private Q_SLOTS:
    void initTestCase() {
        m_project.emplace(store::Project::create(m_folder.filePath("p.winnow").toStdString()));
        (void)made("import", {{"source", "planted"}, {"name", "digits"}});
        (void)made("import", {{"source", "planted"}, {"name", "others"}, {"limit", 200}});
        const json recipe{
            {"epochs", 5}, {"lr", 0.02}, {"batch", 32}, {"threads", 2}, {"scores", "none"}};
        for (const char* dataset : {"digits", "others"}) {
            json fields = recipe;
            fields["dataset"] = fields["name"] = dataset;
            (void)made("train", fields);
        }
        (void)made("kernel", {{"run", "digits"}, {"name", "all"}, {"threads", 2}});
        (void)made("kernel",
                   {{"run", "digits"}, {"name", "apart"}, {"scope", "per-class"}, {"threads", 2}});
        m_summary = made("findings", {{"kernel", "all"}, {"folds", 3}, {"threads", 2}});
        m_findings = m_summary.at("artifact");
    }

    void findsAllExactDuplicatesAndNoOther() {
        const auto kinds = read<std::uint8_t>("dataset-1", "truth_kind.npy");
        const auto originals = read<std::int64_t>("dataset-1", "truth_original.npy");
        std::set<std::pair<std::int64_t, std::int64_t>> wanted, found;
        for (std::size_t i = 0; i < kinds.size(); ++i)
            if (kinds[i] == 1)
                wanted.insert(std::minmax(static_cast<std::int64_t>(i), originals[i]));
        QCOMPARE(wanted.size(), std::size_t{60});
        const auto pairs = read<std::int64_t>(m_findings, "duplicate.npy");
        const auto kind = read<std::uint8_t>(m_findings, "duplicate_kind.npy");
        const auto cosine = read<float>(m_findings, "duplicate_cosine.npy");
        QCOMPARE(pairs.size(), 2 * kind.size());
        for (std::size_t i = 0; i < kind.size(); ++i)
            if (kind[i] == 0) {
                found.emplace(pairs[2 * i], pairs[2 * i + 1]);
                QVERIFY(cosine[i] > 1 - 1e-5);
            }
        QVERIFY(found == wanted);
        QCOMPARE(m_summary.at("equal_images").get<int>(), 60);
        QCOMPARE(m_summary.at("duplicates").get<std::size_t>(), kind.size());
    }

    void findsWrongLabels() {
        // 60 of 2,000 are wrong: 3 % by chance.
        QCOMPARE(m_summary.at("wrong_labels").get<int>(), 60);
        QVERIFY2(m_summary.at("auc").get<double>() > 0.95, m_summary.dump().c_str());
        QVERIFY2(m_summary.at("precision").get<double>() > 0.5, m_summary.dump().c_str());
    }

    void theFilesAreAsPromised() {
        const auto samples = read<std::int64_t>(m_findings, "sample.npy");
        const auto score = read<double>(m_findings, "score.npy");
        const auto suggested = read<std::int64_t>(m_findings, "suggested.npy");
        const auto evidence = read<float>(m_findings, "evidence.npy");
        const auto all = read<double>(m_findings, "suspicion.npy");
        const auto unseen = read<float>(m_findings, "out_of_sample.npy");
        const auto labels = read<std::int64_t>("dataset-1", "labels.npy");
        const auto events = read<std::int64_t>("run-1", "forgetting.npy");
        const auto difficulty = read<double>("run-1", "difficulty.npy");
        QCOMPARE(samples.size(), std::size_t{200});  // 10 % of 2,000
        QVERIFY(std::ranges::is_sorted(score, std::greater{}));
        QCOMPARE(score.front(), std::ranges::max(all));
        for (std::size_t m = 0; m < samples.size(); ++m) {
            const auto id = static_cast<std::size_t>(samples[m]);
            QCOMPARE(score[m], all[id]);
            QVERIFY(suggested[m] != labels[id] && suggested[m] >= 0 && suggested[m] < 10);
            const float* const row = &evidence[6 * m];
            const auto own = static_cast<std::size_t>(labels[id]);
            QCOMPARE(row[1], unseen[10 * id + own]);
            double other = 0;
            for (std::size_t c = 0; c < 10; ++c)
                if (c != own) other = std::max(other, double{unseen[10 * id + c]});
            // The margin is the logarithm of what the label's probability is of the largest other.
            QVERIFY(row[1] == 0 || std::abs(row[0] - std::log(row[1] / other)) < 1e-3);
            QCOMPARE(row[2], static_cast<float>(events[id]));
            QCOMPARE(row[3], static_cast<float>(difficulty[id]));
            QVERIFY(row[4] >= 0 && row[4] <= 1 && row[5] <= row[4] + 1e-6F);
        }
        const json facts = result(m_findings);
        QCOMPARE(facts.at("suspects").get<int>(), 200);
        QCOMPARE(facts.at("folds").get<int>(), 3);
        QVERIFY(facts.at("probabilities") == "out-of-sample" && facts.at("threshold") == 0.99999);
        QVERIFY((m_project->artifact(m_findings)->parents ==
                 std::vector<std::string>{"run-1", "kernel-1", "dataset-1"}));
    }

    void foldsAreDeterministicAndResumeEqualsUninterrupted() {
        const json fields{{"kernel", "all"}, {"folds", 3}, {"threads", 2}, {"name", "stopped"}};
        stopped("findings", fields, "folds", 1);
        Listening heard;
        const std::string again = made("findings", fields, heard).at("artifact");
        QVERIFY2(heard.said.find("were done before") != std::string::npos, heard.said.c_str());
        QVERIFY(m_project->read(again, "out_of_sample.npy").bytes ==
                m_project->read(m_findings, "out_of_sample.npy").bytes);
        QVERIFY(read<double>(again, "score.npy") == read<double>(m_findings, "score.npy"));
    }

    void withoutFoldsTheRunSpeaks() {
        const json summary =
            made("findings", {{"kernel", "all"}, {"folds", 0}, {"suspects", 7}, {"threads", 2}});
        const std::string id = summary.at("artifact");
        QVERIFY(summary.at("probabilities") == "in-sample");
        QVERIFY(!m_project->has(id, "out_of_sample.npy"));
        QCOMPARE(read<std::int64_t>(id, "sample.npy").size(), std::size_t{7});
        QVERIFY(summary.at("auc").get<double>() > 0.9);
        const auto probability = read<float>("run-1", "probability.npy");
        const auto evidence = read<float>(id, "evidence.npy");
        const auto samples = read<std::int64_t>(id, "sample.npy");
        for (std::size_t m = 0; m < samples.size(); ++m)
            QVERIFY(std::abs(evidence[6 * m + 1] -
                             probability[static_cast<std::size_t>(samples[m])]) < 1e-5);
    }

    void aPerClassKernelHasNoNeighboursToAsk() {
        Listening heard;
        const json summary =
            made("findings", {{"kernel", "apart"}, {"folds", 0}, {"threads", 2}}, heard);
        QVERIFY2(heard.said.find("scope all") != std::string::npos, heard.said.c_str());
        const std::string id = summary.at("artifact");
        const auto evidence = read<float>(id, "evidence.npy");
        for (std::size_t i = 0; i < evidence.size(); i += 6)
            QVERIFY(std::isnan(evidence[i + 4]) && std::isnan(evidence[i + 5]));
        for (const double score : read<double>(id, "score.npy")) QVERIFY(score > 0 && score < 1);
        QCOMPARE(summary.at("equal_images").get<int>(), 60);
        QCOMPARE(result(id).at("neighbours").get<bool>(), false);
    }

    void saysWhatMakesTheFindingsLessSure() {
        const std::string weights = m_project->path("run-2", "weights.safetensors").string();
        (void)made("train",
                   {{"dataset", "others"},
                    {"name", "goes on"},
                    {"init", weights},
                    {"epochs", 1},
                    {"scores", "none"},
                    {"threads", 2}});
        (void)made("kernel",
                   {{"run", "goes on"},
                    {"name", "rough"},
                    {"projection", 64},
                    {"class", 3},
                    {"threads", 2}});
        Listening heard;
        const json summary =
            made("findings",
                 {{"kernel", "rough"}, {"folds", 2}, {"suspects", 5}, {"threads", 2}},
                 heard);
        for (const char* word :
             {"is projected", "began from given weights", "are not judged", "one class only"})
            QVERIFY2(heard.said.find(word) != std::string::npos, heard.said.c_str());
        const auto labels = read<std::int64_t>("dataset-2", "labels.npy");
        const auto all = read<double>(summary.at("artifact"), "suspicion.npy");
        for (std::size_t i = 0; i < labels.size(); ++i)
            QCOMPARE(std::isnan(all[i]), labels[i] != 3);
    }

    void refusesWhatCannotBe_data() {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("fields");
        QTest::addColumn<QString>("says");
        QTest::newRow("one fold") << "findings"
                                  << R"({"kernel": "all", "folds": 1})"
                                  << "folds is 1";
        QTest::newRow("a run of other data") << "findings"
                                             << R"({"kernel": "all", "run": "others"})"
                                             << "was trained on dataset-2";
        QTest::newRow("no such kernel") << "findings"
                                        << R"({"kernel": "none"})"
                                        << "none";
        QTest::newRow("no kernel") << "findings"
                                   << "{}"
                                   << "kernel";
        QTest::newRow("threshold") << "findings"
                                   << R"({"kernel": "all", "threshold": 1})"
                                   << "threshold is 1";
        QTest::newRow("too few flips") << "label-flips"
                                       << R"({"dataset": "others", "share": 0.0001})"
                                       << "share is 0.0001, which changes 0 of 200 labels";
        QTest::newRow("one fold of flips") << "label-flips"
                                           << R"({"dataset": "others", "folds": 1, "epochs": 1})"
                                           << "folds is 1";
    }
    void refusesWhatCannotBe() {
        QFETCH(QString, kind);
        QFETCH(QString, fields);
        QFETCH(QString, says);
        const QString sentence =
            refused(kind.toLatin1().constData(), json::parse(fields.toStdString()));
        QVERIFY2(sentence.contains(says), qPrintable(sentence));
    }

    void flippedLabelsAreFoundAgain() {
        const json summary = made("label-flips", noise("flips"));
        const std::string id = m_flips = summary.at("artifact");
        const json facts = result(id);
        QCOMPARE(facts.at("flips").get<int>(), 80);
        QCOMPARE(facts.at("seeds").get<int>(), 2);
        const auto flipped = read<std::uint8_t>(id, "flipped.npy");
        const auto given = read<std::int64_t>(id, "given_label.npy");
        const auto samples = read<std::int64_t>(id, "sample.npy");
        const auto labels = read<std::int64_t>("dataset-1", "labels.npy");
        QCOMPARE(samples.size(), std::size_t{800});
        QCOMPARE(std::ranges::count(flipped, 1), std::ptrdiff_t{80});
        for (std::size_t i = 0; i < labels.size(); ++i) {
            const bool part = std::ranges::binary_search(samples, static_cast<std::int64_t>(i));
            QCOMPARE(given[i] >= 0, part);
            QCOMPARE(flipped[i] != 0, part && given[i] != labels[i]);
        }
        std::set<std::string> names;
        for (const json& row : facts.at("rows")) {
            names.insert(row.at("score"));
            QVERIFY(row.at("direction") == "higher" || row.at("direction") == "lower");
            QCOMPARE(row.at("auc"), row.at("auc_over_seeds").at("mean"));
            QCOMPARE(row.at("auc_over_seeds").at("n").get<int>(), 2);
            if (row.at("score") != "combined") continue;
            QVERIFY2(row.at("auc").get<double>() > 0.9, row.dump().c_str());
            QVERIFY2(row.at("precision").get<double>() > 0.5, row.dump().c_str());
        }
        QCOMPARE(names.size(), std::size_t{10});
        QVERIFY(names.contains("own-class") && names.contains("margin-unseen"));
    }

    void stoppedFlipsGoOnWithTheSameBits() {
        stopped("label-flips", noise("stopped flips"), "seeds", 1);
        const std::string again = made("label-flips", noise("stopped flips")).at("artifact");
        QVERIFY(m_project->read(again, "score.npy").bytes ==
                m_project->read(m_flips, "score.npy").bytes);
        QVERIFY(result(again).at("rows") == result(m_flips).at("rows"));
    }

    void withoutFoldsFlipsAreJudgedByWhatWasLearned() {
        json fields = noise("in-sample");
        fields.update({{"folds", 0}, {"repeat", 1}, {"kernel-kind", "pntk"}});
        const json rows = result(made("label-flips", fields).at("artifact")).at("rows");
        QCOMPARE(rows.size(), std::size_t{9});
        for (const json& row : rows) {
            QVERIFY(row.at("score") != "margin-unseen");
            QVERIFY(row.at("auc_over_seeds").at("low").is_null());  // one seed has no interval
        }
    }
};

QTEST_GUILESS_MAIN(TestFindingsJob)
#include "tst_findings_job.moc"
