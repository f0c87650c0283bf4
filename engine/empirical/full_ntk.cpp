// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/full_ntk.h"

#include "engine/empirical/cost.h"
#include "engine/empirical/features.h"
#include "engine/empirical/gram.h"
#include "engine/store/error.h"

#include <torch/torch.h>

namespace winnow::empirical {

at::Tensor fullNtk(const models::Model& model, const at::Tensor& images) {
    const FeatureExtractor extractor(model);
    const std::int64_t n = images.size(0);
    const std::int64_t k = model.classes();
    requireMemory(static_cast<double>(images.element_size()) *
                      static_cast<double>(k * n * (extractor.numbersPerSample() + k * n)),
                  "the full kernel of " + std::to_string(n) + " samples",
                  "take fewer samples");
    std::vector<Block> blocks;
    for (std::int64_t c = 0; c < k; ++c) {
        at::Tensor vectors = at::zeros({n, k}, images.options());
        vectors.select(1, c).fill_(1.0);
        blocks.push_back(extractor.features(images, vectors));
    }
    at::Tensor result = at::empty({n, n, k, k}, images.options());
    for (std::int64_t a = 0; a < k; ++a)
        for (std::int64_t b = a; b < k; ++b) {
            const at::Tensor tile = gram(blocks[a], blocks[b]);
            result.select(3, b).select(2, a).copy_(tile);
            if (a != b) result.select(3, a).select(2, b).copy_(tile.t());
        }
    return result;
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

std::vector<LayerShare> pairShares(const models::Model& model,
                                   const at::Tensor& images,
                                   const at::Tensor& vectors) {
    const FeatureExtractor extractor(model, true);
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
