// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/pages/findings/findings_project.h"

#include <QImage>
#include <QPainter>
#include <nlohmann/json.hpp>

#include <limits>

namespace winnow::test {
namespace {

using store::ArtifactDraft;
using store::Project;

template <typename T, typename Value>
void write(ArtifactDraft& draft, const char* file, store::Shape shape, Value&& value) {
    std::vector<T> values(static_cast<std::size_t>(store::elementCount(shape)));
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<T>(value(static_cast<std::int64_t>(i)));
    draft.write<T>(file, values, std::move(shape));
}

ArtifactDraft draftOf(Project& project,
                      const std::string& kind,
                      std::vector<std::string> parents,
                      const std::string& name = {}) {
    store::ArtifactRow row;
    row.kind = kind;
    row.name = name;
    row.spec = R"({"fields":{},"kind":"test"})";
    row.parents = std::move(parents);
    return {project, row};
}

/// The class number in white on black.
QImage pictureOf(std::int64_t number, int side) {
    QImage image(side, side, QImage::Format_Grayscale8);
    image.fill(Qt::black);
    QPainter painter(&image);
    QFont font;
    font.setPixelSize(side * 3 / 4);
    painter.setFont(font);
    painter.setPen(Qt::white);
    painter.drawText(image.rect(), Qt::AlignCenter, QString::number(number));
    return image;
}

std::string className(std::int64_t number, std::int64_t classes) {
    static const std::vector<std::string> kFew{"T-shirt/top",
                                               "Trouser",
                                               "Pullover",
                                               "Dress",
                                               "Coat",
                                               "Sandal",
                                               "Shirt",
                                               "Sneaker",
                                               "Bag",
                                               "Ankle boot"};
    return classes <= std::ssize(kFew) ? kFew[static_cast<std::size_t>(number)]
                                       : "household furniture " + std::to_string(number);
}

}  // namespace

FindingsProject::FindingsProject(std::int64_t samples,
                                 std::int64_t classes,
                                 bool results,
                                 std::int64_t side)
    : m_path(std::filesystem::path(m_dir.path().toStdString()) / "found.winnow"),
      m_samples(samples),
      m_classes(classes),
      m_side(side) {
    (void)Project::create(m_path);
    addDataset("numbers", samples);
    if (!results) return;
    addRun();
    addKernel();
}

std::int64_t FindingsProject::label(std::int64_t sample) const {
    return (sample + (flipped(sample) ? 1 : 0)) % m_classes;
}

std::int64_t FindingsProject::suspect(std::int64_t rank) const {
    const std::int64_t others = rank / 5;
    if (rank % 5 == 4) return 20 * others + 7;
    return 20 * (rank - others) + 3;
}

std::string FindingsProject::addDataset(const std::string& name, std::int64_t samples) {
    Project project = Project::open(m_path, store::Access::Write);
    ArtifactDraft made = draftOf(project, "dataset", {}, name);
    std::vector<QImage> pictures;
    for (std::int64_t number = 0; number < m_classes; ++number)
        pictures.push_back(pictureOf(number, static_cast<int>(m_side)));
    const auto pixel = [&](std::int64_t i) {
        const std::int64_t at = i % (m_side * m_side);
        const QImage& picture =
            pictures[static_cast<std::size_t>(i / (m_side * m_side) % m_classes)];
        return picture.constScanLine(static_cast<int>(at / m_side))[at % m_side];
    };
    write<std::uint8_t>(made, "images.npy", {samples, 1, m_side, m_side}, pixel);
    write<std::uint8_t>(made, "thumbnails.npy", {samples, m_side, m_side, 1}, pixel);
    write<std::int64_t>(made, "labels.npy", {samples}, [this](std::int64_t i) { return label(i); });
    write<std::uint8_t>(made, "truth_flipped.npy", {samples}, flipped);
    nlohmann::json facts{{"name", name}, {"mean", {0.5}}, {"deviation", {0.25}}};
    facts["classes"] = nlohmann::json::array();
    for (std::int64_t number = 0; number < m_classes; ++number)
        facts["classes"].push_back(className(number, m_classes));
    made.writeText("dataset.json", facts.dump());
    return made.commit({{"samples", samples}}, 0.5);
}

void FindingsProject::addRun() {
    Project project = Project::open(m_path, store::Access::Write);
    ArtifactDraft made = draftOf(project, "run", {"dataset-1"});
    write<double>(made, "curve.npy", {3, 6}, [](std::int64_t i) { return 0.1 * i; });
    write<std::int64_t>(
        made, "prediction.npy", {m_samples}, [this](std::int64_t i) { return i % m_classes; });
    (void)made.commit({{"epochs", 3}}, 1);
}

void FindingsProject::addKernel() {
    Project project = Project::open(m_path, store::Access::Write);
    ArtifactDraft made = draftOf(project, "kernel", {"run-1", "dataset-1"});
    const std::int64_t n = m_samples, k = kPartners;
    for (const char* file : {"neighbours.npy", "opposed.npy", "unrelated.npy"})
        write<std::int64_t>(made, file, {n, k}, [&](std::int64_t i) {
            return (i / k + (i % k + 1) * m_classes) % n;
        });
    for (const char* file : {"neighbour_values.npy", "opposed_values.npy", "unrelated_values.npy"})
        write<float>(made, file, {n, k}, [&](std::int64_t i) { return 10 - i % k; });
    write<float>(made, "diagonal.npy", {n}, [](std::int64_t) { return 10; });
    write<std::int64_t>(made, "witness.npy", {n}, [&](std::int64_t i) { return (i + 1) % n; });
    write<std::uint8_t>(made, "redundant.npy", {n}, [](std::int64_t) { return 0; });
    (void)made.commit({{"samples", n}}, 1);
}

std::string FindingsProject::addFindings(std::int64_t suspects, std::int64_t duplicates) {
    Project project = Project::open(m_path, store::Access::Write);
    ArtifactDraft made = draftOf(project, "findings", {"run-1", "kernel-1", "dataset-1"});
    const auto m = static_cast<double>(suspects);
    const auto sampleAt = [&](std::int64_t r) {
        return suspects == m_samples ? 7919 * r % m_samples : suspect(r);
    };
    write<std::int64_t>(made, "sample.npy", {suspects}, sampleAt);
    write<double>(made, "score.npy", {suspects}, [m](std::int64_t r) { return 1 - r / m; });
    write<std::int64_t>(made, "suggested.npy", {suspects}, [&](std::int64_t r) {
        const std::int64_t id = sampleAt(r);
        return flipped(id) ? id % m_classes : (label(id) + 1) % m_classes;
    });
    write<float>(made, "evidence.npy", {suspects, 6}, [m](std::int64_t i) {
        const std::int64_t r = i / 6;
        const double none = std::numeric_limits<double>::quiet_NaN();
        const std::array<double, 6> values{
            -1.0 * r, r / m, double(r % 7), r % 10 == 9 ? none : m - r, 0.5, 0.75};
        return values[static_cast<std::size_t>(i % 6)];
    });
    write<std::int64_t>(made, "duplicate.npy", {duplicates, 2}, [this](std::int64_t i) {
        const std::int64_t d = i / 2, first = 1 + 2 * m_classes * d;
        if (d % 5 == 4) return i % 2 == 0 ? first - 1 : first;
        return i % 2 == 0 ? first : first + m_classes;
    });
    write<float>(made, "duplicate_cosine.npy", {duplicates}, [](std::int64_t d) {
        return 1 - static_cast<double>(d) / 1000;
    });
    write<std::uint8_t>(
        made, "duplicate_kind.npy", {duplicates}, [](std::int64_t d) { return d % 2; });
    made.writeText("result.json",
                   nlohmann::json{{"suspects", suspects},
                                  {"duplicates", duplicates},
                                  {"probabilities", "out-of-sample"},
                                  {"folds", 3},
                                  {"threshold", 0.99}}
                       .dump());
    return made.commit({{"suspects", suspects}}, 1);
}

std::string FindingsProject::addFlips(const std::string& result) {
    Project project = Project::open(m_path, store::Access::Write);
    ArtifactDraft made = draftOf(project, "label-flips", {"dataset-1"});
    made.writeText("result.json", result);
    return made.commit({{"flips", 20}}, 1);
}

}  // namespace winnow::test
