// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <torch/script.h>

#include <filesystem>

namespace winnow::test {

/// Saves a TorchScript module for images of one channel: 2x2 means, a norm layer with running
/// statistics and a count of its batches, a layer of `classes` logits that picks its inputs by a
/// buffer of indices.
inline void saveNormModule(const std::filesystem::path& file,
                           std::int64_t side,
                           std::int64_t classes) {
    torch::jit::Module module("Norm");
    const std::int64_t features = (side / 2) * (side / 2);
    torch::manual_seed(5);
    const auto trainable = [](const torch::Tensor& tensor) {
        return tensor.detach().requires_grad_();
    };
    module.register_parameter("weight", trainable(torch::randn({classes, features}) * 0.1), false);
    module.register_parameter("bias", trainable(torch::zeros({classes})), false);
    module.register_parameter("scale", trainable(torch::ones({1})), false);
    module.register_parameter("shift", trainable(torch::zeros({1})), false);
    module.register_buffer("running_mean", torch::zeros({1}));
    module.register_buffer("running_var", torch::ones({1}));
    module.register_buffer("batches", torch::zeros({}, torch::kLong));
    module.register_buffer("order", torch::arange(features - 1, -1, -1, torch::kLong));
    module.register_attribute("training", c10::BoolType::get(), true);
    module.define(R"(
def forward(self, x):
    x = torch.avg_pool2d(x, [2, 2])
    if self.training:
        self.batches.add_(1)
    x = torch.batch_norm(x, self.scale, self.shift, self.running_mean, self.running_var,
                         self.training, 0.1, 1e-05, False)
    return torch.matmul(torch.flatten(x, 1)[:, self.order], self.weight.t()) + self.bias
)");
    module.save(file.string());
}

}  // namespace winnow::test
