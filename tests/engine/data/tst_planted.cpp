// SPDX-License-Identifier: Apache-2.0
#include "engine/data/planted.h"
#include "tests/engine/data/data_files.h"

#include <QTest>

#include <algorithm>
#include <numeric>
#include <set>
#include <zlib.h>

using namespace winnow;
using data::PlantedKind;

namespace {

template <typename T>
std::uint32_t crcOf(const std::vector<T>& values, std::uint32_t before = 0) {
    return static_cast<std::uint32_t>(crc32(before,
                                            reinterpret_cast<const Bytef*>(values.data()),
                                            static_cast<uInt>(values.size() * sizeof(T))));
}

}  // namespace

class TestPlanted : public QObject {
    Q_OBJECT

    const data::PlantedSet m_set = data::makePlanted(2000, 500, 1);

    [[nodiscard]] std::span<const std::uint8_t> image(std::size_t row) const {
        return std::span(m_set.trainPixels).subspan(row * 784, 784);
    }
    [[nodiscard]] std::vector<std::size_t> rowsOf(PlantedKind kind) const {
        std::vector<std::size_t> rows;
        for (std::size_t i = 0; i < m_set.kind.size(); ++i)
            if (m_set.kind[i] == static_cast<std::uint8_t>(kind)) rows.push_back(i);
        return rows;
    }
    [[nodiscard]] double meanDifference(std::size_t a, std::size_t b) const {
        double sum = 0;
        for (std::size_t p = 0; p < 784; ++p) sum += std::abs(int{image(a)[p]} - int{image(b)[p]});
        return sum / 784;
    }

private Q_SLOTS:
    void sameSeedSameBytesOnEveryMachine() {
        const data::PlantedSet again = data::makePlanted(2000, 500, 1);
        QVERIFY(again.trainPixels == m_set.trainPixels && again.testPixels == m_set.testPixels);
        QVERIFY(again.original == m_set.original && again.style == m_set.style);
        QVERIFY(data::makePlanted(2000, 500, 2).trainPixels != m_set.trainPixels);
        std::uint32_t crc = crcOf(m_set.trainPixels);
        crc = crcOf(m_set.testPixels, crc);
        crc = crcOf(m_set.trainLabels, crc);
        crc = crcOf(m_set.kind, crc);
        crc = crcOf(m_set.style, crc);
        QCOMPARE(crc, kChecksum);
    }

    void faultsComeInTheStatedNumbers() {
        QCOMPARE(rowsOf(PlantedKind::ExactDuplicate).size(), std::size_t{60});
        QCOMPARE(rowsOf(PlantedKind::NearDuplicate).size(), std::size_t{100});
        QCOMPARE(rowsOf(PlantedKind::LabelError).size(), std::size_t{60});
        QCOMPARE(m_set.testLabels.size(), std::size_t{500});
    }

    void exactDuplicatesAreEqualBytes() {
        for (const std::size_t row : rowsOf(PlantedKind::ExactDuplicate)) {
            const auto original = static_cast<std::size_t>(m_set.original[row]);
            QVERIFY(std::ranges::equal(image(row), image(original)));
            QCOMPARE(m_set.trainLabels[row], m_set.trainLabels[original]);
        }
    }

    void nearDuplicatesAreCloseButNotEqual() {
        std::vector<double> apart;
        for (const std::size_t row : rowsOf(PlantedKind::NearDuplicate)) {
            const auto original = static_cast<std::size_t>(m_set.original[row]);
            QVERIFY(!std::ranges::equal(image(row), image(original)));
            QCOMPARE(m_set.trainLabels[row], m_set.trainLabels[original]);
            apart.push_back(meanDifference(row, original));
        }
        // Two glyphs of the same digit and style differ more than a near duplicate from its
        // original.
        double strangers = 0;
        const auto plain = rowsOf(PlantedKind::Plain);
        for (std::size_t i = 0; i + 1 < 100; ++i)
            strangers += meanDifference(plain[i], plain[i + 1]) / 99;
        QVERIFY(std::accumulate(apart.begin(), apart.end(), 0.0) / 100 < 0.4 * strangers);
    }

    void everyDuplicateHasAPlainOriginalOfItsOwn() {
        std::set<std::int64_t> originals;
        for (std::size_t row = 0; row < m_set.kind.size(); ++row) {
            if (m_set.original[row] < 0) continue;
            QVERIFY(originals.insert(m_set.original[row]).second);
            QCOMPARE(m_set.kind[static_cast<std::size_t>(m_set.original[row])],
                     static_cast<std::uint8_t>(PlantedKind::Plain));
        }
        QCOMPARE(originals.size(), std::size_t{160});
    }

    void onlyLabelErrorsHaveAWrongLabel() {
        for (std::size_t row = 0; row < m_set.kind.size(); ++row)
            QCOMPARE(m_set.trainLabels[row] != m_set.trueLabel[row],
                     m_set.kind[row] == static_cast<std::uint8_t>(PlantedKind::LabelError));
    }

    void stylesHaveALongTail() {
        std::vector<int> counts(data::kPlantedStyles);
        for (const auto style : m_set.style) ++counts.at(static_cast<std::size_t>(style));
        QVERIFY(counts.front() > 600);
        QVERIFY(counts.back() >= 1 && counts.back() < 40);
        QVERIFY(std::is_sorted(counts.rbegin(), counts.rend()));
    }

    void digitsAreBalanced() {
        std::vector<int> counts(10);
        for (const auto label : m_set.testLabels) ++counts.at(static_cast<std::size_t>(label));
        QVERIFY(std::all_of(counts.begin(), counts.end(), [](int count) { return count == 50; }));
    }

    void importTakesLimitAsTheNumberOfSamples() {
        data::ImportOptions options;
        options.limit = 400;
        options.seed = 5;
        const data::ImportedData set = test::imported("planted", options);
        QCOMPARE(set.train.labels.size(), std::size_t{400});
        QCOMPARE(set.test->labels.size(), std::size_t{100});
        QCOMPARE(set.truth.at("truth_kind").shape, store::Shape{400});
        QCOMPARE(set.truth.at("truth_kind").dtype, store::DType::UInt8);
        QCOMPARE(set.truth.at("truth_original").dtype, store::DType::Int64);
        options.limit = 99;
        QVERIFY(QString::fromStdString(test::refusal("planted", options)).contains("limit 99"));
    }

private:
    static constexpr std::uint32_t kChecksum = 1436993418;
};

QTEST_GUILESS_MAIN(TestPlanted)
#include "tst_planted.moc"
