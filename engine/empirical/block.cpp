// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/block.h"

#include <torch/torch.h>

namespace winnow::empirical {

std::vector<const at::Tensor*> Block::all() const {
    std::vector<const at::Tensor*> tensors;
    for (const auto* group :
         {&formed, &outerInputs, &outerGradients, &ghostInputs, &ghostGradients})
        for (const at::Tensor& tensor : *group) tensors.push_back(&tensor);
    return tensors;
}

template <typename Operation>
Block Block::mapped(const Operation& operation) const {
    Block result;
    const auto apply = [&](const std::vector<at::Tensor>& from, std::vector<at::Tensor>& to) {
        for (const at::Tensor& tensor : from) to.push_back(operation(tensor));
    };
    apply(formed, result.formed);
    apply(outerInputs, result.outerInputs);
    apply(outerGradients, result.outerGradients);
    apply(ghostInputs, result.ghostInputs);
    apply(ghostGradients, result.ghostGradients);
    return result;
}

std::int64_t Block::size() const {
    const auto tensors = all();
    return tensors.empty() ? 0 : tensors.front()->size(0);
}

std::int64_t Block::bytes() const {
    std::int64_t total = 0;
    for (const at::Tensor* tensor : all()) total += static_cast<std::int64_t>(tensor->nbytes());
    return total;
}

Block Block::rows(std::int64_t begin, std::int64_t count) const {
    return mapped([&](const at::Tensor& tensor) { return tensor.narrow(0, begin, count); });
}

Block Block::pick(std::span<const std::int64_t> rows) const {
    const at::Tensor index =
        at::tensor(at::ArrayRef<std::int64_t>(rows.data(), rows.size()), at::kLong);
    return mapped([&](const at::Tensor& tensor) {
        return tensor.index_select(0, index.to(tensor.device()));
    });
}

Block Block::emptyLike(std::int64_t n) const {
    return mapped([&](const at::Tensor& tensor) {
        auto shape = tensor.sizes().vec();
        shape[0] = n;
        return at::empty(shape, tensor.options());
    });
}

void Block::assign(std::int64_t begin, const Block& source) {
    const auto to = all();
    const auto from = source.all();
    for (std::size_t i = 0; i < to.size(); ++i)
        to[i]->narrow(0, begin, source.size()).copy_(*from[i]);
}

}  // namespace winnow::empirical
