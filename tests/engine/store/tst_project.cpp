// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/store/store_test.h"

#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <thread>

using namespace winnow;
using namespace winnow::store;
using namespace winnow::test;

using Names = std::vector<std::string>;

class TestProject : public QObject {
    Q_OBJECT

    std::optional<QTemporaryDir> m_dir;
    std::filesystem::path folder() {
        return pathOf(*m_dir) / "it's a \"p\" \xf0\x9f\x90\xb8 #1%20?.winnow";
    }

private Q_SLOTS:
    void init() { m_dir.emplace(); }

    void anArtifactAnswersWhatMadeIt() {
        Project project = Project::create(folder());
        addArtifact(project, "dataset", 1, "digits");
        const std::string id = addArtifact(project, "run", 2.5F, {}, {"dataset-1"});
        QCOMPARE(id, std::string("run-1"));
        const auto row = project.artifact(id);
        QVERIFY(row);
        QCOMPARE(row->kind, std::string("run"));
        QCOMPARE(row->parents, Names{"dataset-1"});
        QCOMPARE(row->spec, std::string(R"({"kind":"test"})"));
        QCOMPARE(nlohmann::json::parse(row->summary).at("value").get<float>(), 2.5F);
        QCOMPARE(row->seed, std::int64_t{7});
        QCOMPARE(row->seconds, 0.25);
        QVERIFY(!row->version.empty());
        QVERIFY(QDateTime::fromString(QString::fromStdString(row->created), Qt::ISODate).isValid());
        QVERIFY(row->created.ends_with('Z'));
        QVERIFY(!project.artifact("run-2"));
    }

    void filesAreReadBack() {
        Project project = Project::create(folder());
        const std::string id = addArtifact(project, "run", 3);
        QCOMPARE(project.read(id, "values.npy").as<float>()[15], 3.0F);
        QCOMPARE(project.map(id, "values.npy").as<float>()[0], 3.0F);
        QVERIFY(project.has(id, "note.txt"));
        QVERIFY(!project.has(id, "other.npy"));
        QCOMPARE(bytesOf(project.path(id, "note.txt")), std::to_string(3.0F));
        const auto files = project.files(id);
        QCOMPARE(files.size(), std::size_t{2});
        QCOMPARE(files[1].path, "arrays/" + id + "/values.npy");
        QCOMPARE(files[1].bytes, std::int64_t{128 + 64});
        WINNOW_THROWS(BadInput, "run-1 has no matrix.npy", project.read(id, "matrix.npy"));
        for (const char* name : {"../run-2/values.npy", "/etc/passwd", "a/../../b", ""})
            WINNOW_THROWS(BadInput, "no name of a file", project.path(id, name));
    }

    void everyWayToWriteAFileIsKept() {
        Project project = Project::create(folder());
        writeBytes(pathOf(*m_dir) / "partial", "partial result");
        ArtifactRow row;
        row.kind = "kernel";
        ArtifactDraft draft(project, row);
        std::filesystem::create_directory(draft.folder() / "deep");
        auto writer = draft.writer("deep/diagonal.npy", DType::Float32, {3});
        writer.as<float>()[2] = 9;
        writer.commit();
        draft.adopt(pathOf(*m_dir) / "partial", "adopted.bin");
        const std::string id = draft.commit(nlohmann::json::object(), 1);
        QCOMPARE(project.read(id, "deep/diagonal.npy").as<float>()[2], 9.0F);
        QCOMPARE(bytesOf(project.path(id, "adopted.bin")), std::string("partial result"));
        QVERIFY(std::filesystem::exists(pathOf(*m_dir) / "partial"));
        QVERIFY(project.check().empty());
    }

    void anUncommittedDraftLeavesNothing() {
        Project project = Project::create(folder());
        {
            ArtifactRow row;
            row.kind = "run";
            ArtifactDraft draft(project, row);
            draft.writeText("a", "b");
            QCOMPARE(namesIn(folder() / "arrays").size(), std::size_t{2});  // folder and lock
        }
        QVERIFY(namesIn(folder() / "arrays").empty());
        QVERIFY(project.artifacts().empty());
    }

    void aDraftWithAnUnfinishedFileIsNotCommitted() {
        Project project = Project::create(folder());
        ArtifactRow row;
        row.kind = "run";
        ArtifactDraft draft(project, row);
        const auto open = draft.writer("a.npy", DType::Float32, {3});
        WINNOW_THROWS(Internal, "unfinished file", draft.commit(nlohmann::json::object(), 0));
        QVERIFY(project.artifacts().empty());
    }

    void artifactsAreFoundByIdNameAndLatest() {
        Project project = Project::create(folder());
        WINNOW_THROWS(BadInput, "has no dataset yet", project.find("dataset", "latest"));
        addArtifact(project, "dataset", 1, "digits");
        addArtifact(project, "dataset", 1, "birds \xf0\x9f\x90\xa6");
        addArtifact(project, "run", 1);
        QCOMPARE(project.find("dataset", "latest").id, std::string("dataset-2"));
        QCOMPARE(project.find("dataset", "digits").id, std::string("dataset-1"));
        QCOMPARE(project.find("dataset", "dataset-1").id, std::string("dataset-1"));
        QCOMPARE(project.find("", "run-1").kind, std::string("run"));
        WINNOW_THROWS(BadInput,
                      "there are: dataset-1 (digits), dataset-2 (birds \xf0\x9f\x90\xa6)",
                      project.find("dataset", "cats"));
        WINNOW_THROWS(BadInput, "no run ''", project.find("run", ""));
        WINNOW_THROWS(BadInput, "no run 'dataset-1'", project.find("run", "dataset-1"));
        QCOMPARE(project.artifacts("dataset").size(), std::size_t{2});
        QCOMPARE(project.artifacts().back().id, std::string("run-1"));
    }

    void namesAreUniquePerKind() {
        Project project = Project::create(folder());
        addArtifact(project, "dataset", 1, "digits");
        addArtifact(project, "selection", 1, "digits");
        WINNOW_THROWS(BadInput,
                      "named 'digits' already (dataset-1)",
                      addArtifact(project, "dataset", 1, "digits"));
        ArtifactRow row;
        row.kind = "dataset";
        row.name = "late";
        ArtifactDraft first(project, row), second(project, row);
        QCOMPARE(first.commit(nlohmann::json::object(), 0), std::string("dataset-2"));
        WINNOW_THROWS(BadInput, "named 'late' already", second.commit(nlohmann::json::object(), 0));
        QVERIFY(project.check().empty());
    }

    void namesThatMeanSomethingElseAreRefused_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("latest") << QByteArray("latest");
        QTest::newRow("an id") << QByteArray("run-17");
        QTest::newRow("two lines") << QByteArray("a\nb");
        QTest::newRow("too long") << QByteArray(201, 'a');
    }
    void namesThatMeanSomethingElseAreRefused() {
        QFETCH(QByteArray, name);
        Project project = Project::create(folder());
        WINNOW_THROWS(
            BadInput, "choose another name", addArtifact(project, "run", 1, name.toStdString()));
        addArtifact(project, "run", 1, "run-of-the-mill");
    }

    void unknownParentsAreRefused() {
        Project project = Project::create(folder());
        WINNOW_THROWS(
            BadInput, "no artifact 'dataset-9'", addArtifact(project, "run", 1, {}, {"dataset-9"}));
    }

    void numbersAreNeverGivenTwice() {
        {
            Project project = Project::create(folder());
            for (int i = 0; i < 3; ++i) addArtifact(project, "run");
        }
        sql(folder(), "DELETE FROM file; DELETE FROM artifact WHERE id = 'run-3'");
        std::filesystem::remove_all(folder() / "arrays/run-3");
        Project project = Project::open(folder(), Access::Write);
        QCOMPARE(addArtifact(project, "run"), std::string("run-4"));
        QCOMPARE(addArtifact(project, "kernel"), std::string("kernel-1"));
    }

    void aFolderTheCatalogueForgotIsNotOverwritten() {
        { (void)Project::create(folder()); }
        std::filesystem::create_directories(folder() / "arrays/run-1");
        writeBytes(folder() / "arrays/run-1/precious", "x");
        Project project = Project::open(folder(), Access::Write);
        QCOMPARE(addArtifact(project, "run"), std::string("run-2"));
        QCOMPARE(bytesOf(folder() / "arrays/run-1/precious"), std::string("x"));
    }

    void settingsAreKept() {
        {
            Project project = Project::create(folder());
            QVERIFY(!project.setting("theme"));
            project.setSetting("theme", "dark");
            project.setSetting("theme", "light '\xf0\x9f\x90\xb8'");
        }
        const Project project = Project::open(folder(), Access::Read);
        QCOMPARE(project.setting("theme").value(), std::string("light '\xf0\x9f\x90\xb8'"));
    }

    void aMovedProjectWorks() {
        {
            Project project = Project::create(folder());
            addArtifact(project, "run", 5);
        }
        const auto moved = pathOf(*m_dir) / "elsewhere";
        std::filesystem::rename(folder(), moved);
        Project project = Project::open(moved, Access::Write);
        QCOMPARE(project.read("run-1", "values.npy").as<float>()[0], 5.0F);
        QVERIFY(project.check().empty());
        QCOMPARE(addArtifact(project, "run"), std::string("run-2"));
    }

    void aRelativePathOutlivesAChangeOfFolder() {
        const auto before = std::filesystem::current_path();
        std::filesystem::current_path(pathOf(*m_dir));
        Project project = Project::create("p.winnow/");
        std::filesystem::current_path(before);
        addArtifact(project, "run", 5);
        QCOMPARE(project.folder(), pathOf(*m_dir) / "p.winnow");
        QVERIFY(std::filesystem::exists(pathOf(*m_dir) / "p.winnow/arrays/run-1/values.npy"));
    }

    void creatingAgainOpens() {
        {
            Project project = Project::create(folder());
            addArtifact(project, "run", 5);
        }
        QCOMPARE(Project::create(folder()).artifacts().size(), std::size_t{1});
    }

    void specsThatAreEqualAreTheSameText() {
        const auto one = nlohmann::json::parse(R"({"b": 1, "a": [0.1, "x"]})");
        const auto two = nlohmann::json::parse(R"({"a":[0.1,"x"],"b":1})");
        QCOMPARE(canonical(one), std::string(R"({"a":[0.1,"x"],"b":1})"));
        QCOMPARE(canonical(one), canonical(two));
        WINNOW_THROWS(BadInput, "not UTF-8", canonical({{"path", "\xff\xfe"}}));
    }

    /// A reader sees rows only with all their files, whole, while a writer commits.
    void aReaderNeverSeesHalfAThing() {
        constexpr int kArtifacts = 30;
        { (void)Project::create(folder()); }
        std::atomic<bool> done = false;
        std::string failure;
        std::thread writer([&] {
            try {
                Project project = Project::open(folder(), Access::Write);
                for (int i = 0; i < kArtifacts; ++i)
                    addArtifact(project, "run", static_cast<float>(i), {}, {}, 4000);
            } catch (const std::exception& error) {
                failure = error.what();
            }
            done = true;
        });
        const Project reader = Project::open(folder(), Access::Read);
        std::string wrong;
        for (bool last = false; wrong.empty();) {
            const bool over = done;
            const auto rows = reader.artifacts();
            for (const ArtifactRow& row : rows) {
                const float wanted = std::stof(bytesOf(reader.path(row.id, "note.txt")));
                const MappedNpy values = reader.map(row.id, "values.npy");
                if (std::ranges::count(values.as<float>(), wanted) != 4000) wrong = row.id;
            }
            for (const Damage& damage : reader.check()) wrong = damage.sentence;
            if (last) break;
            last = over;
        }
        writer.join();
        QVERIFY2(failure.empty(), failure.c_str());
        QVERIFY2(wrong.empty(), wrong.c_str());
        QCOMPARE(reader.artifacts().size(), std::size_t{kArtifacts});
    }

    void severalWritersShareAProject() {
        { (void)Project::create(folder()); }
        std::vector<std::string> failures(3);
        std::vector<std::thread> writers;
        for (std::string& failure : failures)
            writers.emplace_back([this, &failure] {
                try {
                    Project project = Project::open(folder(), Access::Write);
                    for (int i = 0; i < 8; ++i) addArtifact(project, "run");
                } catch (const std::exception& error) {
                    failure = error.what();
                }
            });
        for (std::thread& writer : writers) writer.join();
        for (const std::string& failure : failures) QCOMPARE(failure, std::string());
        const Project project = Project::open(folder(), Access::Read);
        QCOMPARE(project.artifacts().size(), std::size_t{24});
        QVERIFY(project.check().empty());
    }
};

QTEST_GUILESS_MAIN(TestProject)
#include "tst_project.moc"
