// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/batched_features.h"

#include <torch/torch.h>

#include <algorithm>

namespace winnow::empirical {

Block batchedFeatures(const FeatureExtractor& extractor,
                      const at::Tensor& images,
                      const at::Tensor& vectors,
                      std::int64_t batch,
                      const jobs::JobContext& context) {
    const std::int64_t n = images.size(0);
    Block all;
    for (std::int64_t begin = 0; begin < n; begin += batch) {
        context.throwIfCancelled();
        const std::int64_t count = std::min(batch, n - begin);
        const Block part = extractor.features(
            images.narrow(0, begin, count), vectors.narrow(0, begin, count), begin);
        if (begin == 0) all = part.emptyLike(n);
        all.rows(begin, count).assign(part);
        context.report.progress("features", begin + count, n);
    }
    return all;
}

}  // namespace winnow::empirical
