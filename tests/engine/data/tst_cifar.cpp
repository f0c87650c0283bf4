// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/data/data_files.h"
#include "tests/support/shared_data.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace winnow;
using test::Bytes;
namespace fs = std::filesystem;

class TestCifar : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_next = 0;

    fs::path newFolder() { return fs::path(m_dir.path().toStdString()) / std::to_string(m_next++); }

    /// Records whose pixels are noise; `coarse` empty: CIFAR-10.
    static Bytes records(const Bytes& labels, const Bytes& coarse, std::uint64_t seed) {
        Bytes file;
        for (std::size_t i = 0; i < labels.size(); ++i) {
            if (!coarse.empty()) file.push_back(coarse[i]);
            file.push_back(labels[i]);
            const Bytes pixels = test::noise(3072, seed + i);
            file.insert(file.end(), pixels.begin(), pixels.end());
        }
        return file;
    }

private Q_SLOTS:
    void readsBatchesInTheOrderOfTheirNumbers() {
        const fs::path folder = newFolder();
        test::put(folder / "data_batch_10.bin", records({3}, {}, 10));
        test::put(folder / "data_batch_2.bin", records({1, 2}, {}, 2));
        test::put(folder / "test_batch.bin", records({9}, {}, 9));
        test::put(folder / "batches.meta.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
        const data::ImportedData set = test::imported(folder);
        QCOMPARE(set.facts.format, data::Format::Cifar10);
        QVERIFY((set.train.labels == std::vector<std::int64_t>{1, 2, 3}));
        QVERIFY((set.test->labels == std::vector<std::int64_t>{9}));
        QCOMPARE(set.classNames.size(), std::size_t{10});
        QCOMPARE(QString::fromStdString(set.classNames[9]), QString("j"));
        QVERIFY(test::first(set.train.pixels, 3072) == test::noise(3072, 2));
        QVERIFY(Bytes(set.train.pixels.end() - 3072, set.train.pixels.end()) ==
                test::noise(3072, 10));
    }

    void readsFineAndCoarseClassesOfCifar100() {
        const fs::path folder = newFolder();
        test::put(folder / "train.bin", records({99, 4, 99}, {19, 0, 19}, 1));
        test::put(folder / "test.bin", records({4}, {0}, 2));
        std::string names;
        for (int c = 0; c < 100; ++c) names += "fine" + std::to_string(c) + "\n";
        test::put(folder / "fine_label_names.txt", names);
        const data::ImportedData set = test::imported(folder);
        QCOMPARE(set.facts.format, data::Format::Cifar100);
        QVERIFY((set.train.labels == std::vector<std::int64_t>{99, 4, 99}));
        QCOMPARE(set.facts.coarseOf.at(99), std::int64_t{19});
        QCOMPARE(set.facts.coarseOf.at(4), std::int64_t{0});
        QCOMPARE(QString::fromStdString(set.classNames.at(99)), QString("fine99"));
    }

    void refusesAFileThatIsCutShort_data() {
        QTest::addColumn<int>("bytes");
        for (const int bytes : {0, 1, 2, 3072, 3074, 6145})
            QTest::addRow("%d bytes", bytes) << bytes;
    }
    void refusesAFileThatIsCutShort() {
        QFETCH(int, bytes);
        const fs::path folder = newFolder();
        test::put(folder / "data_batch_1.bin",
                  test::first(records({1, 2}, {}, 1), static_cast<std::size_t>(bytes)));
        QVERIFY(!test::refusal(folder).empty());
    }

    void refusesALabelOutOfRange() {
        const fs::path folder = newFolder();
        test::put(folder / "data_batch_1.bin", records({1, 10}, {}, 1));
        QVERIFY(QString::fromStdString(test::refusal(folder)).contains("label 10 of record 1"));
    }

    void refusesACoarseClassOutOfRangeOrInTwoMinds() {
        for (const Bytes& coarse : {Bytes{20, 20}, Bytes{1, 2}}) {
            const fs::path folder = newFolder();
            test::put(folder / "train.bin", records({5, 5}, coarse, 1));
            QVERIFY(!test::refusal(folder, {.format = data::Format::Cifar100}).empty());
        }
    }

    void takesASubsetAcrossFiles() {
        WINNOW_NEEDS_SHARED();
        data::ImportOptions options;
        options.limit = 1000;
        options.seed = 3;
        const fs::path source = test::shared("data/cifar-10");
        const data::ImportedData all = test::imported(source),
                                 some = test::imported(source, options);
        QCOMPARE(some.train.labels.size(), std::size_t{1000});
        QCOMPARE(some.test->labels.size(), std::min<std::size_t>(1000, all.test->labels.size()));
        for (std::size_t i = 0; i < 1000; ++i) {
            const auto row = static_cast<std::size_t>(some.train.rows[i]);
            QCOMPARE(some.train.labels[i], all.train.labels[row]);
            QVERIFY(
                std::equal(some.train.pixels.begin() + static_cast<std::ptrdiff_t>(i * 3072),
                           some.train.pixels.begin() + static_cast<std::ptrdiff_t>((i + 1) * 3072),
                           all.train.pixels.begin() + static_cast<std::ptrdiff_t>(row * 3072)));
        }
    }
};

QTEST_GUILESS_MAIN(TestCifar)
#include "tst_cifar.moc"
