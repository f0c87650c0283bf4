// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/block.h"

#include <torch/torch.h>

#include <sys/mman.h>

namespace winnow::empirical {
namespace {

constexpr std::uintptr_t kHugePage = 2U << 20;

/// The features of a class are a hundred megabytes that GEMMs walk over again and again: with pages
/// of 2 MB they take fewer faults and fewer misses of the address cache. Only a hint.
void wantHugePages(void* memory, std::size_t bytes) {
    const auto from = reinterpret_cast<std::uintptr_t>(memory);
    const std::uintptr_t begin = (from + kHugePage - 1) / kHugePage * kHugePage;
    const std::uintptr_t end = (from + bytes) / kHugePage * kHugePage;
    if (begin < end) (void)madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
}

}  // namespace

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
        const at::Tensor made = at::empty(shape, tensor.options());
        if (made.is_cpu()) wantHugePages(made.data_ptr(), made.nbytes());
        return made;
    });
}

Block Block::gradients() const {
    Block result = *this;
    result.outerInputs.clear();
    result.ghostInputs.clear();
    return result;
}

Block Block::withInputsOf(const Block& other) const {
    Block result = *this;
    result.outerInputs = other.outerInputs;
    result.ghostInputs = other.ghostInputs;
    return result;
}

void Block::assign(const Block& source) const {
    const auto to = all();
    const auto from = source.all();
    for (std::size_t i = 0; i < to.size(); ++i) to[i]->copy_(*from[i]);
}

}  // namespace winnow::empirical
