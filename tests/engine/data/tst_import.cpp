// SPDX-License-Identifier: Apache-2.0
#include "engine/data/dataset_files.h"
#include "engine/data/known_sets.h"
#include "engine/store/dataset.h"
#include "engine/store/error.h"
#include "tests/engine/data/data_files.h"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

using namespace winnow;
using test::Bytes;
namespace fs = std::filesystem;

class TestImport : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    fs::path m_source, m_folder;

    [[nodiscard]] fs::path at(const char* name) const {
        return fs::path(m_dir.path().toStdString()) / name;
    }

    static std::string stored(store::Project& project,
                              const fs::path& source,
                              const std::string& name,
                              const data::ImportOptions& options = {},
                              std::stop_token stop = {}) {
        store::ArtifactRow row;
        row.kind = "dataset";
        row.name = name;
        row.spec = "{}";
        store::ArtifactDraft draft(project, row);
        jobs::SilentReporter silent;
        const auto summary = data::writeDataset(draft, source, options, name, {stop, silent});
        return draft.commit(summary, 0);
    }
    static nlohmann::json facts(const store::Project& project,
                                const std::string& id,
                                const char* file) {
        const Bytes bytes = test::got(project.path(id, file));
        return nlohmann::json::parse(bytes.begin(), bytes.end());
    }

private Q_SLOTS:
    void initTestCase() {
        m_source = at("idx");
        Bytes labels;
        for (int i = 0; i < 200; ++i)
            labels.push_back(static_cast<std::uint8_t>(i % 4 == 0 ? 0 : 1));
        test::put(m_source / "train-images-idx3-ubyte",
                  test::idxImages(200, 6, 6, test::noise(200 * 36, 1)));
        test::put(m_source / "train-labels-idx1-ubyte", test::idxLabels(labels));
        m_folder = at("folder");
        for (const char* name : {"a/1.png", "a/2.png", "b/1.png"}) {
            data::Image image({3, 8, 6});
            image.pixels =
                test::noise(image.pixels.size(), static_cast<std::uint64_t>(name[0] * 7 + name[2]));
            test::put(m_folder / name, test::rgbPng(image));
        }
        const Bytes jpeg = test::jpegFile(data::Image({3, 8, 6}));
        test::put(m_folder / "b" / "broken.jpg", test::first(jpeg, jpeg.size() - 10));
    }

    void storesWhatReadSourceReads() {
        auto project = store::Project::create(at("p1.winnow"));
        const std::string id = stored(project, m_source, "digits");
        const store::Dataset dataset = store::openDataset(project, "digits");
        const data::ImportedData read = test::imported(m_source);
        QVERIFY(std::ranges::equal(dataset.train.pixels(), read.train.pixels));
        QVERIFY(std::ranges::equal(dataset.train.labels(), read.train.labels));
        QVERIFY(!dataset.test);
        QVERIFY(dataset.classNames == read.classNames);
        QVERIFY(project.check().empty());
        QCOMPARE(
            QString::fromStdString(facts(project, id, "dataset.json").at("source").at("format")),
            QString("idx"));
    }

    void flippedLabelsAreStoredWithTheirTruth() {
        auto project = store::Project::create(at("flips.winnow"));
        data::ImportOptions options;
        options.flipShare = 0.05;
        const std::string id = stored(project, m_source, "flipped", options);
        const auto plain = test::imported(m_source).train.labels;
        const store::Dataset dataset = store::openDataset(project, id);
        const store::Array flipped = project.read(id, "truth_flipped.npy"),
                           truth = project.read(id, "truth_label.npy");
        QVERIFY(std::ranges::equal(truth.as<std::int64_t>(), plain));
        for (std::size_t i = 0; i < plain.size(); ++i)
            QCOMPARE(flipped.as<std::uint8_t>()[i],
                     std::uint8_t{dataset.train.labels()[i] != plain[i]});
        QCOMPARE(std::ranges::count(flipped.as<std::uint8_t>(), 1), std::ptrdiff_t{10});
        QCOMPARE(facts(project, id, "dataset.json").at("flipped_labels").get<int>(), 10);
        QVERIFY(project.artifact(id)->summary.find("\"flipped_labels\":10") != std::string::npos);
        const std::string same = stored(project, m_source, "plain");
        QVERIFY(!project.has(same, "truth_flipped.npy") && !project.has(same, "truth_label.npy"));
        QVERIFY(project.artifact(same)->summary.find("flipped") == std::string::npos);
    }

    void flipsOfThePlantedSetKeepItsTruthAndItsTestLabels() {
        data::ImportOptions options;
        options.limit = 400;
        const data::ImportedData plain = test::imported("planted", options);
        options.flipShare = 0.1;
        const data::ImportedData made = test::imported("planted", options);
        QCOMPARE(made.flippedLabels, std::int64_t{40});
        QVERIFY(made.test->labels == plain.test->labels);
        QVERIFY(made.train.pixels == plain.train.pixels);
        QVERIFY(made.truth.at("truth_label").bytes == plain.truth.at("truth_label").bytes);
        const auto truth = made.truth.at("truth_label").as<std::int64_t>();
        const auto flipped = made.truth.at("truth_flipped").as<std::uint8_t>();
        for (std::size_t i = 0; i < truth.size(); ++i) {
            QCOMPARE(made.train.labels[i] != plain.train.labels[i], flipped[i] != 0);
            QVERIFY(flipped[i] == 0 || made.train.labels[i] != truth[i]);
        }
    }

    void meanAndDeviationArePerChannel() {
        Bytes pixels{0, 255, 10, 10, 255, 255, 10, 20};
        const auto statistics = data::channelStatistics(pixels, {2, 1, 2});
        QVERIFY(std::abs(statistics.mean[0] - 0.75) < 1e-12);
        QVERIFY(std::abs(statistics.deviation[0] - std::sqrt(3.0) / 4) < 1e-12);
        QVERIFY(std::abs(statistics.mean[1] - 12.5 / 255) < 1e-12);
    }

    void thumbnailsAreTheImagesWhereThoseAreSmall() {
        auto project = store::Project::create(at("p2.winnow"));
        const std::string id = stored(project, m_source, "digits");
        const store::Array thumbnails = project.read(id, "thumbnails.npy");
        QVERIFY((thumbnails.shape == store::Shape{200, 6, 6, 1}));
        QVERIFY(std::ranges::equal(thumbnails.as<std::uint8_t>(),
                                   test::imported(m_source).train.pixels));
    }

    void thumbnailsOfOtherShapesAreCentredOnBlack() {
        data::Image wide({3, 2, 4});
        std::fill(wide.pixels.begin(), wide.pixels.end(), std::uint8_t{9});
        wide.pixels[0] = 1;
        QCOMPARE(data::thumbnailSide(wide.geometry), std::int64_t{4});
        Bytes out(4 * 4 * 3, 77);
        data::makeThumbnail(wide.view(), out);
        QVERIFY(test::first(out, 12) == Bytes(12, 0));
        QCOMPARE(out[12], std::uint8_t{1});
        QVERIFY(Bytes(out.begin() + 13, out.begin() + 36) == Bytes(23, 9));
        QVERIFY(Bytes(out.begin() + 36, out.end()) == Bytes(12, 0));
        data::Image large({1, 100, 200});
        std::fill(large.pixels.begin(), large.pixels.end(), std::uint8_t{50});
        QCOMPARE(data::thumbnailSide(large.geometry), std::int64_t{64});
        out.assign(64 * 64, 3);
        data::makeThumbnail(large.view(), out);
        QCOMPARE(std::count(out.begin(), out.end(), 50), 64 * 32);
    }

    void writesOriginalsAndSkippedFilesOfAFolder() {
        auto project = store::Project::create(at("p3.winnow"));
        const std::string id = stored(project, m_folder, "pictures");
        const store::Dataset dataset = store::openDataset(project, id);
        QCOMPARE(dataset.train.size(), std::int64_t{3});
        const auto sources = facts(project, id, "sources.json");
        QCOMPARE(sources.at("train").size(), std::size_t{3});
        QCOMPARE(QString::fromStdString(sources.at("train")[2].at("path")), QString("b/1.png"));
        QCOMPARE(sources.at("train")[2].at("height").get<int>(), 8);
        const auto skipped = facts(project, id, "skipped.json");
        QCOMPARE(skipped.size(), std::size_t{1});
        QCOMPARE(QString::fromStdString(skipped[0].at("path")), QString("b/broken.jpg"));
        QVERIFY(std::ranges::equal(dataset.train.pixels(), test::imported(m_folder).train.pixels));
    }

    void storesTheTruthOfThePlantedSet() {
        auto project = store::Project::create(at("p4.winnow"));
        data::ImportOptions options;
        options.limit = 200;
        const std::string id = stored(project, "planted", "planted", options);
        for (const char* name :
             {"truth_kind.npy", "truth_original.npy", "truth_label.npy", "truth_style.npy"})
            QVERIFY((project.read(id, name).shape == store::Shape{200}));
        QCOMPARE(store::openDataset(project, id).test->size(), std::int64_t{50});
    }

    void aLimitCountsForEachSplit_data() {
        QTest::addColumn<int>("limit");
        QTest::addColumn<int>("train");
        QTest::addColumn<int>("test");
        QTest::newRow("below both") << 40 << 40 << 40;
        QTest::newRow("above the test split") << 100 << 100 << 60;
        QTest::newRow("above both") << 500 << 200 << 60;
    }
    void aLimitCountsForEachSplit() {
        QFETCH(int, limit);
        QFETCH(int, train);
        QFETCH(int, test);
        const fs::path source = at("both-splits");
        fs::copy(
            m_source, source, fs::copy_options::overwrite_existing | fs::copy_options::recursive);
        Bytes labels;
        for (int i = 0; i < 60; ++i) labels.push_back(static_cast<std::uint8_t>(i % 2));
        test::put(source / "t10k-images-idx3-ubyte",
                  test::idxImages(60, 6, 6, test::noise(60 * 36, 2)));
        test::put(source / "t10k-labels-idx1-ubyte", test::idxLabels(labels));
        data::ImportOptions options;
        options.limit = limit;
        const data::ImportedData set = test::imported(source, options);
        // A quarter of the training labels and half of the test labels are 0.
        const auto zeros = [](const std::vector<std::int64_t>& values) {
            return std::count(values.begin(), values.end(), 0);
        };
        QCOMPARE(set.train.labels.size(), static_cast<std::size_t>(train));
        QCOMPARE(zeros(set.train.labels), train / 4);
        QCOMPARE(set.test->labels.size(), static_cast<std::size_t>(test));
        QCOMPARE(zeros(set.test->labels), test / 2);
    }

    void setsATestShareAside() {
        data::ImportOptions options;
        options.testShare = 0.2;
        const data::ImportedData whole = test::imported(m_source),
                                 split = test::imported(m_source, options);
        QCOMPARE(split.train.labels.size(), std::size_t{160});
        QCOMPARE(split.test->labels.size(), std::size_t{40});
        QCOMPARE(std::count(split.test->labels.begin(), split.test->labels.end(), 0), 10);
        std::vector<std::int64_t> rows = split.train.rows;
        rows.insert(rows.end(), split.test->rows.begin(), split.test->rows.end());
        std::sort(rows.begin(), rows.end());
        QVERIFY(rows == whole.train.rows);
    }

    void theSourceSaysWhichSizesCannotBe_data() {
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("channels");
        QTest::newRow("too large") << 5000 << 0;
        QTest::newRow("negative") << -1 << 0;
        QTest::newRow("two channels") << 0 << 2;
    }
    void theSourceSaysWhichSizesCannotBe() {
        QFETCH(int, height);
        QFETCH(int, channels);
        data::ImportOptions options;
        options.height = options.width = height;
        options.channels = channels;
        QVERIFY(!test::refusal(m_source, options).empty());
    }

    void nothingRemainsOfAnImportThatFailsOrIsCancelled() {
        auto project = store::Project::create(at("p5.winnow"));
        const auto entries = [&] {
            const fs::path arrays = project.folder() / "arrays";
            return fs::exists(arrays)
                       ? std::distance(fs::directory_iterator(arrays), fs::directory_iterator())
                       : 0;
        };
        const fs::path broken = at("broken");
        test::put(broken / "train-images-idx3-ubyte.gz", [&] {
            const Bytes packed = test::gzipped(test::got(m_source / "train-images-idx3-ubyte"));
            return test::first(packed, packed.size() - 100);
        }());
        test::put(broken / "train-labels-idx1-ubyte",
                  test::got(m_source / "train-labels-idx1-ubyte"));
        QVERIFY_THROWS_EXCEPTION(Error, stored(project, broken, "x"));
        QCOMPARE(entries(), 0);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled, stored(project, m_source, "x", {}, stop.get_token()));
        QCOMPARE(entries(), 0);
        QVERIFY(!stored(project, m_source, "x").empty());
    }

    void refusesANameThatIsTaken() {
        auto project = store::Project::create(at("p6.winnow"));
        (void)stored(project, m_source, "twice");
        QVERIFY_THROWS_EXCEPTION(Error, stored(project, m_source, "twice"));
    }

    void findsInstalledSets() {
        fs::create_directories(at("sets"));
        fs::copy(m_source, at("sets") / "fashion-mnist");
        qputenv("WINNOW_DATASETS", QByteArray("/nowhere:") + at("sets").c_str());
        QVERIFY(data::installedSet("fashion-mnist") == at("sets") / "fashion-mnist");
        QCOMPARE(test::imported("fashion-mnist").train.labels.size(), std::size_t{200});
        qunsetenv("WINNOW_DATASETS");
        QVERIFY(!data::installedSet("no-such-set").has_value());
        QVERIFY(!test::refusal("no-such-set", {.format = data::Format::Builtin}).empty());
    }
};

QTEST_GUILESS_MAIN(TestImport)
#include "tst_import.moc"
