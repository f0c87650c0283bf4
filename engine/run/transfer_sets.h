// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/run/distilled_set.h"
#include "engine/run/executor.h"
#include "engine/store/dataset.h"
#include "engine/train/images.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// What networks are trained on in `transfer`, and measured on, all of it preprocessed as the
/// distilled set was.
namespace winnow::run {

/// Images that are ready for a network, with what ImageSource refers to.
struct ReadyImages {
    std::vector<float> values, targets;
    std::vector<std::int64_t> labels;
    std::int64_t channels = 1, height = 0, width = 0;

    [[nodiscard]] train::ImageSource source() const {
        return {.labels = labels,
                .channels = channels,
                .height = height,
                .width = width,
                .ready = values,
                .targets = targets};
    }
};

enum class SetKind {
    Distilled,
    Start,  ///< the natural images it began as
    Random  ///< as many at random, others for every seed
};
[[nodiscard]] std::string_view setName(SetKind kind);

/// One set that is trained on. Start and random sets stand for all checkpoints of their distilled
/// set, and are corrupted as it is.
struct TransferSet {
    std::size_t distilled = 0;  ///< of TransferData::distilled()
    SetKind kind = SetKind::Distilled;
    std::int64_t step = 0;
};

/// The distilled sets of a job and the images of their data set. Calls may come from several
/// threads.
class TransferData {
public:
    /// Throws Error{BadInput}: sets of several data sets, no test split, too few images.
    explicit TransferData(const JobInput& input);

    [[nodiscard]] const std::vector<DistilledSet>& distilled() const { return m_distilled; }
    [[nodiscard]] const std::vector<TransferSet>& sets() const { return m_sets; }
    [[nodiscard]] const store::Dataset& dataset() const { return m_dataset; }
    /// The set as it is for a training with this seed.
    [[nodiscard]] ReadyImages images(const TransferSet& set, std::uint64_t seed) const;
    /// Held-out training images and the test split, as the networks of a distilled set see them.
    [[nodiscard]] const ReadyImages& validation(std::size_t distilled) const {
        return m_looks[m_lookOf[distilled]].validation;
    }
    [[nodiscard]] const ReadyImages& test(std::size_t distilled) const {
        return m_looks[m_lookOf[distilled]].test;
    }

private:
    /// One way to preprocess, and what is measured on.
    struct Look {
        nlohmann::json key;
        distill::Preprocessing preprocessing;
        ReadyImages validation, test;
    };
    void addSets(const store::Project& project);
    void addLook(const store::Project& project, const DistilledSet& set);
    [[nodiscard]] ReadyImages randomImages(const DistilledSet& set,
                                           const distill::Preprocessing& preprocessing,
                                           std::uint64_t seed) const;

    std::vector<DistilledSet> m_distilled;  ///< one per set and checkpoint, then the starts
    store::Dataset m_dataset;
    train::ImageSource m_train, m_test;
    std::vector<std::int64_t> m_open, m_validation;  ///< rows of the training split
    std::vector<std::size_t> m_lookOf;               ///< by distilled set
    std::vector<Look> m_looks;
    std::vector<TransferSet> m_sets;
};

}  // namespace winnow::run
