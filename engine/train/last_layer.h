// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"
#include "engine/models/network.h"
#include "engine/train/images.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace winnow::train {

/// What goes into a network's last linear layer, and that layer.
struct LastLayer {
    std::string name;              ///< "fc3"
    std::int64_t width = 0;        ///< p, features of a sample
    std::vector<double> features;  ///< [samples, p]
    std::vector<double> theta;     ///< [K, p + 1], the bias last
};

/// Of samples of a split, in evaluation mode, in the model's precision. `called` is what an error
/// names the model. Reports progress as "features". Throws Error{BadInput}: a model of foreign code
/// or one that does not end with a linear layer; a feature that is not finite; Cancelled.
[[nodiscard]] LastLayer lastLayer(const models::Model& model,
                                  std::string_view called,
                                  const ImageSource& source,
                                  std::span<const std::int64_t> samples,
                                  const jobs::JobContext& job);

}  // namespace winnow::train
