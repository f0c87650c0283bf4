// SPDX-License-Identifier: Apache-2.0
#include "engine/data/decode.h"
#include "engine/data/export_distilled.h"
#include "tests/engine/data/data_files.h"
#include "tests/support/silence.h"

#include <QTemporaryDir>
#include <QTest>

using namespace winnow;

class TestExportDistilled : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Columns are classes that images began as, whatever their labels have become; every pixel is
    /// repeated, and what eight bits cannot hold is cut.
    void theSheetHasAColumnPerStartClass() {
        data::DistilledExport set;
        set.shown = store::Array::from<float>(std::vector<float>{10, 20, 30, 40, -5, 300, 70, 80},
                                              {2, 1, 2, 2});
        set.classOf = {1, 1};
        set.arrays["start_class"] =
            store::Array::from<std::int64_t>(std::vector<std::int64_t>{2, 0}, {2});
        set.classNames = {"zero", "one", "two"};
        const QTemporaryDir folder;
        const std::filesystem::path to = folder.filePath("sheet").toStdString();
        const test::Silence silence;
        (void)data::exportDistilled(set, data::DistilledFormat::Png, to, silence.context);

        const auto sheet = data::decodePng(test::got(to / "sheet.png"));
        QVERIFY(sheet.has_value());
        constexpr std::int64_t kGap = 4, kCell = 64;
        QCOMPARE(sheet->geometry.width, 3 * (kCell + kGap) + kGap);
        QCOMPARE(sheet->geometry.height, kCell + 2 * kGap);
        const auto pixel = [&](std::int64_t column, std::int64_t x, std::int64_t y) {
            const std::int64_t left = kGap + column * (kCell + kGap);
            const auto i = (kGap + y) * sheet->geometry.width + left + x;
            return static_cast<int>(sheet->pixels[static_cast<std::size_t>(i)]);
        };
        const auto corners = [&](std::int64_t column) {
            return std::vector{pixel(column, 0, 0),
                               pixel(column, kCell - 1, 0),
                               pixel(column, kCell / 2 - 1, kCell - 1),
                               pixel(column, kCell / 2, kCell / 2)};
        };
        QCOMPARE(corners(2), (std::vector{10, 20, 30, 40}));
        QCOMPARE(corners(0), (std::vector{0, 255, 70, 80}));
        QCOMPARE(corners(1), (std::vector{255, 255, 255, 255}));
    }
};

QTEST_GUILESS_MAIN(TestExportDistilled)
#include "tst_export_distilled.moc"
