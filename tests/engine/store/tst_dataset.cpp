// SPDX-License-Identifier: Apache-2.0
#include "engine/store/dataset.h"
#include "tests/engine/store/store_test.h"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace winnow;
using namespace winnow::store;
using namespace winnow::test;

namespace {

struct Parts {
    Shape images{4, 1, 2, 3};
    std::vector<std::int64_t> labels{0, 1, 1, 0};
    DType pixels = DType::UInt8;
    std::string facts =
        R"({"name":"tiny","classes":["cat","dog \ud83d\udc36"],"mean":[0.5],"deviation":[0.25]})";
    std::optional<Shape> test = Shape{1, 1, 2, 3};
};

void addDataset(Project& project, const Parts& parts) {
    ArtifactRow row;
    row.kind = "dataset";
    row.name = "tiny";
    ArtifactDraft draft(project, row);
    draft.write("images.npy", Array(parts.pixels, parts.images));
    draft.write<std::int64_t>(
        "labels.npy", parts.labels, {static_cast<std::int64_t>(parts.labels.size())});
    draft.writeText("dataset.json", parts.facts);
    if (parts.test) {
        draft.write("test_images.npy", Array(DType::UInt8, *parts.test));
        draft.write("test_labels.npy", Array(DType::Int64, {parts.test->at(0)}));
    }
    draft.commit(nlohmann::json::object(), 0);
}

}  // namespace

Q_DECLARE_METATYPE(Parts)

class TestDataset : public QObject {
    Q_OBJECT

    std::optional<QTemporaryDir> m_dir;
    std::optional<Project> m_project;

private Q_SLOTS:
    void init() {
        m_project.reset();
        m_dir.emplace();
        m_project = Project::create(pathOf(*m_dir) / "p");
    }

    void bothSplitsAreOpened() {
        addDataset(*m_project, {});
        const Dataset dataset = openDataset(*m_project, "tiny");
        QCOMPARE(dataset.id, std::string("dataset-1"));
        QCOMPARE(dataset.classNames[1], std::string("dog \xf0\x9f\x90\xb6"));
        QCOMPARE(dataset.imageSize(), std::int64_t{6});
        QCOMPARE(dataset.height, std::int64_t{2});
        QCOMPARE(dataset.width, std::int64_t{3});
        QCOMPARE(dataset.mean, std::vector<double>{0.5});
        QCOMPARE(dataset.train.size(), std::int64_t{4});
        QCOMPARE(dataset.train.pixels().size(), std::size_t{24});
        QCOMPARE(dataset.train.labels()[1], std::int64_t{1});
        QCOMPARE(dataset.test->size(), std::int64_t{1});
    }

    void aDatasetWithoutATestSplitHasNone() {
        Parts parts;
        parts.test.reset();
        addDataset(*m_project, parts);
        QVERIFY(!openDataset(*m_project, "latest").test);
    }

    void filesThatDisagreeAreRefused_data() {
        QTest::addColumn<Parts>("parts");
        QTest::addColumn<QByteArray>("fragment");
        const auto row = [](const char* name, auto change, const char* fragment) {
            Parts parts;
            change(parts);
            QTest::newRow(name) << parts << QByteArray(fragment);
        };
        row(
            "label too large", [](Parts& p) { p.labels[2] = 2; }, "sample 2 has the label 2");
        row(
            "label negative", [](Parts& p) { p.labels[0] = -1; }, "sample 0 has the label -1");
        row(
            "a label too few", [](Parts& p) { p.labels.pop_back(); }, "one label per sample");
        row(
            "no channels",
            [](Parts& p) {
                p.images = {4, 2, 3};
            },
            "channels, height, width");
        row(
            "pixels that are no bytes",
            [](Parts& p) { p.pixels = DType::Float32; },
            "uint8 is needed");
        row(
            "test images of another size",
            [](Parts& p) {
                p.test = Shape{1, 1, 3, 3};
            },
            "test images");
        row(
            "facts that are no JSON", [](Parts& p) { p.facts = "{"; }, "dataset.json is damaged");
        row(
            "facts that lack one", [](Parts& p) { p.facts = R"({"name":"x"})"; }, "are needed");
        row(
            "facts of three channels",
            [](Parts& p) {
                p.facts = R"({"name":"x","classes":["a","b"],"mean":[1,2,3],"deviation":[1]})";
            },
            "3 means");
    }
    void filesThatDisagreeAreRefused() {
        QFETCH(Parts, parts);
        QFETCH(QByteArray, fragment);
        addDataset(*m_project, parts);
        WINNOW_THROWS(BadInput, fragment.toStdString(), openDataset(*m_project, "tiny"));
    }

    void anUnknownDatasetIsNamed() {
        addDataset(*m_project, {});
        WINNOW_THROWS(BadInput, "no dataset 'huge'", openDataset(*m_project, "huge"));
    }
};

QTEST_GUILESS_MAIN(TestDataset)
#include "tst_dataset.moc"
