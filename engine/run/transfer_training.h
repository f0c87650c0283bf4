// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/run/transfer_sets.h"
#include "engine/train/options.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace winnow::run {

/// A network for the images of a data set, with fresh weights of `seed`: PyTorch's, or those the
/// infinite kernels assume (methods/kip-convnet.md, section 10: variance 2 over the inputs, biases
/// 0.01). `fields` are those of a transfer job. Throws Error{BadInput}: images too small for it.
[[nodiscard]] std::unique_ptr<models::Model> transferNetwork(const nlohmann::json& fields,
                                                             const std::string& model,
                                                             const store::Dataset& dataset,
                                                             std::int64_t seed);

/// Whether trainings of this network cannot run beside each other.
[[nodiscard]] bool transferRunsAlone(const nlohmann::json& fields,
                                     const std::string& model,
                                     const store::Dataset& dataset);

/// How long, and with what, a network learns from few images.
struct TransferTraining {
    std::int64_t steps = 1000;
    train::TrainOptions options;  ///< epochs and batch 0: by the set (methods/kip.md, section 8)
};

struct TransferResult {
    double validation = 0;  ///< accuracy on the held-out images, the best of ten looks
    double accuracy = 0;    ///< on the test images, with the weights of that look
    std::int64_t step = 0;  ///< of that look
    bool diverged = false;  ///< then all before are NaN and 0
    double rate = 0;        ///< learning rate it began with
};

/// Trains `model` in place; the result's rate is that of the options. Throws Cancelled.
[[nodiscard]] TransferResult learnFrom(models::Model& model,
                                       const ReadyImages& images,
                                       const ReadyImages& validation,
                                       const ReadyImages& test,
                                       const TransferTraining& training,
                                       const jobs::JobContext& job);

}  // namespace winnow::run
