// SPDX-License-Identifier: Apache-2.0
#include "engine/data/export_distilled.h"

#include "engine/data/byte_stream.h"
#include "engine/data/distilled_loader.h"
#include "engine/data/export_writers.h"
#include "engine/data/staging.h"
#include "engine/jobs/export_formats.h"
#include "engine/store/index.h"
#include "engine/store/npz.h"
#include "engine/store/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace winnow::data {
namespace {

using nlohmann::json;

constexpr float kWhite = 255;

std::uint8_t clipped(float value) {
    return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0F, kWhite)));
}

Geometry geometryOf(const DistilledExport& set) {
    return {set.shown.shape[1], set.shown.shape[2], set.shown.shape[3]};
}

/// The i-th image in 8 bits; gray or RGB.
Image picture(const DistilledExport& set, std::int64_t i) {
    Image image(geometryOf(set));
    const std::size_t size = image.pixels.size();
    std::ranges::transform(
        set.shown.as<float>().subspan(at(i) * size, size), image.pixels.begin(), clipped);
    return image;
}

/// Images of each class, in their order.
std::vector<std::vector<std::int64_t>> byStartClass(const DistilledExport& set) {
    std::vector<std::vector<std::int64_t>> images(set.classNames.size());
    const auto startClass = set.arrays.at("start_class").as<std::int64_t>();
    for (std::size_t i = 0; i < startClass.size(); ++i)
        images[at(startClass[i])].push_back(static_cast<std::int64_t>(i));
    return images;
}

/// A column per class that images began as: a learned label may come to lean to another, and a
/// sheet with holes would be hard to compare with the start. Each image enlarged to at least 64
/// pixels by repeating its own.
Image sheet(const DistilledExport& set) {
    constexpr std::int64_t kSmallest = 64, kGap = 4;
    const Geometry one = geometryOf(set);
    const std::int64_t zoom = std::max<std::int64_t>(1, (kSmallest + one.width - 1) / one.width);
    const auto columns = byStartClass(set);
    std::size_t rows = 0;
    for (const auto& column : columns) rows = std::max(rows, column.size());
    const std::int64_t cellWidth = one.width * zoom + kGap, cellHeight = one.height * zoom + kGap;
    Image sheet({one.channels,
                 static_cast<std::int64_t>(rows) * cellHeight + kGap,
                 std::ssize(columns) * cellWidth + kGap});
    std::ranges::fill(sheet.pixels, std::uint8_t{255});
    for (std::size_t c = 0; c < columns.size(); ++c)
        for (std::size_t r = 0; r < columns[c].size(); ++r) {
            const Image image = picture(set, columns[c][r]);
            const std::int64_t left = kGap + static_cast<std::int64_t>(c) * cellWidth,
                               top = kGap + static_cast<std::int64_t>(r) * cellHeight;
            for (std::int64_t k = 0; k < one.channels; ++k)
                for (std::int64_t y = 0; y < one.height * zoom; ++y)
                    for (std::int64_t x = 0; x < one.width * zoom; ++x)
                        sheet.pixels[at((k * sheet.geometry.height + top + y) *
                                            sheet.geometry.width +
                                        left + x)] =
                            image.pixels[at((k * one.height + y / zoom) * one.width + x / zoom)];
        }
    return sheet;
}

/// Share of values that 8 bits cannot hold; said aloud, as such images train to less.
double warnOfClipping(const DistilledExport& set, const jobs::JobContext& job) {
    constexpr double kPercent = 100;
    job.report.warning(fmt::format(
        "PNG files hold whole numbers from 0 to 255: {:.1f} % of the values were cut to that and "
        "the others rounded, so they are for looking at; npz and torch hold the exact numbers",
        kPercent * set.outOfRange));
    return set.outOfRange;
}

void writeFolder(const DistilledExport& set,
                 const StagingFolder& folder,
                 const jobs::JobContext& job) {
    const std::vector<std::string> folders = classFolderNames(set.classNames);
    const auto labels = set.arrays.at("labels").as<float>();
    const std::size_t k = set.classNames.size();
    std::string table = "file,image,class";
    for (const std::string& name : set.classNames) table += "," + csvField("label " + name);
    table += '\n';
    forRows(allRows(std::ssize(set.classOf)), "writing images", job, [&](std::int64_t i) {
        const auto label = at(set.classOf[at(i)]);
        const std::string file = fmt::format("{}/{:04}.png", folders[label], i);
        folder.write(file, encodedPng(picture(set, i).view()));
        table += fmt::format("{},{},{},{:.9g}\n",
                             csvField(file),
                             i,
                             csvField(set.classNames[label]),
                             fmt::join(labels.subspan(at(i) * k, k), ","));
    });
    folder.write("labels.csv", table);
}

}  // namespace

DistilledFormat distilledFormatOf(std::string_view name) {
    if (name == "same") return DistilledFormat::Npz;
    return static_cast<DistilledFormat>(
        formatIndex(jobs::distilledFormats(), name, "a distilled set"));
}

json exportDistilled(const DistilledExport& set,
                     DistilledFormat format,
                     const std::filesystem::path& target,
                     const jobs::JobContext& job) {
    StagingFolder folder(target);
    json told{{"to", displayed(target)},
              {"images", set.classOf.size()},
              {"classes", set.classNames.size()}};
    switch (format) {
        case DistilledFormat::Npz:
            store::writeNpz(folder.place("distilled.npz"), set.arrays);
            folder.write("load.py", numpyLoader());
            break;
        case DistilledFormat::Torch:
            folder.write("distilled.pt",
                         std::span(reinterpret_cast<const std::uint8_t*>(set.module.data()),
                                   set.module.size()));
            folder.write("load.py", torchLoader());
            break;
        case DistilledFormat::Png:
            told["clipped"] = warnOfClipping(set, job);
            folder.write("sheet.png", encodedPng(sheet(set).view()));
            break;
        case DistilledFormat::Folder:
            told["clipped"] = warnOfClipping(set, job);
            writeFolder(set, folder, job);
            break;
    }
    json recipe = set.recipe;
    recipe["classes"] = set.classNames;
    folder.write("winnow.json", recipe.dump(1));
    job.throwIfCancelled();
    folder.commit();
    return told;
}

}  // namespace winnow::data
