// SPDX-License-Identifier: Apache-2.0
// Several kinds of kernel in one job: an artifact for each, as if it had been computed alone.
#include "engine/run/executor.h"
#include "engine/run/kernel_plan.h"
#include "engine/store/error.h"
#include "engine/store/project.h"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

using namespace winnow;
using nlohmann::json;

namespace {

constexpr const char* kArrays[] = {
    "diagonal", "neighbours", "neighbour_values", "opposed", "redundant", "histogram", "matrix"};

class Listening final : public jobs::JobReporter {
public:
    void progress(std::string_view stage, std::int64_t, std::int64_t) override {
        if (stage == "pairs") ++tiles;
    }
    void metric(std::string_view, std::int64_t, double) override {}
    void warning(std::string_view) override {}
    void note(std::string_view) override {}
    void artifact(std::string_view id, std::string_view kind) override {
        if (kind == "kernel") kernels.emplace_back(id);
    }
    std::vector<std::string> kernels;
    int tiles = 0;
};

}  // namespace

class TestKernelJob : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::optional<store::Project> m_project;
    std::map<std::string, std::string> m_alone;  ///< kernel by kind

    json fieldsOf(const json& kinds) const {
        return {{"run", "run-1"}, {"kind", kinds}, {"store-matrix", true}, {"threads", 1}};
    }
    run::JobOutcome made(const json& fields, Listening& heard) {
        return run::runJob(*m_project, "kernel", fields, {std::stop_token{}, heard});
    }
    json specOf(const std::string& kernel) const {
        return json::parse(m_project->find("kernel", kernel).spec).at("fields");
    }
    void requireSame(const std::string& kernel, const std::string& other) const {
        for (const char* name : kArrays) {
            const std::string file = std::string(name) + ".npy";
            QVERIFY2(m_project->read(kernel, file).bytes == m_project->read(other, file).bytes,
                     name);
        }
    }
    QString refused(const json& kinds) {
        try {
            Listening heard;
            (void)made(fieldsOf(kinds), heard);
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::BadInput) return error.what();
        }
        return {};
    }

private Q_SLOTS:
    void initTestCase() {
        m_project.emplace(store::Project::create(
            std::filesystem::path(m_folder.path().toStdString()) / "p.winnow"));
        jobs::SilentReporter silent;
        const jobs::JobContext context{std::stop_token{}, silent};
        (void)run::runJob(
            *m_project, "import", {{"source", "planted"}, {"limit", 300}, {"name", "p"}}, context);
        (void)run::runJob(
            *m_project, "train", {{"dataset", "p"}, {"epochs", 2}, {"threads", 1}}, context);
        for (const char* kind : {"lpntk", "pntk", "centred"}) {
            Listening heard;
            m_alone[kind] = made(fieldsOf(kind), heard).artifact;
            QVERIFY(heard.kernels == std::vector<std::string>{m_alone[kind]});
        }
    }

    void oneKindStaysPlain() {
        QVERIFY(specOf(m_alone["pntk"]).at("kind") == "pntk");
        for (const store::JobRow& job : m_project->jobs())
            if (job.kind == "kernel")
                QVERIFY(json::parse(job.spec).at("fields").at("kind").is_string());
    }

    void severalKindsMakeAKernelEach() {
        json fields = fieldsOf({"pntk", "lpntk"});
        fields["name"] = "two";
        Listening heard;
        const run::JobOutcome outcome = made(fields, heard);
        QCOMPARE(heard.kernels.size(), std::size_t{2});
        QCOMPARE(outcome.artifact, heard.kernels.back());
        const json kernels = json::parse(outcome.summary).at("kernels");
        for (std::size_t k = 0; k < 2; ++k) {
            const std::string kind = k == 0 ? "pntk" : "lpntk";
            const store::ArtifactRow row = m_project->find("kernel", "two-" + kind);
            QCOMPARE(row.id, heard.kernels[k]);
            QVERIFY(kernels[k].at("kernel") == row.id);
            json wanted = specOf(m_alone[kind]);
            wanted["name"] = "two";
            QVERIFY(specOf(row.id) == wanted);
            const json figures = json::parse(row.summary);
            const json alone = json::parse(m_project->find("kernel", m_alone[kind]).summary);
            for (const char* figure : {"kind", "pairs", "macs_per_pair", "redundant"})
                QVERIFY2(figures.at(figure) == alone.at(figure), figure);
            requireSame(row.id, m_alone[kind]);
        }
    }

    void allThreeComeFromOneJob() {
        Listening heard;
        (void)made(fieldsOf({"lpntk", "pntk", "centred"}), heard);
        QCOMPARE(heard.kernels.size(), std::size_t{3});
        requireSame(heard.kernels[1], m_alone["pntk"]);
        requireSame(heard.kernels[2], m_alone["centred"]);
        const store::Array mine = m_project->read(heard.kernels[0], "matrix.npy");
        const store::Array wanted = m_project->read(m_alone["lpntk"], "matrix.npy");
        float largest = 0;
        for (const float value : wanted.as<float>()) largest = std::max(largest, value);
        for (std::size_t i = 0; i < mine.as<float>().size(); ++i)
            QVERIFY(std::abs(mine.as<float>()[i] - wanted.as<float>()[i]) <= 1e-5F * largest);
    }

    void whatACrashLeftStoredIsNotMadeAgain() {
        const json fields = [&] {
            json all = specOf(m_alone["lpntk"]);
            all["kind"] = {"lpntk", "pntk"};
            return all;
        }();
        const std::filesystem::path work =
            std::filesystem::path(m_folder.path().toStdString()) / "work";
        std::filesystem::create_directories(work);
        const std::string job = m_project->find("kernel", m_alone["lpntk"]).job;
        const std::size_t before = m_project->artifacts("kernel").size();
        Listening heard;
        const run::JobOutcome outcome = run::executorOf("kernel")(
            {*m_project, fields, work, true, job}, {std::stop_token{}, heard});
        QCOMPARE(m_project->artifacts("kernel").size(), before + 1);
        QVERIFY(heard.kernels == std::vector<std::string>{m_alone["lpntk"]});
        requireSame(outcome.artifact, m_alone["pntk"]);
    }

    void theCostIsOfAllKinds() {
        const json one = run::kernelCost(*m_project, fieldsOf("pntk"));
        const json three = run::kernelCost(*m_project, fieldsOf({"pntk", "lpntk", "centred"}));
        QVERIFY(three.at("pairs") == one.at("pairs"));
        QCOMPARE(three.at("disk").get<double>(), 3 * one.at("disk").get<double>());
        for (const char* figure : {"flops", "memory"}) {
            const double ratio = three.at(figure).get<double>() / one.at(figure).get<double>();
            QVERIFY2(ratio > 1.5 && ratio < 3, figure);
        }
    }

    void refusesInOneSentence_data() {
        QTest::addColumn<QString>("kinds");
        QTest::addColumn<QString>("says");
        QTest::newRow("unknown") << R"(["lpntk","ntk"])"
                                 << R"(kind is "ntk"; it must be one of lpntk, pntk, centred)";
        QTest::newRow("twice") << R"(["pntk","lpntk","pntk"])"
                               << "kind names pntk twice; name each once";
        QTest::newRow("none") << "[]"
                              << "kind is []; it must be one of lpntk, pntk, centred";
    }
    void refusesInOneSentence() {
        QFETCH(QString, kinds);
        QFETCH(QString, says);
        const QString sentence = refused(json::parse(kinds.toStdString()));
        QVERIFY2(sentence.contains(says), qPrintable(sentence));
        QVERIFY(!sentence.contains('\n'));
    }
};

QTEST_GUILESS_MAIN(TestKernelJob)
#include "tst_kernel_job.moc"
