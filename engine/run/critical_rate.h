// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/models/network.h"
#include "engine/run/transfer_sets.h"

#include <cstdint>

namespace winnow::run {

/// The learning rate up to which gradient descent on half the mean square over images and classes
/// falls, from the weights as they are (methods/kip-convnet.md, section 10): 2 n K / lambda_max of
/// the kernel of the gradients of sum_k f_k / sqrt(K), on n images, at most 64, of every class in
/// proportion, drawn from `seed`. Throws Error{BadInput}: no output moves with any weight;
/// Error{OutOfResources}; Cancelled.
[[nodiscard]] double criticalRate(const models::Model& model,
                                  const ReadyImages& images,
                                  std::uint64_t seed,
                                  const jobs::JobContext& job);

}  // namespace winnow::run
