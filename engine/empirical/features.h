// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/empirical/block.h"
#include "engine/empirical/finite.h"
#include "engine/empirical/joint_block.h"
#include "engine/models/network.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace at {
class Tensor;
}

namespace winnow::empirical {

/// Turns images into features phi_i = J(x_i)^T u_i with one backward pass for the whole batch: in
/// evaluation mode samples do not mix, so row i of every output gradient belongs to sample i
/// (methods/lpntk.md, section 3.1). All trainable parameters count, affine parameters of norm
/// layers included, running statistics not.
class FeatureExtractor {
public:
    /// For a Network: per-layer closed forms. For any other Model: one backward per sample, the
    /// gradient formed whole. `everyLayerFormed` gives plain gradients [n, P] (norms, projections,
    /// shares). The model must outlive this.
    explicit FeatureExtractor(const models::Model& model, bool everyLayerFormed = false);
    ~FeatureExtractor();
    FeatureExtractor(FeatureExtractor&&) noexcept;

    /// images (n,C,H,W) normalised; vectors u (n,K). Throws Error{BadInput} naming by `names`
    /// the rows with NaN or infinity in their logits or gradients.
    [[nodiscard]] Block features(const at::Tensor& images,
                                 const at::Tensor& vectors,
                                 const RowNames& names = {}) const;

    /// The same for several `vectors` with one forward pass and one backward pass for each.
    [[nodiscard]] JointBlock features(const at::Tensor& images,
                                      std::span<const at::Tensor> vectors,
                                      const RowNames& names = {}) const;

    /// The same into the rows of a block of this layout, which saves a copy where it can.
    void fill(const JointBlock& rows,
              const at::Tensor& images,
              std::span<const at::Tensor> vectors,
              const RowNames& names = {}) const;

    /// Numbers per sample and multiply-adds per pair, before anything is computed; for models other
    /// than Network P and P. `vectors`: of a JointBlock of so many parts.
    [[nodiscard]] std::int64_t numbersPerSample(std::int64_t vectors = 1) const;
    [[nodiscard]] std::int64_t macsPerPair(std::int64_t vectors = 1) const;
    /// Largest number of values alive per sample while features are computed (activations and
    /// patches), an estimate.
    [[nodiscard]] std::int64_t workingNumbersPerSample() const;
    /// P, the trainable numbers.
    [[nodiscard]] std::int64_t parameterCount() const;
    /// Layers in the order of Block's formed columns, with their widths: name of the layer and
    /// columns. Only where every layer is formed.
    struct Columns {
        std::string layer;
        std::int64_t begin = 0, count = 0;
    };
    [[nodiscard]] const std::vector<Columns>& formedColumns() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// ||J(x_i)^T u_i||_2 for every sample, float64: GraNd with u = q - onehot(y). images, vectors as
/// above.
[[nodiscard]] std::vector<double> gradientNorms(const models::Model& model,
                                                const at::Tensor& images,
                                                const at::Tensor& vectors);

}  // namespace winnow::empirical
