// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/full_ntk.h"

#include "engine/empirical/features.h"
#include "engine/empirical/gram.h"
#include "engine/jobs/memory.h"
#include "engine/store/error.h"

#include <torch/torch.h>

#include <algorithm>

namespace winnow::empirical {

namespace {

/// Rows of one batch of logits: a batch per logit leaves most of the machine idle where samples are
/// few.
constexpr std::int64_t kBatchRows = 64;

/// Gradients of the logits from `first` of every image: row c n + i is logit first + c of image i.
Block logitFeatures(const FeatureExtractor& extractor,
                    const at::Tensor& images,
                    std::int64_t classes,
                    std::int64_t first,
                    std::int64_t count) {
    const std::int64_t n = images.size(0);
    at::Tensor vectors = at::zeros({count, n, classes}, images.options());
    for (std::int64_t c = 0; c < count; ++c) vectors[c].select(1, first + c).fill_(1.0);
    return extractor.features(
        images.repeat({count, 1, 1, 1}), vectors.flatten(0, 1), RowNames(0, n));
}

}  // namespace

at::Tensor fullNtk(const FeatureExtractor& extractor,
                   const at::Tensor& images,
                   std::int64_t classes) {
    const std::int64_t n = images.size(0);
    jobs::requireMemory(
        static_cast<double>(images.element_size()) *
            static_cast<double>(classes * n * (extractor.numbersPerSample() + classes * n)),
        "the full kernel of " + std::to_string(n) + " samples",
        "take fewer samples");
    const std::int64_t step =
        std::clamp<std::int64_t>(kBatchRows / std::max<std::int64_t>(n, 1), 1, classes);
    const auto countFrom = [&](std::int64_t first) { return std::min(step, classes - first); };
    std::vector<Block> blocks;
    for (std::int64_t c = 0; c < classes; c += step)
        blocks.push_back(logitFeatures(extractor, images, classes, c, countFrom(c)));
    at::Tensor result = at::empty({n, n, classes, classes}, images.options());
    for (std::int64_t a = 0; a < classes; a += step)
        for (std::int64_t b = a; b < classes; b += step) {
            const at::Tensor tile =
                gram(blocks[a / step], blocks[b / step]).view({countFrom(a), n, countFrom(b), n});
            result.narrow(2, a, countFrom(a))
                .narrow(3, b, countFrom(b))
                .copy_(tile.permute({1, 3, 0, 2}));
            if (a != b)
                result.narrow(2, b, countFrom(b))
                    .narrow(3, a, countFrom(a))
                    .copy_(tile.permute({3, 1, 2, 0}));
        }
    return result;
}

at::Tensor fullNtk(const models::Model& model, const at::Tensor& images) {
    return fullNtk(FeatureExtractor(model), images, model.classes());
}

at::Tensor predictedChange(const at::Tensor& entk,
                           const at::Tensor& logits,
                           std::span<const std::int64_t> labels) {
    const std::int64_t k = logits.size(1);
    const at::Tensor q = at::softmax(logits, 1);
    const at::Tensor target =
        at::tensor(at::ArrayRef<std::int64_t>(labels.data(), labels.size()), at::kLong)
            .to(logits.device());
    const at::Tensor error = at::one_hot(target, k).to(q.scalar_type()) - q;
    const at::Tensor slope = at::diag_embed(q) - q.unsqueeze(2) * q.unsqueeze(1);
    const at::Tensor change = at::einsum("ouab,ub->oua", {entk, error});
    return at::einsum("oca,oua->ouc", {slope, change});
}

std::vector<LayerShare> pairShares(const FeatureExtractor& extractor,
                                   const at::Tensor& images,
                                   const at::Tensor& vectors) {
    const Block block = extractor.features(images, vectors);
    const at::Tensor products =
        (block.formed.at(0)[0].to(at::kDouble) * block.formed.at(0)[1].to(at::kDouble)).cpu();
    std::vector<LayerShare> shares;
    for (const FeatureExtractor::Columns& columns : extractor.formedColumns())
        shares.push_back(
            {columns.layer, products.narrow(0, columns.begin, columns.count).sum().item<double>()});
    return shares;
}

}  // namespace winnow::empirical
