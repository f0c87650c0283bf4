// SPDX-License-Identifier: Apache-2.0
#include "engine/run/torch_archive.h"

#include "engine/models/tensors.h"

#include <torch/csrc/jit/serialization/pickle.h>
#include <torch/torch.h>

#include <algorithm>

namespace winnow::run {

std::vector<std::byte> torchArchive(const store::NamedArrays& arrays) {
    c10::Dict<std::string, at::Tensor> tensors;
    for (const auto& [name, array] : arrays) tensors.insert(name, models::toTensor(array));
    const std::vector<char> bytes = torch::jit::pickle_save(tensors);
    std::vector<std::byte> file(bytes.size());
    std::ranges::transform(
        bytes, file.begin(), [](char byte) { return static_cast<std::byte>(byte); });
    return file;
}

store::Array inverseOf(const store::Array& matrix) {
    const at::NoGradGuard noGrad;
    return models::toArray(at::linalg_inv(models::toTensor(matrix)));
}

}  // namespace winnow::run
