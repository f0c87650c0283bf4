// SPDX-License-Identifier: Apache-2.0
#include "engine/run/transfer_sets.h"

#include "engine/data/stratified.h"
#include "engine/distill/support.h"
#include "engine/run/infinite_setup.h"
#include "engine/run/training_setup.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/store/rows.h"
#include "engine/train/stored_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace winnow::run {
namespace {

using nlohmann::json;

std::vector<DistilledSet> openAll(const JobInput& input) {
    std::vector<std::optional<std::int64_t>> steps{std::nullopt};
    if (input.fields.contains("checkpoint")) {
        const auto asked = input.fields.at("checkpoint").get<std::vector<std::int64_t>>();
        steps.assign(asked.begin(), asked.end());
    }
    std::vector<DistilledSet> sets;
    for (const std::string& name : input.fields.at("distilled").get<std::vector<std::string>>()) {
        for (const auto& step : steps) sets.push_back(openDistilled(input.project, name, step));
        const DistilledSet &first = sets.front(), &last = sets.back();
        if (last.dataset != first.dataset)
            throw badInput(
                fmt::format("{} was distilled from {} and {} from {}; compare those of "
                            "one data set",
                            first.row.id,
                            first.dataset,
                            last.row.id,
                            last.dataset));
    }
    return sets;
}

ReadyImages imagesLike(const infinite::ImageShape& shape) {
    ReadyImages images;
    images.channels = shape.channels;
    images.height = shape.height;
    images.width = shape.width;
    return images;
}

ReadyImages preprocessed(const train::ImageSource& source,
                         std::span<const std::int64_t> rows,
                         const distill::Preprocessing& preprocessing) {
    ReadyImages images = imagesLike({source.channels, source.height, source.width});
    const store::Array values = preprocessing.apply(source, rows, models::Precision::Float32);
    images.values.assign(values.as<float>().begin(), values.as<float>().end());
    for (const std::int64_t row : rows) images.labels.push_back(source.labels[at(row)]);
    return images;
}

/// Images and labels as they are; cross entropy sees the class of the largest label.
ReadyImages asDistilled(const DistilledSet& set) {
    const store::Shape& shape = set.images.shape;
    ReadyImages images = imagesLike({shape[1], shape[2], shape[3]});
    images.values.assign(set.images.as<float>().begin(), set.images.as<float>().end());
    images.targets.assign(set.labels.as<float>().begin(), set.labels.as<float>().end());
    images.labels = set.labelClass();
    return images;
}

}  // namespace

std::string_view setName(SetKind kind) {
    constexpr std::array<std::string_view, 3> kNames{"distilled", "start", "random"};
    return kNames[static_cast<std::size_t>(kind)];
}

TransferData::TransferData(const JobInput& input)
    : m_distilled(openAll(input)),
      m_dataset(store::openDataset(input.project, m_distilled.front().dataset)),
      m_train(train::imagesOf(m_dataset, m_dataset.train)),
      m_test(testImagesOf(m_dataset)) {
    const std::int64_t wanted = input.fields.at("validation-samples");
    auto split = data::stratifiedChoice(
        m_train.labels, std::min(wanted, m_train.size() / 2), input.fields.at("seed"));
    m_validation = std::move(split.rows);
    m_open = std::move(split.spares);
    std::ranges::sort(m_open);
    addSets(input.project);
}

/// Checkpoints of one distilled set stand beside each other; what they are compared with comes
/// after the last.
void TransferData::addSets(const store::Project& project) {
    const std::size_t count = m_distilled.size();
    for (std::size_t i = 0; i < count; ++i) {
        const DistilledSet& set = m_distilled[i];
        addLook(project, set);
        m_sets.push_back({i, SetKind::Distilled, set.step});
        if (i + 1 < count && m_distilled[i + 1].row.id == set.row.id) continue;
        const bool natural =
            !set.fields.contains("from") && std::ranges::count(set.startSample, -1) == 0;
        if (natural) m_sets.push_back({i, SetKind::Start, set.checkpoints.front()});
        m_sets.push_back({i, SetKind::Random, 0});
    }
    for (TransferSet& set : m_sets) {
        if (set.kind != SetKind::Start) continue;
        const DistilledSet& end = m_distilled[set.distilled];
        m_distilled.push_back(openDistilled(project, end.row.id, set.step));
        set.distilled = m_distilled.size() - 1;
        addLook(project, m_distilled.back());
    }
}

/// What was preprocessed alike is measured on the same images.
void TransferData::addLook(const store::Project& project, const DistilledSet& set) {
    json key = preprocessingKey(set.fields);
    if (key["preprocessing"] != "standard" && set.fields.contains("from"))
        key["of"] = set.row.id;  // its whitening is another set's
    const auto same = std::ranges::find(m_looks, key, &Look::key);
    m_lookOf.push_back(static_cast<std::size_t>(same - m_looks.begin()));
    if (same != m_looks.end()) return;
    distill::Preprocessing preprocessing = preprocessingOf(project, set);
    ReadyImages validation = preprocessed(m_train, m_validation, preprocessing);
    ReadyImages test = preprocessed(m_test, allRows(m_test.size()), preprocessing);
    m_looks.push_back(
        {std::move(key), std::move(preprocessing), std::move(validation), std::move(test)});
}

ReadyImages TransferData::images(const TransferSet& set, std::uint64_t seed) const {
    switch (set.kind) {
        case SetKind::Distilled:
        case SetKind::Start:
            return asDistilled(m_distilled[set.distilled]);
        case SetKind::Random:
            break;
    }
    return randomImages(
        m_distilled[set.distilled], m_looks[m_lookOf[set.distilled]].preprocessing, seed);
}

/// Without held-out ones; what is noise in the distilled images is the same noise in these.
ReadyImages TransferData::randomImages(const DistilledSet& set,
                                       const distill::Preprocessing& preprocessing,
                                       std::uint64_t seed) const {
    std::vector<std::int64_t> classOf;
    for (const std::int64_t row : m_open) classOf.push_back(m_train.labels[at(row)]);
    auto rows = distill::balancedRows(
        classOf, m_dataset.classes(), set.size(), "random images", seed, 0, m_dataset.classNames);
    for (std::int64_t& row : rows) row = m_open[at(row)];
    ReadyImages images = preprocessed(m_train, rows, preprocessing);
    if (set.frozen) {
        const auto frozen = set.frozen->as<std::uint8_t>();
        const auto noise = set.images.as<float>();
        for (std::size_t i = 0; i < frozen.size(); ++i)
            if (frozen[i] != 0) images.values[i] = noise[i];
    }
    return images;
}

}  // namespace winnow::run
