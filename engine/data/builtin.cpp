// SPDX-License-Identifier: Apache-2.0
#include "engine/data/byte_stream.h"
#include "engine/data/formats.h"
#include "engine/data/known_sets.h"
#include "engine/data/planted.h"
#include "engine/store/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace winnow::data {

namespace {

constexpr std::array<std::string_view, 2> kNames{"planted", "fashion-mnist"};
constexpr std::int64_t kDefaultTrain = 2000;
constexpr std::int64_t kMostPlanted = 1'000'000;

class PlantedSource final : public Source {
public:
    explicit PlantedSource(PlantedSet set);
    void read(SplitKind split,
              std::span<const std::int64_t> rows,
              const ImageSink& sink,
              const jobs::JobContext& job) override;

private:
    std::vector<std::uint8_t> m_train, m_test;
};

PlantedSource::PlantedSource(PlantedSet set)
    : m_train(std::move(set.trainPixels)), m_test(std::move(set.testPixels)) {
    m_facts.format = Format::Builtin;
    m_facts.name = "planted";
    m_facts.path = "planted";
    m_facts.geometry = kPlantedGeometry;
    m_facts.chosen = true;
    for (int digit = 0; digit < 10; ++digit) m_facts.classNames.push_back(std::to_string(digit));
    const store::Shape rows{static_cast<std::int64_t>(set.trainLabels.size())};
    m_facts.truth["truth_kind"] = store::Array::from<std::uint8_t>(set.kind, rows);
    m_facts.truth["truth_original"] = store::Array::from<std::int64_t>(set.original, rows);
    m_facts.truth["truth_label"] = store::Array::from<std::int64_t>(set.trueLabel, rows);
    m_facts.truth["truth_style"] = store::Array::from<std::int64_t>(set.style, rows);
    m_facts.train.labels = std::move(set.trainLabels);
    m_facts.test = SourceSplit{std::move(set.testLabels), {}};
}

void PlantedSource::read(SplitKind split,
                         std::span<const std::int64_t> rows,
                         const ImageSink& sink,
                         const jobs::JobContext& job) {
    const auto& pixels = split == SplitKind::Train ? m_train : m_test;
    const std::size_t size = kPlantedGeometry.size();
    for (std::size_t place = 0; place < rows.size(); ++place) {
        if (place % 1024 == 0) job.throwIfCancelled();
        sink(place,
             {kPlantedGeometry,
              std::span(pixels).subspan(static_cast<std::size_t>(rows[place]) * size, size)});
    }
}

}  // namespace

bool isBuiltinName(std::string_view name) {
    return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

std::unique_ptr<Source> openBuiltin(std::string_view name, const ImportOptions& options) {
    if (name == "planted") {
        const std::int64_t samples = options.limit > 0 ? options.limit : kDefaultTrain;
        if (samples < 100 || samples > kMostPlanted)
            throw badInput(fmt::format(
                "limit {} is out of range for the built-in set planted: 100 to {} samples",
                samples,
                kMostPlanted));
        return std::make_unique<PlantedSource>(makePlanted(samples, samples / 4, options.seed));
    }
    if (!isBuiltinName(name))
        throw badInput(fmt::format(
            "there is no built-in set '{}'; there are {}", name, fmt::join(kNames, ", ")));
    const auto folder = installedSet(name);
    if (!folder)
        throw badInput(fmt::format(
            "the set {0} is not installed: install Debian's package dataset-{0}, or put its "
            "folder where $WINNOW_DATASETS points",
            name));
    return openIdx(*folder);
}

}  // namespace winnow::data
