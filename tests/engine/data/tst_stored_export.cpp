// SPDX-License-Identifier: Apache-2.0
#include "engine/data/export_request.h"
#include "engine/store/annotations.h"
#include "engine/store/error.h"
#include "tests/engine/data/data_files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace winnow;
namespace fs = std::filesystem;

class TestStoredExport : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::optional<store::Project> m_project;
    std::string m_dataset;

    static store::ArtifactRow row(const char* kind,
                                  const char* name,
                                  std::vector<std::string> parents) {
        store::ArtifactRow made;
        made.kind = kind;
        made.name = name;
        made.spec = R"({"kind":"test"})";
        made.parents = std::move(parents);
        return made;
    }

    std::string selection(const char* name,
                          std::vector<std::string> parents,
                          std::vector<std::uint8_t> kept,
                          std::optional<std::vector<std::uint8_t>> stage) {
        store::ArtifactDraft draft(*m_project, row("selection", name, std::move(parents)));
        const auto count = static_cast<std::int64_t>(kept.size());
        draft.write<std::uint8_t>("kept.npy", kept, {count});
        if (stage)
            draft.write<std::uint8_t>(
                "stage.npy", *stage, {static_cast<std::int64_t>(stage->size())});
        draft.write<float>("score.npy", std::vector<float>(kept.size(), 0.5F), {count});
        return draft.commit(nlohmann::json::object(), 0);
    }

private Q_SLOTS:
    void initTestCase() {
        m_project.emplace(
            store::Project::create(fs::path(m_dir.path().toStdString()) / "p.winnow"));
        store::ArtifactDraft draft(*m_project, row("dataset", "digits", {}));
        jobs::SilentReporter silent;
        data::ImportOptions options;
        options.limit = 100;
        const auto summary = data::writeDataset(draft, "planted", options, "digits", {{}, silent});
        m_dataset = draft.commit(summary, 0);
    }

    void gathersStagesScoresAndAncestors() {
        store::ArtifactDraft draft(*m_project, row("run", "", {m_dataset}));
        draft.write<std::int64_t>("forgetting.npy", std::vector<std::int64_t>(100, 2), {100});
        draft.write<float>("loss.npy", std::vector<float>(200, 2), {2, 100});
        draft.write<float>("el2n.npy", std::vector<float>(7, 2), {7});
        const std::string run = draft.commit(nlohmann::json::object(), 0);
        std::vector<std::uint8_t> kept(100, 1), stage(100, 0);
        kept[3] = 0, stage[3] = 1, stage[5] = 4;
        const std::string id = selection("mine", {run, m_dataset}, kept, stage);
        const data::ExportInput input =
            data::exportInput(*m_project, m_project->find("selection", "mine"));
        QCOMPARE(input.request.dataset.train.size(), std::int64_t{100});
        QVERIFY(input.request.stage == stage);
        QCOMPARE(input.request.exportedRows().size(), std::size_t{99});
        QCOMPARE(input.request.cameAs, data::Format::Builtin);
        QCOMPARE(input.request.truth.size(), std::size_t{4});
        std::vector<std::string> columns;
        for (const auto& column : input.request.scores) columns.push_back(column.name);
        QVERIFY((columns == std::vector<std::string>{"score", "forgetting"}));
        QCOMPARE(QString::fromStdString(input.provenance.at("selection").at("id")),
                 QString::fromStdString(id));
        QCOMPARE(QString::fromStdString(input.provenance.at("selection").at("spec").at("kind")),
                 QString("test"));
        QCOMPARE(QString::fromStdString(input.provenance.at("dataset").at("name")),
                 QString("digits"));
        QCOMPARE(input.provenance.at("made_from").size(), std::size_t{2});
    }

    void decisionsChangeLabels() {
        store::Annotations marks(*m_project);
        const store::Dataset dataset = store::openDataset(*m_project, m_dataset);
        const std::int64_t before = dataset.train.labels()[4], other = before == 9 ? 8 : 9;
        marks.decide(
            m_dataset,
            std::vector<store::Decision>{{3, store::Action::Keep, -1},
                                         {4, store::Action::Relabel, other},
                                         {5, store::Action::Relabel, dataset.train.labels()[5]},
                                         {6, store::Action::Exclude, -1}});
        (void)selection("decided", {m_dataset}, std::vector<std::uint8_t>(100, 1), std::nullopt);
        const auto row = m_project->find("selection", "decided");
        const data::ExportInput input = data::exportInput(*m_project, row);
        QVERIFY((input.request.relabelled == std::map<std::int64_t, std::int64_t>{{4, other}}));
        QCOMPARE(input.request.label(4), other);
        QCOMPARE(input.request.label(5), dataset.train.labels()[5]);
        marks.decide(m_dataset, std::vector<store::Decision>{{7, store::Action::Relabel, 10}});
        QVERIFY_THROWS_EXCEPTION(Error, (void)data::exportInput(*m_project, row));
        marks.withdraw(m_dataset, std::vector<std::int64_t>{3, 4, 5, 6, 7});
        QVERIFY(data::exportInput(*m_project, row).request.relabelled.empty());
    }

    void withoutStagesKeptDecides() {
        std::vector<std::uint8_t> kept(100, 0);
        kept[7] = 1;
        (void)selection("plain", {m_dataset}, kept, std::nullopt);
        const data::ExportInput input =
            data::exportInput(*m_project, m_project->find("selection", "plain"));
        QVERIFY((input.request.exportedRows() == std::vector<std::int64_t>{7}));
    }

    void aSelectionThatDoesNotFitIsRefused() {
        (void)selection("short", {m_dataset}, std::vector<std::uint8_t>(99, 1), std::nullopt);
        const data::ExportInput input =
            data::exportInput(*m_project, m_project->find("selection", "short"));
        jobs::SilentReporter silent;
        const fs::path target = fs::path(m_dir.path().toStdString()) / "out";
        QVERIFY_THROWS_EXCEPTION(
            Error, (void)data::exportSubset(input.request, input.provenance, target, {{}, silent}));
        QVERIFY(!fs::exists(target));
        (void)selection("torn",
                        {m_dataset},
                        std::vector<std::uint8_t>(100, 1),
                        std::vector<std::uint8_t>(9, 0));
        QVERIFY_THROWS_EXCEPTION(
            Error, (void)data::exportInput(*m_project, m_project->find("selection", "torn")));
        (void)selection("orphan", {}, std::vector<std::uint8_t>(100, 1), std::nullopt);
        QVERIFY_THROWS_EXCEPTION(
            Error, (void)data::exportInput(*m_project, m_project->find("selection", "orphan")));
    }
};

QTEST_GUILESS_MAIN(TestStoredExport)
#include "tst_stored_export.moc"
