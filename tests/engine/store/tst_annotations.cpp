// SPDX-License-Identifier: Apache-2.0
#include "engine/store/annotations.h"
#include "tests/engine/store/store_test.h"

#include <QTest>

#include <array>
#include <limits>

using namespace winnow;
using namespace winnow::store;
using namespace winnow::test;

using Ids = std::vector<std::int64_t>;

class TestAnnotations : public QObject {
    Q_OBJECT

    std::optional<QTemporaryDir> m_dir;
    std::optional<Project> m_project;

private Q_SLOTS:
    void init() {
        m_dir.emplace();
        m_project.emplace(Project::create(pathOf(*m_dir) / "p.winnow"));
        addArtifact(*m_project, "dataset", 1, "first");
        addArtifact(*m_project, "dataset", 1, "second");
    }
    void cleanup() { m_project.reset(); }

    void tagsAreKeptPerDatasetAndSample() {
        Annotations annotations(*m_project);
        annotations.tag("dataset-1", "blurred", Ids{9, 2});
        annotations.tag("dataset-1", "blurred", Ids{2, 5});
        annotations.tag("dataset-1", "twin", Ids{2});
        annotations.tag("dataset-2", "blurred", Ids{1});
        annotations.untag("dataset-1", "blurred", Ids{5, 77});

        const Project reader = Project::open(m_project->folder(), Access::Read);
        const auto tags = Annotations(reader).tags("dataset-1");
        QCOMPARE(tags.size(), std::size_t{2});
        QCOMPARE(tags.at("blurred"), (Ids{2, 9}));
        QCOMPARE(tags.at("twin"), Ids{2});
        QCOMPARE(Annotations(reader).tags("dataset-2").at("blurred"), Ids{1});
    }

    void aSampleHasOneDecision() {
        Annotations annotations(*m_project);
        annotations.decide("dataset-1",
                           std::array{Decision{3, Action::Exclude, -1},
                                      Decision{1, Action::Relabel, 7},
                                      Decision{8, Action::Keep, -1}});
        annotations.decide("dataset-1", std::array{Decision{3, Action::Relabel, 0}});
        annotations.withdraw("dataset-1", Ids{8, 100});
        const std::vector<Decision> wanted{{1, Action::Relabel, 7}, {3, Action::Relabel, 0}};
        QCOMPARE(annotations.decisions("dataset-1"), wanted);
        QVERIFY(annotations.decisions("dataset-2").empty());
    }

    void subsetsComeBackWhole() {
        Annotations annotations(*m_project);
        const std::int64_t large = std::numeric_limits<std::int64_t>::max();
        const std::string id =
            annotations.put({{}, "dataset-1", "odd ones", "lasso", {large, 0, 300}, {}});
        QCOMPARE(id, std::string("subset-1"));
        for (int i = 0; i < 10; ++i)
            annotations.put({{}, "dataset-1", "more " + std::to_string(i), "", {i}, {}});
        const auto subsets = annotations.subsets("dataset-1");
        QCOMPARE(subsets.size(), std::size_t{11});
        QCOMPARE(subsets.front().samples, (Ids{0, 300, large}));
        QCOMPARE(subsets.front().rule, std::string("lasso"));
        QCOMPARE(subsets.back().id, std::string("subset-11"));
        QCOMPARE(annotations.subset("dataset-1", "odd ones").id, id);

        annotations.put({id, "dataset-1", "odd ones", "again", {}, {}});
        QVERIFY(annotations.subset("dataset-1", id).samples.empty());
        annotations.removeSubset(id);
        WINNOW_THROWS(BadInput, "there are more 0, more 1", annotations.subset("dataset-1", id));
        WINNOW_THROWS(BadInput, "none has been saved", annotations.subset("dataset-2", id));
    }

    void takenNamesAreRefused() {
        Annotations annotations(*m_project);
        annotations.put({{}, "dataset-1", "a", "", {1}, {}});
        WINNOW_THROWS(BadInput, "already", annotations.put({{}, "dataset-1", "a", "", {2}, {}}));
        QCOMPARE(annotations.put({{}, "dataset-2", "a", "", {2}, {}}), std::string("subset-2"));
    }

    void refusesBadInput_data() {
        QTest::addColumn<QString>("tag");
        QTest::addRow("empty") << "";
        QTest::addRow("blank") << "   ";
        QTest::addRow("two lines") << "a\nb";
        QTest::addRow("too long") << QString(101, QLatin1Char('x'));
    }
    void refusesBadInput() {
        QFETCH(QString, tag);
        Annotations annotations(*m_project);
        WINNOW_THROWS(
            BadInput, "a tag is one line", annotations.tag("dataset-1", tag.toStdString(), Ids{1}));
        QVERIFY(annotations.tags("dataset-1").empty());
    }

    void refusesWhatIsNotThere() {
        Annotations annotations(*m_project);
        addArtifact(*m_project, "run");
        for (const char* id : {"dataset-3", "run-1"})
            WINNOW_THROWS(BadInput, "there is no data set", annotations.tag(id, "x", Ids{1}));
        WINNOW_THROWS(BadInput,
                      "both count from 0",
                      annotations.decide("dataset-1",
                                         std::array{Decision{1, Action::Exclude, -1},
                                                    Decision{2, Action::Relabel, -1}}));
        QVERIFY(annotations.decisions("dataset-1").empty());
    }

    void aReaderCannotWrite() {
        const Project reader = Project::open(m_project->folder(), Access::Read);
        WINNOW_THROWS(
            Internal, "opened for reading", Annotations(reader).tag("dataset-1", "x", Ids{1}));
    }

    void everyChangeIsSeenByAnotherReader() {
        const Project reader = Project::open(m_project->folder(), Access::Read);
        const std::int64_t version = reader.dataVersion();
        QCOMPARE(Annotations(reader).version(), std::int64_t{0});
        QCOMPARE(reader.dataVersion(), version);
        Annotations annotations(*m_project);
        annotations.tag("dataset-1", "x", Ids{1});
        QCOMPARE(Annotations(reader).version(), std::int64_t{1});
        QVERIFY(reader.dataVersion() != version);
        annotations.untag("dataset-1", "x", Ids{1});
        annotations.removeSubset("subset-9");
        QCOMPARE(Annotations(reader).version(), std::int64_t{3});
    }
};

QTEST_GUILESS_MAIN(TestAnnotations)
#include "tst_annotations.moc"
