// SPDX-License-Identifier: Apache-2.0
#include "engine/models/patches.h"

#include <torch/torch.h>

#include <algorithm>

namespace winnow::models {
namespace {

/// Where a kernel column meets an image row: output columns begin..end read the row from `from` on.
struct Overlap {
    std::int64_t begin, end, from;
};

Overlap overlapOf(const Node& node,
                  std::int64_t kernelColumn,
                  std::int64_t width,
                  std::int64_t outWidth) {
    const std::int64_t offset = kernelColumn * node.dilation - node.padding;
    const std::int64_t begin = offset >= 0 ? 0 : (-offset + node.stride - 1) / node.stride;
    const std::int64_t last = (width - 1 - offset) >= 0 ? (width - 1 - offset) / node.stride : -1;
    const std::int64_t end = std::clamp(last + 1, begin, std::max(begin, outWidth));
    return {std::min(begin, outWidth), std::min(end, outWidth), begin * node.stride + offset};
}

template <typename Real>
void copyRow(
    Real* out, const Real* row, std::int64_t outWidth, const Overlap& o, std::int64_t stride) {
    std::fill(out, out + o.begin, Real{0});
    if (stride == 1)
        std::copy(row + o.from, row + o.from + (o.end - o.begin), out + o.begin);
    else
        for (std::int64_t x = o.begin, from = o.from; x < o.end; ++x, from += stride)
            out[x] = row[from];
    std::fill(out + o.end, out + outWidth, Real{0});
}

/// One channel of one image: k^2 rows of T numbers.
template <typename Real>
void unfoldChannel(const Node& node, const Real* image, Real* out) {
    const std::int64_t height = node.inputShape[1], width = node.inputShape[2];
    const std::int64_t outHeight = node.outputShape[1], outWidth = node.outputShape[2];
    for (std::int64_t ky = 0; ky < node.kernel; ++ky)
        for (std::int64_t kx = 0; kx < node.kernel; ++kx) {
            const Overlap overlap = overlapOf(node, kx, width, outWidth);
            for (std::int64_t y = 0; y < outHeight; ++y, out += outWidth) {
                const std::int64_t row = y * node.stride + ky * node.dilation - node.padding;
                if (row < 0 || row >= height)
                    std::fill(out, out + outWidth, Real{0});
                else
                    copyRow(out, image + row * width, outWidth, overlap, node.stride);
            }
        }
}

template <typename Real>
void unfoldAll(const Node& node, const at::Tensor& x, at::Tensor& patches) {
    const std::int64_t plane = node.inputShape[1] * node.inputShape[2];
    const std::int64_t unfolded =
        node.kernel * node.kernel * node.outputShape[1] * node.outputShape[2];
    const Real* source = x.const_data_ptr<Real>();
    Real* target = patches.data_ptr<Real>();
    at::parallel_for(0,
                     x.size(0) * x.size(1),
                     1 + (1 << 15) / unfolded,
                     [&](std::int64_t begin, std::int64_t end) {
                         for (std::int64_t c = begin; c < end; ++c)
                             unfoldChannel(node, source + c * plane, target + c * unfolded);
                     });
}

}  // namespace

at::Tensor unfoldedPatches(const Node& node, const at::Tensor& x) {
    if (node.kernel == 1 && node.stride == 1 && node.padding == 0) return x.flatten(2);
    if (!x.is_cpu())
        return at::im2col(x,
                          {node.kernel, node.kernel},
                          {node.dilation, node.dilation},
                          {node.padding, node.padding},
                          {node.stride, node.stride});
    const at::Tensor dense = x.contiguous();
    at::Tensor patches = at::empty({x.size(0),
                                    x.size(1) * node.kernel * node.kernel,
                                    node.outputShape[1] * node.outputShape[2]},
                                   x.options());
    if (x.scalar_type() == at::kDouble)
        unfoldAll<double>(node, dense, patches);
    else
        unfoldAll<float>(node, dense, patches);
    return patches;
}

}  // namespace winnow::models
