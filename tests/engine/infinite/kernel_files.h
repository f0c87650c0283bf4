// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/models/tensors.h"
#include "engine/store/npy.h"
#include "tests/support/shared_data.h"

#include <torch/torch.h>

#include <string>

namespace winnow::test {

/// An array of the shared fixtures as a tensor.
inline at::Tensor fixtureTensor(const std::string& relative) {
    return models::toTensor(store::readNpy(shared("fixtures/" + relative)));
}

inline at::Tensor randomTensor(at::IntArrayRef shape, std::int64_t seed) {
    return at::randn(
        shape, at::detail::createCPUGenerator(static_cast<std::uint64_t>(seed)), at::kDouble);
}

/// Largest |a - b| over the largest |b|.
inline double relativeDifference(const at::Tensor& a, const at::Tensor& b) {
    const double difference = (a - b).abs().max().item<double>();
    return difference == 0 ? 0 : difference / b.abs().max().item<double>();
}

}  // namespace winnow::test
