// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/distil/paper_rows.h"

#include "engine/store/dataset.h"

#include <vector>

namespace winnow::ui {
namespace {

/// "Dataset Meta-Learning from Kernel Ridge-Regression" and "Dataset Distillation with Infinitely
/// Wide Convolutional Networks".
constexpr const char* kFirstPaper = "KIP (ICLR 2021), Table %1";
constexpr const char* kSecondPaper = "KIP with ConvNets (NeurIPS 2021), Table %1";

struct PaperPoint {
    std::int64_t images;
    double accuracy;
    double deviation = kNotDefined;
};

/// One line of a table. An empty text fits all.
struct DistilPaperRow {
    const char *set, *method, *kernel, *type, *preprocessing;
    bool augmented, labels;
    const char *paper, *table;
    std::vector<PaperPoint> points;
};

/// methods/kip.md, section 9.
std::vector<DistilPaperRow> firstPaperRows() {
    const auto row = [](const char* set,
                        const char* method,
                        const char* kernel,
                        const char* type,
                        bool augmentedAndLabels,
                        std::vector<PaperPoint> points) {
        const bool solved = std::string_view(method) == "label-solve";
        return DistilPaperRow{set,
                              method,
                              kernel,
                              type,
                              "standard",
                              augmentedAndLabels && !solved,
                              augmentedAndLabels || solved,
                              kFirstPaper,
                              std::string_view(set) == "mnist" ? "1" : "2",
                              std::move(points)};
    };
    const char *kip = "kip", *solve = "label-solve";
    return {
        row("mnist",
            kip,
            "rbf",
            "",
            false,
            {{10, 89.60, .09},
             {100, 97.31, .09},
             {500, 98.29, .06},
             {5000, 98.70, .04},
             {10000, 98.74, .04}}),
        row("mnist",
            kip,
            "rbf",
            "",
            true,
            {{10, 90.63, .27},
             {100, 97.84, .06},
             {500, 98.85, .04},
             {5000, 99.31, .04},
             {10000, 99.34, .03}}),
        row("mnist",
            kip,
            "fc1",
            "",
            false,
            {{10, 89.30, .01},
             {100, 96.64, .08},
             {500, 97.64, .06},
             {5000, 98.52, .04},
             {10000, 98.59, .05}}),
        row("mnist",
            kip,
            "fc1",
            "",
            true,
            {{10, 85.46, .04},
             {100, 97.15, .11},
             {500, 98.36, .08},
             {5000, 99.18, .04},
             {10000, 99.26, .03}}),
        row("mnist",
            solve,
            "fc1",
            "",
            false,
            {{10, 61.0, .28},
             {100, 87.2, .71},
             {500, 94.4, .16},
             {5000, 97.5, .06},
             {10000, 97.9, .09}}),
        row("mnist",
            solve,
            "myrtle5",
            "nngp",
            false,
            {{10, 70.24, 1.59},
             {100, 95.44, .17},
             {500, 98.32, .91},
             {5000, 99.17, .01},
             {10000, 99.33, .07}}),
        row("mnist",
            solve,
            "myrtle5",
            "ntk",
            false,
            {{10, 68.50, 2.52},
             {100, 95.53, .22},
             {500, 98.17, .07},
             {5000, 99.05, .06},
             {10000, 99.22, .02}}),
        row("cifar-10", kip, "rbf", "", false, {{10, 39.9, .9}, {100, 49.3, .3}, {500, 51.2, .8}}),
        row("cifar-10",
            kip,
            "rbf",
            "",
            true,
            {{10, 40.3, .5},
             {100, 53.8, .3},
             {500, 60.1, .2},
             {5000, 65.6, .2},
             {10000, 66.3, .2}}),
        row("cifar-10",
            kip,
            "fc1",
            "",
            false,
            {{10, 39.3, 1.6},
             {100, 49.1, 1.1},
             {500, 52.1, .8},
             {5000, 54.5, .5},
             {10000, 54.9, .5}}),
        row("cifar-10",
            kip,
            "fc1",
            "",
            true,
            {{10, 40.5, .4},
             {100, 53.1, .5},
             {500, 58.6, .4},
             {5000, 63.8, .3},
             {10000, 64.6, .2}}),
        row("cifar-10",
            solve,
            "fc1",
            "nngp",
            false,
            {{10, 27.5, .3},
             {100, 40.1, .3},
             {500, 46.4, .4},
             {5000, 53.5, .2},
             {10000, 55.1, .3}}),
        row("cifar-10",
            solve,
            "myrtle10",
            "",
            false,
            {{10, 28.8, .4},
             {100, 45.8, .7},
             {500, 58.0, .3},
             {5000, 69.6, .2},
             {10000, 72.0, .2}}),
    };
}

/// methods/kip-convnet.md, section 12: gray images standardised, RGB whitened or not.
std::vector<DistilPaperRow> secondPaperRows() {
    const auto kip = [](const char* set,
                        const char* preprocessing,
                        bool labels,
                        bool augmented,
                        const char* table,
                        std::vector<PaperPoint> points) {
        return DistilPaperRow{set,
                              "kip",
                              "convnet",
                              "ntk",
                              preprocessing,
                              augmented,
                              labels,
                              kSecondPaper,
                              table,
                              std::move(points)};
    };
    const auto solve = [](const char* set,
                          const char* preprocessing,
                          const char* table,
                          std::vector<PaperPoint> points) {
        return DistilPaperRow{set,
                              "label-solve",
                              "convnet",
                              "ntk",
                              preprocessing,
                              false,
                              true,
                              kSecondPaper,
                              table,
                              std::move(points)};
    };
    const char *plain = "standard", *zca = "zca";
    return {
        kip("mnist", plain, true, true, "1", {{10, 96.5}, {100, 99.1}, {500, 99.5}}),
        kip("mnist", plain, true, false, "1", {{10, 97.3}, {100, 99.1}, {500, 99.4}}),
        kip("mnist", plain, false, true, "A3", {{10, 95.2}, {100, 98.4}, {500, 99.1}}),
        kip("mnist", plain, false, false, "A3", {{10, 95.1}, {100, 98.4}, {500, 99.0}}),
        kip("fashion", plain, true, true, "1", {{10, 76.7}, {100, 88.8}, {500, 91.0}}),
        kip("fashion", plain, true, false, "1", {{10, 82.9}, {100, 91.0}, {500, 92.4}}),
        kip("fashion", plain, false, true, "A4", {{10, 76.6}, {100, 85.3}, {500, 88.1}}),
        kip("fashion", plain, false, false, "A4", {{10, 78.9}, {100, 87.6}, {500, 90.0}}),
        kip("cifar-10", zca, true, true, "A5", {{10, 63.4}, {100, 75.5}, {500, 80.6}}),
        kip("cifar-10", zca, true, false, "A5", {{10, 64.7}, {100, 75.6}, {500, 78.4}}),
        kip("cifar-10", zca, false, true, "A5", {{10, 58.1}, {100, 66.5}, {500, 71.4}}),
        kip("cifar-10", zca, false, false, "A5", {{10, 58.5}, {100, 67.6}, {500, 72.5}}),
        kip("cifar-10", plain, true, true, "A5", {{10, 55.1}, {100, 69.3}, {500, 74.8}}),
        kip("cifar-10", plain, true, false, "A5", {{10, 56.4}, {100, 69.6}, {500, 72.1}}),
        kip("cifar-10", plain, false, true, "A5", {{10, 50.1}, {100, 60.4}, {500, 66.8}}),
        kip("cifar-10", plain, false, false, "A5", {{10, 50.7}, {100, 61.0}, {500, 67.2}}),
        kip("svhn", zca, true, true, "A7", {{10, 64.3}, {100, 81.1}, {500, 84.3}}),
        kip("svhn", zca, true, false, "A7", {{10, 62.4}, {100, 79.3}, {500, 82.0}}),
        kip("svhn", zca, false, true, "A7", {{10, 48.0}, {100, 75.8}, {500, 81.3}}),
        kip("svhn", zca, false, false, "A7", {{10, 48.1}, {100, 64.1}, {500, 72.4}}),
        kip("cifar-100", zca, true, true, "A9", {{100, 33.3}, {1000, 51.2}}),
        kip("cifar-100", zca, true, false, "A9", {{100, 34.9}, {1000, 47.9}}),
        kip("cifar-100", zca, false, true, "A9", {{100, 30.0}, {1000, 45.2}}),
        kip("cifar-100", zca, false, false, "A9", {{100, 31.8}, {1000, 46.0}}),
        solve("mnist", plain, "1", {{10, 73.4}, {100, 96.4}, {500, 98.3}}),
        solve("fashion", plain, "1", {{10, 65.3}, {100, 80.8}, {500, 86.9}}),
        solve("cifar-10", zca, "A6", {{10, 26.1}, {100, 53.6}, {500, 65.9}}),
        solve("cifar-10", plain, "A6", {{10, 26.3}, {100, 46.3}, {500, 57.4}}),
        solve("svhn", zca, "A8", {{10, 23.9}, {100, 52.8}, {500, 76.8}}),
        solve("svhn", plain, "A8", {{10, 21.1}, {100, 40.1}, {500, 69.2}}),
        solve("cifar-100", zca, "A10", {{100, 23.8}, {1000, 39.2}}),
        solve("cifar-100", plain, "A10", {{100, 18.1}, {1000, 31.3}}),
    };
}

const std::vector<DistilPaperRow>& distilPaperRows() {
    static const std::vector<DistilPaperRow> rows = [] {
        std::vector<DistilPaperRow> all = firstPaperRows();
        for (DistilPaperRow& row : secondPaperRows()) all.push_back(std::move(row));
        return all;
    }();
    return rows;
}

/// The papers' name of a data set; empty: another one.
QString distilPaperSet(const store::Dataset& dataset) {
    const QString name = QString::fromStdString(dataset.name).toLower();
    if (name.contains(u"fashion")) return QStringLiteral("fashion");
    if (name.contains(u"mnist")) return QStringLiteral("mnist");
    if (name.contains(u"svhn")) return QStringLiteral("svhn");
    if (!name.contains(u"cifar")) return {};
    return dataset.classes() == 100 ? QStringLiteral("cifar-100") : QStringLiteral("cifar-10");
}

bool fits(const char* wanted, const QString& found) {
    return *wanted == '\0' || found == QLatin1String(wanted);
}

}  // namespace

std::optional<DistilPaperValue> distilPaperValue(const store::Dataset& dataset,
                                                 const DistilSettings& settings) {
    const QString set = distilPaperSet(dataset);
    // Of a family the first kernel measures; the papers' rows are of one kernel.
    if (set.isEmpty() || settings.kernels.size() != 1 || settings.corrupt > 0) return std::nullopt;
    const bool augmented = !settings.augment.isEmpty() && settings.augment != u"none";
    for (const DistilPaperRow& row : distilPaperRows()) {
        if (set != QLatin1String(row.set) || settings.method != QLatin1String(row.method) ||
            settings.kernels.first() != QLatin1String(row.kernel) ||
            !fits(row.type, settings.type) || !fits(row.preprocessing, settings.preprocessing) ||
            row.augmented != augmented || row.labels != settings.labelsAreLearned())
            continue;
        for (const PaperPoint& point : row.points)
            if (point.images == settings.images)
                return DistilPaperValue{
                    point.accuracy,
                    point.deviation,
                    QString::fromLatin1(row.paper).arg(QLatin1String(row.table))};
    }
    return std::nullopt;
}

}  // namespace winnow::ui
