// SPDX-License-Identifier: Apache-2.0
#include "engine/data/export.h"
#include "engine/data/export_writers.h"
#include "engine/store/error.h"
#include "engine/store/npz.h"
#include "tests/engine/data/data_files.h"

#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <csignal>
#include <map>
#include <set>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace winnow;
using data::ExportFormat;
using data::FileMode;
using test::Bytes;
namespace fs = std::filesystem;

namespace {

/// What an image is known by, whatever its place in a file: its pixels and its class name.
using Contents = std::multiset<std::pair<Bytes, std::string>>;

Contents contentsOf(std::span<const std::uint8_t> pixels,
                    std::span<const std::int64_t> labels,
                    const std::vector<std::string>& names,
                    const std::vector<std::int64_t>& rows) {
    Contents contents;
    const std::size_t size = pixels.size() / std::max<std::size_t>(labels.size(), 1);
    for (const std::int64_t row : rows) {
        const auto at = pixels.subspan(static_cast<std::size_t>(row) * size, size);
        contents.emplace(Bytes(at.begin(), at.end()),
                         names.at(static_cast<std::size_t>(labels[static_cast<std::size_t>(row)])));
    }
    return contents;
}

Contents contentsOf(const data::ImportedSplit& split, const std::vector<std::string>& names) {
    std::vector<std::int64_t> rows(split.labels.size());
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<std::int64_t>(i);
    return contentsOf(split.pixels, split.labels, names, rows);
}

class Warnings final : public jobs::JobReporter {
public:
    void progress(std::string_view, std::int64_t, std::int64_t) override {}
    void metric(std::string_view, std::int64_t, double) override {}
    void warning(std::string_view message) override { all.emplace_back(message); }
    void note(std::string_view) override {}
    void artifact(std::string_view, std::string_view) override {}
    std::vector<std::string> all;
};

}  // namespace

class TestExport : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_next = 0;
    std::map<std::string, fs::path> m_sources;
    std::optional<store::Project> m_project;
    std::map<std::string, store::Dataset> m_datasets;

    [[nodiscard]] fs::path root() const { return m_dir.path().toStdString(); }
    fs::path newTarget() {
        return root() / ("out \"" + std::to_string(m_next++) + "\" \xf0\x9f\x90\xb8");
    }

    void makeSources() {
        Bytes labels;
        for (int i = 0; i < 40; ++i) labels.push_back(static_cast<std::uint8_t>(i % 12));
        for (const auto& [split, seed] : {std::pair{"train", 1U}, {"t10k", 2U}}) {
            test::put(root() / "idx" / (std::string(split) + "-images-idx3-ubyte.gz"),
                      test::gzipped(test::idxImages(40, 4, 5, test::noise(800, seed))));
            test::put(root() / "idx" / (std::string(split) + "-labels-idx1-ubyte.gz"),
                      test::gzipped(test::idxLabels(labels)));
        }
        Bytes ten, hundred;
        for (std::uint8_t i = 0; i < 20; ++i) {
            const Bytes pixels = test::noise(3072, i);
            ten.push_back(i % 10);
            hundred.insert(hundred.end(), {static_cast<std::uint8_t>(i % 5), i});
            ten.insert(ten.end(), pixels.begin(), pixels.end());
            hundred.insert(hundred.end(), pixels.begin(), pixels.end());
        }
        test::put(root() / "cifar10" / "data_batch_1.bin", ten);
        test::put(root() / "cifar10" / "test_batch.bin", test::first(ten, 3073 * 3));
        test::put(root() / "cifar10" / "batches.meta.txt",
                  "a/b\nB\nb\n.d\ne, \"e\"\nf\ng\nh\ni\nj\n");
        std::string names;
        for (int c = 0; c < 100; ++c) names += "fine " + std::to_string(c) + "\n";
        test::put(root() / "cifar100" / "train.bin", hundred);
        test::put(root() / "cifar100" / "fine_label_names.txt", names);
        store::writeNpz(
            root() / "npz.npz",
            {{"x", store::Array::from<std::uint8_t>(test::noise(30 * 3 * 4 * 6, 3), {30, 3, 4, 6})},
             {"y", store::Array::from<std::int64_t>(std::vector<std::int64_t>(30, 1), {30})}});
        for (const char* name : {"cat/1.png",
                                 "cat/deep/1.png",
                                 "dog, \"x\"/\xf0\x9f\x90\xb8.png",
                                 "dog, \"x\"/2.png"}) {
            data::Image image({3, 7, 7});
            image.pixels = test::noise(image.pixels.size(), std::hash<std::string>{}(name));
            test::put(root() / "folder" / "train" / name, test::rgbPng(image));
        }
        test::put(root() / "folder" / "test" / "cat" / "9.png",
                  test::rgbPng(data::Image({3, 7, 7})));
        for (const char* name : {"idx", "cifar10", "cifar100", "folder"})
            m_sources[name] = root() / name;
        m_sources["npz"] = root() / "npz.npz";
        m_sources["planted"] = "planted";
    }

    data::ExportRequest request(const std::string& name) {
        data::ExportRequest made{.dataset = m_datasets.at(name)};
        const data::ImportedData read = test::imported(m_sources.at(name), options(name));
        made.cameAs = read.facts.format;
        made.packed = read.facts.packed;
        made.coarseOf = read.facts.coarseOf;
        made.truth = read.truth;
        for (std::int64_t i = 0; i < made.dataset.train.size(); ++i)
            made.stage.push_back(static_cast<std::uint8_t>(i % 5));
        if (name == "folder") {
            made.originals.emplace();
            made.originals->root = m_sources.at(name);
            made.originals->train = read.train.files;
            made.originals->test = read.test->files;
        }
        return made;
    }
    static data::ImportOptions options(const std::string& name) {
        data::ImportOptions options;
        if (name == "planted") options.limit = 150;
        return options;
    }
    static nlohmann::json exported(const data::ExportRequest& request,
                                   const fs::path& target,
                                   std::stop_token stop = {}) {
        jobs::SilentReporter silent;
        return data::exportSubset(request, {{"program", "Winnow"}}, target, {stop, silent});
    }
    static nlohmann::json provenance(const fs::path& target) {
        const Bytes bytes = test::got(target / "winnow.json");
        return nlohmann::json::parse(bytes.begin(), bytes.end());
    }
    static std::size_t entries(const fs::path& folder) {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
    }
    static std::string refused(const data::ExportRequest& request, const fs::path& target) {
        try {
            (void)exported(request, target);
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::BadInput) return error.what();
        }
        return {};
    }

private Q_SLOTS:
    void initTestCase() {
        makeSources();
        m_project.emplace(store::Project::create(root() / "p.winnow"));
        jobs::SilentReporter silent;
        for (const auto& [name, source] : m_sources) {
            store::ArtifactRow row;
            row.kind = "dataset";
            row.name = name;
            row.spec = "{}";
            store::ArtifactDraft draft(*m_project, row);
            const auto summary =
                data::writeDataset(draft, source, options(name), name, {{}, silent});
            draft.commit(summary, 0);
            m_datasets.emplace(name, store::openDataset(*m_project, name));
        }
    }

    void reimportEqualsTheSubset_data() {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QString>("format");
        for (const char* source : {"idx", "cifar10", "cifar100", "npz", "folder", "planted"})
            for (const char* format : {"same", "npz", "folder"})
                QTest::addRow("%s as %s", source, format) << source << format;
    }
    void reimportEqualsTheSubset() {
        QFETCH(QString, source);
        QFETCH(QString, format);
        data::ExportRequest made = request(source.toStdString());
        made.format = data::exportFormatOf(format.toStdString());
        const fs::path target = newTarget();
        (void)exported(made, target);
        const data::ImportedData back = test::imported(target);
        const store::Dataset& dataset = made.dataset;
        QVERIFY(contentsOf(back.train, back.classNames) == contentsOf(dataset.train.pixels(),
                                                                      dataset.train.labels(),
                                                                      dataset.classNames,
                                                                      made.exportedRows()));
        QCOMPARE(back.test.has_value(), dataset.test.has_value());
        if (dataset.test)
            QVERIFY(contentsOf(*back.test, back.classNames) ==
                    contentsOf(dataset.test->pixels(),
                               dataset.test->labels(),
                               dataset.classNames,
                               data::allRowsOf(*dataset.test)));
        // Class numbers mean the same before and after.
        for (std::size_t c = 0; c < std::min(back.classNames.size(), dataset.classNames.size());
             ++c)
            QCOMPARE(back.classNames[c], dataset.classNames[c]);
    }

    void sameMeansTheFormatItCameIn() {
        for (const auto& [name, format] : {std::pair{"idx", data::Format::Idx},
                                           {"cifar10", data::Format::Cifar10},
                                           {"cifar100", data::Format::Cifar100},
                                           {"npz", data::Format::Npz},
                                           {"folder", data::Format::Folder},
                                           {"planted", data::Format::Npz}}) {
            const fs::path target = newTarget();
            (void)exported(request(name), target);
            QCOMPARE(test::imported(target).facts.format, format);
            QCOMPARE(QString::fromStdString(provenance(target).at("format")),
                     QString::fromStdString(std::string(data::formatName(format))));
        }
    }

    void idxKeepsItsPackingAndOrder() {
        data::ExportRequest made = request("idx");
        for (const bool packed : {true, false}) {
            made.packed = packed;
            const fs::path target = newTarget();
            (void)exported(made, target);
            QVERIFY(fs::exists(
                target / (packed ? "train-images-idx3-ubyte.gz" : "train-images-idx3-ubyte")));
            const data::ImportedData back = test::imported(target);
            QCOMPARE(back.facts.packed, packed);
            const auto rows = made.exportedRows();
            for (std::size_t i = 0; i < rows.size(); ++i)
                QCOMPARE(back.train.labels[i],
                         made.dataset.train.labels()[static_cast<std::size_t>(rows[i])]);
        }
    }

    void cifar100KeepsItsCoarseClasses() {
        const fs::path target = newTarget();
        (void)exported(request("cifar100"), target);
        const data::ImportedData back = test::imported(target);
        for (const std::int64_t label : back.train.labels)
            QCOMPARE(back.facts.coarseOf.at(static_cast<std::size_t>(label)), label % 5);
    }

    void theArchiveFlagsValidationAndCarriesTheTruth() {
        data::ExportRequest made = request("planted");
        made.format = ExportFormat::Npz;
        const fs::path target = newTarget();
        (void)exported(made, target);
        const store::NamedArrays arrays = store::readNpz(target / "dataset.npz");
        const auto rows = made.exportedRows();
        QVERIFY(std::ranges::equal(arrays.at("train_index").as<std::int64_t>(), rows));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            QCOMPARE(arrays.at("train_validation").as<std::uint8_t>()[i],
                     std::uint8_t{rows[i] % 5 == 4});
            QCOMPARE(
                arrays.at("truth_style").as<std::int64_t>()[i],
                made.truth.at("truth_style").as<std::int64_t>()[static_cast<std::size_t>(rows[i])]);
        }
    }

    void provenanceNamesAndCounts() {
        const fs::path target = newTarget();
        const auto summary = exported(request("idx"), target);
        const auto facts = provenance(target);
        QCOMPARE(QString::fromStdString(facts.at("program")), QString("Winnow"));
        QCOMPARE(facts.at("classes").size(), std::size_t{12});
        QCOMPARE(facts.at("counts").at("train").get<int>(), 16);
        QCOMPARE(facts.at("counts").at("train_of").get<int>(), 40);
        QCOMPARE(facts.at("counts").at("test").get<int>(), 40);
        QCOMPARE(facts.at("counts").at("stages").at("validation").get<int>(), 8);
        QCOMPARE(facts.at("train_index").size(), std::size_t{16});
        QCOMPARE(facts.at("validation_index").size(), std::size_t{8});
        QCOMPARE(summary.at("train").get<int>(), 16);
    }

    void originalsAreCopiedLinkedOrListed() {
        data::ExportRequest made = request("folder");
        const fs::path original = m_sources["folder"] / "train" / "cat" / "1.png";
        for (const FileMode mode : {FileMode::Copy, FileMode::Link, FileMode::List}) {
            made.files = mode;
            const fs::path target = newTarget();
            (void)exported(made, target);
            const fs::path file = target / "train" / "cat" / "1.png";
            QVERIFY(!fs::is_symlink(file));
            QCOMPARE(fs::exists(file), mode != FileMode::List);
            if (mode != FileMode::List)
                QCOMPARE(fs::equivalent(file, original), mode == FileMode::Link);
            if (mode != FileMode::List) QVERIFY(test::got(file) == test::got(original));
            const Bytes table = test::got(target / "files.csv");
            const QString text = QString::fromUtf8(reinterpret_cast<const char*>(table.data()),
                                                   static_cast<qsizetype>(table.size()));
            QVERIFY2(
                text.contains(mode == FileMode::List ? QString::fromStdString(original.string())
                                                     : "train/cat/1.png"),
                qPrintable(text));
        }
    }

    void aFolderOfLinksIsImportedAgain() {
        data::ExportRequest made = request("folder");
        made.stage.assign(made.stage.size(), 0);
        made.files = FileMode::Link;
        const fs::path target = newTarget();
        (void)exported(made, target);
        const data::ImportedData before = test::imported(m_sources["folder"]),
                                 after = test::imported(target);
        QVERIFY(after.facts.skipped.empty());
        QVERIFY(contentsOf(after.train, after.classNames) ==
                contentsOf(before.train, before.classNames));
        QVERIFY(contentsOf(*after.test, after.classNames) ==
                contentsOf(*before.test, before.classNames));
    }

    void linksToALinkedOriginalHoldItsPixels() {
        const fs::path source = root() / "linked";
        fs::copy(m_sources["folder"], source, fs::copy_options::recursive);
        fs::rename(source / "train" / "cat" / "1.png", source / "elsewhere.png");
        fs::create_symlink("../../elsewhere.png", source / "train" / "cat" / "1.png");
        data::ExportRequest made = request("folder");
        made.originals->root = source;
        made.files = FileMode::Link;
        const fs::path target = newTarget();
        (void)exported(made, target);
        const fs::path file = target / "train" / "cat" / "1.png";
        QVERIFY(!fs::is_symlink(file));
        QVERIFY(fs::equivalent(file, source / "elsewhere.png"));
    }

    void onAnotherFileSystemLinksAreSymbolicAndSaidToBe() {
        const QTemporaryDir other("/dev/shm/winnow-XXXXXX");
        struct stat here {
        }, there{};
        if (!other.isValid() || ::stat(m_dir.path().toLocal8Bit().constData(), &here) != 0 ||
            ::stat(other.path().toLocal8Bit().constData(), &there) != 0 ||
            here.st_dev == there.st_dev)
            QSKIP("needs two file systems");
        data::ExportRequest made = request("folder");
        made.files = FileMode::Link;
        const fs::path target = fs::path(other.path().toStdString()) / "export";
        Warnings reporter;
        (void)data::exportSubset(made, nlohmann::json::object(), target, {{}, reporter});
        QVERIFY(fs::is_symlink(target / "train" / "cat" / "1.png"));
        QCOMPARE(reporter.all.size(), std::size_t{1});
        const QString refusal = QString::fromStdString(test::refusal(target));
        QVERIFY2(refusal.contains("train/cat/1.png") && refusal.contains("--files copy"),
                 qPrintable(refusal));
    }

    void filesOfOneNameInOneClassAreKeptApart() {
        data::ExportRequest made = request("folder");
        made.stage.assign(made.stage.size(), 0);
        const fs::path target = newTarget();
        (void)exported(made, target);
        QCOMPARE(entries(target / "train" / "cat"), std::size_t{2});
    }

    void movedOrChangedOriginalsAreRefused() {
        data::ExportRequest made = request("folder");
        const fs::path target = newTarget();
        made.originals->train[0].bytes += 1;
        QVERIFY(QString::fromStdString(refused(made, target)).contains("changed"));
        data::ExportRequest moved = request("folder");
        moved.originals->root = root() / "elsewhere";
        QVERIFY(QString::fromStdString(refused(moved, target)).contains("no longer there"));
        QVERIFY(!fs::exists(target));
        moved.format = ExportFormat::Npz;
        QVERIFY(refused(moved, target).empty());
    }

    void theTableHoldsEverySampleAndItsScores() {
        data::ExportRequest made = request("cifar10");
        made.format = ExportFormat::Csv;
        std::vector<double> scores(20, 0.1);
        scores[1] = std::nan("");
        std::vector<std::int64_t> events(20, -3);
        made.scores.push_back({"difficulty", store::Array::from<double>(scores, {20})});
        made.scores.push_back({"for,getting", store::Array::from<std::int64_t>(events, {20})});
        const fs::path target = newTarget();
        (void)exported(made, target);
        const Bytes bytes = test::got(target / "selection.csv");
        const QStringList lines = QString::fromUtf8(reinterpret_cast<const char*>(bytes.data()),
                                                    static_cast<qsizetype>(bytes.size()))
                                      .split('\n');
        QCOMPARE(lines.size(), 22);
        QCOMPARE(lines[0],
                 QString("index,label,class,original_label,kept,stage,difficulty,\"for,getting\""));
        QCOMPARE(lines[1], QString("0,0,a/b,0,1,kept,0.1,-3"));
        QCOMPARE(lines[2], QString("1,1,B,1,0,redundant,,-3"));
        QCOMPARE(lines[5], QString("4,4,\"e, \"\"e\"\"\",4,1,validation,0.1,-3"));
    }

    void theTableHoldsTheLabelBeforeToo() {
        data::ExportRequest made = request("cifar10");
        made.format = ExportFormat::Csv;
        made.relabelled = {{0, 1}};
        const fs::path target = newTarget();
        (void)exported(made, target);
        const Bytes bytes = test::got(target / "selection.csv");
        const QStringList lines = QString::fromUtf8(reinterpret_cast<const char*>(bytes.data()),
                                                    static_cast<qsizetype>(bytes.size()))
                                      .split('\n');
        QCOMPARE(lines[1], QString("0,1,B,0,1,kept"));
        QCOMPARE(lines[2], QString("1,1,B,1,0,redundant"));
    }

    void relabelledSamplesGoOutWithTheirNewLabels_data() { reimportEqualsTheSubset_data(); }
    void relabelledSamplesGoOutWithTheirNewLabels() {
        QFETCH(QString, source);
        QFETCH(QString, format);
        data::ExportRequest made = request(source.toStdString());
        const store::Dataset& dataset = made.dataset;
        if (dataset.classes() < 2) QSKIP("there is one class");
        made.format = data::exportFormatOf(format.toStdString());
        std::vector<std::int64_t> labels(dataset.train.labels().begin(),
                                         dataset.train.labels().end());
        // Row 0 is exported, row 1 is not; both were given the class of the other end.
        for (const std::size_t row : {0, 1}) {
            labels[row] = labels[row] == 0 ? 1 : 0;
            made.relabelled[static_cast<std::int64_t>(row)] = labels[row];
        }
        const fs::path target = newTarget();
        const auto summary = exported(made, target);
        QCOMPARE(summary.at("relabelled").get<int>(), 1);
        const auto facts = provenance(target);
        QCOMPARE(facts.at("counts").at("relabelled").get<int>(), 1);
        QVERIFY(facts.at("relabelled") ==
                nlohmann::json({{0, dataset.train.labels()[0], labels[0]}}));
        const data::ImportedData back = test::imported(target);
        QVERIFY(
            contentsOf(back.train, back.classNames) ==
            contentsOf(dataset.train.pixels(), labels, dataset.classNames, made.exportedRows()));
        if (dataset.test)
            QVERIFY(contentsOf(*back.test, back.classNames) ==
                    contentsOf(dataset.test->pixels(),
                               dataset.test->labels(),
                               dataset.classNames,
                               data::allRowsOf(*dataset.test)));
    }

    void aTargetInUseIsRefused() {
        const data::ExportRequest made = request("idx");
        const fs::path full = newTarget(), file = newTarget(), empty = newTarget();
        test::put(full / "mine.txt", "precious");
        test::put(file, "precious");
        fs::create_directories(empty);
        QVERIFY(!refused(made, full).empty());
        QVERIFY(!refused(made, file).empty());
        QVERIFY(test::got(full / "mine.txt") == Bytes({'p', 'r', 'e', 'c', 'i', 'o', 'u', 's'}));
        QCOMPARE(entries(full), std::size_t{1});
        QVERIFY(refused(made, empty).empty());
        QVERIFY(fs::exists(empty / "winnow.json"));
    }

    void theSourceIsNeverWrittenTo() {
        const data::ExportRequest made = request("folder");
        QVERIFY(!refused(made, m_sources["folder"] / "pruned").empty());
        QVERIFY(!fs::exists(m_sources["folder"] / "pruned"));
    }

    void aFormatThatCannotHoldTheImagesIsRefused() {
        data::ExportRequest made = request("npz");
        made.cameAs = data::Format::Cifar10;
        const fs::path target = newTarget();
        QVERIFY(QString::fromStdString(refused(made, target)).contains("3x4x6"));
        made.cameAs = data::Format::Idx;
        QVERIFY(QString::fromStdString(refused(made, target)).contains("gray"));
        QVERIFY(!fs::exists(target));
    }

    void nothingRemainsWhenTheDiskIsFullOrThePersonCancels_data() {
        reimportEqualsTheSubset_data();
    }
    void nothingRemainsWhenTheDiskIsFullOrThePersonCancels() {
        QFETCH(QString, source);
        QFETCH(QString, format);
        data::ExportRequest made = request(source.toStdString());
        made.format = data::exportFormatOf(format.toStdString());
        const fs::path place = root() / ("place " + std::to_string(m_next++));
        fs::create_directories(place);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY_THROWS_EXCEPTION(Cancelled, exported(made, place / "out", stop.get_token()));
        QCOMPARE(entries(place), std::size_t{0});
        // Files may not grow beyond 100 bytes: every write fails as on a full disk, but for the
        // errno.
        const auto before = std::signal(SIGXFSZ, SIG_IGN);
        rlimit old{};
        getrlimit(RLIMIT_FSIZE, &old);
        const rlimit small{100, old.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
        bool failed = false;
        try {
            (void)exported(made, place / "out");
        } catch (const Error&) {
            failed = true;
        }
        setrlimit(RLIMIT_FSIZE, &old);
        std::signal(SIGXFSZ, before);
        QVERIFY(failed);
        QCOMPARE(entries(place), std::size_t{0});
    }

    void classFoldersHaveUsableNamesThatDiffer() {
        const auto names =
            data::classFolderNames({"a/b", "a_b", "", "..", "Cat", "cat", std::string(300, 'x')});
        QCOMPARE(std::set<std::string>(names.begin(), names.end()).size(), std::size_t{7});
        for (const std::string& name : names) {
            QVERIFY(!name.empty() && name.size() < 250 && !name.starts_with('.'));
            QVERIFY(name.find('/') == std::string::npos);
        }
    }
};

QTEST_GUILESS_MAIN(TestExport)
#include "tst_export.moc"
