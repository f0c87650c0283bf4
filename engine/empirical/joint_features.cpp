// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/joint_features.h"

#include "engine/models/tensors.h"

#include <torch/torch.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace winnow::empirical {
namespace {

constexpr double kBatchBytes = 96e6;  // activations and patches of one batch
constexpr std::int64_t kLargestBatch = 256;

}  // namespace

JointFeatures::JointFeatures(const models::Model& model,
                             const SampleSet& samples,
                             const SweepOptions& options,
                             std::vector<KernelKind> kinds)
    : m_model(model),
      m_samples(samples),
      m_options(options),
      m_kinds(std::move(kinds)),
      m_derivation(derivation(m_kinds, model.classes())),
      m_extractor(model, options.projection > 0) {
    for (std::size_t k = 0; k < m_kinds.size(); ++k)
        if (!m_derivation || m_kinds[k] != m_derivation->kind) m_passes.push_back(k);
    if (options.projection > 0)
        m_projection.emplace(m_extractor.parameterCount(), options.projection, options.seed);
    const double bytes = 4.0 * static_cast<double>(m_extractor.workingNumbersPerSample());
    m_batch =
        std::clamp<std::int64_t>(static_cast<std::int64_t>(kBatchBytes / bytes), 1, kLargestBatch);
}

std::int64_t JointFeatures::numbersPerSample() const {
    return m_projection ? std::ssize(m_kinds) * m_projection->dimensions()
                        : m_extractor.numbersPerSample(std::ssize(m_kinds));
}

std::int64_t JointFeatures::macsPerPair() const {
    return m_projection ? std::ssize(m_kinds) * m_projection->dimensions()
                        : m_extractor.macsPerPair(std::ssize(m_kinds));
}

double JointFeatures::bytesPerSample() const {
    return static_cast<double>(numbersPerSample()) *
           (m_options.precision == models::Precision::Float64 ? 8.0 : 4.0);
}

struct JointFeatures::Inputs {
    at::Tensor images;
    std::vector<at::Tensor> vectors;  ///< by backward pass
    std::vector<std::int64_t> ids;
};

JointFeatures::Inputs JointFeatures::inputsOf(std::span<const std::int64_t> positions) const {
    std::vector<std::int64_t> rows, labels;
    for (const std::int64_t position : positions) {
        rows.push_back(m_samples.ids[static_cast<std::size_t>(position)]);
        labels.push_back(m_samples.labels[static_cast<std::size_t>(position)]);
    }
    const at::Tensor images = models::normalisedImages(m_samples.pixels,
                                                       m_samples.imageShape,
                                                       rows,
                                                       m_samples.mean,
                                                       m_samples.deviation,
                                                       m_options.precision,
                                                       m_options.device);
    std::vector<at::Tensor> vectors;
    for (const std::size_t pass : m_passes) {
        const std::vector<double> values = outputVectors(m_kinds[pass], labels, m_model.classes());
        vectors.push_back(at::tensor(values, at::kDouble)
                              .view({images.size(0), m_model.classes()})
                              .to(images.device(), images.scalar_type()));
    }
    return {images, std::move(vectors), std::move(rows)};
}

std::size_t JointFeatures::placeOf(KernelKind kind) const {
    return static_cast<std::size_t>(std::ranges::find(m_kinds, kind) - m_kinds.begin());
}

/// Fills the part of the kind that follows from the others.
void JointFeatures::derive(const JointBlock& rows) const {
    if (!m_derivation) return;
    std::vector<Block> sources;
    for (const KernelKind source : m_derivation->sources)
        sources.push_back(rows.parts[placeOf(source)]);
    combineGradients(sources, m_derivation->weights, rows.parts[placeOf(m_derivation->kind)]);
}

/// A part for each kind from those of the backward passes.
JointBlock JointFeatures::withDerived(const JointBlock& passes) const {
    if (!m_derivation) return passes;
    JointBlock all = passes;
    const Block& any = passes.parts.front();
    const auto place = static_cast<std::ptrdiff_t>(placeOf(m_derivation->kind));
    all.parts.insert(all.parts.begin() + place,
                     any.gradients().emptyLike(any.size()).withInputsOf(any));
    derive(all);
    return all;
}

JointBlock JointFeatures::batch(std::span<const std::int64_t> positions, bool exact) const {
    const Inputs inputs = inputsOf(positions);
    JointBlock passes =
        m_extractor.features(inputs.images, inputs.vectors, RowNames(std::span(inputs.ids)));
    if (m_projection && !exact)
        for (Block& part : passes.parts) part = m_projection->apply(part);
    return withDerived(passes);
}

void JointFeatures::fill(const JointBlock& rows,
                         std::span<const std::int64_t> positions,
                         bool exact,
                         const jobs::JobContext* context) const {
    const auto total = static_cast<std::int64_t>(positions.size());
    for (std::int64_t begin = 0; begin < total; begin += m_batch) {
        if (context != nullptr) context->throwIfCancelled();
        const std::int64_t count = std::min(m_batch, total - begin);
        const auto positionsNow =
            positions.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(count));
        const JointBlock now = rows.rows(begin, count);
        if (m_projection && !exact) {
            now.assign(batch(positionsNow, exact));
            continue;
        }
        const Inputs inputs = inputsOf(positionsNow);
        JointBlock passes;
        for (const std::size_t pass : m_passes) passes.parts.push_back(now.parts[pass]);
        m_extractor.fill(passes, inputs.images, inputs.vectors, RowNames(std::span(inputs.ids)));
        derive(now);
    }
}

JointBlock JointFeatures::of(std::span<const std::int64_t> positions,
                             bool exact,
                             const jobs::JobContext* context) const {
    const auto first = std::min(positions.size(), static_cast<std::size_t>(m_batch));
    if (context != nullptr) context->throwIfCancelled();
    JointBlock part = batch(positions.first(first), exact);
    if (first == positions.size()) return part;
    JointBlock result = part.emptyLike(std::ssize(positions));
    result.rows(0, part.size()).assign(part);
    fill(result.rows(part.size(), result.size() - part.size()),
         positions.subspan(first),
         exact,
         context);
    return result;
}

void JointFeatures::fill(const JointBlock& rows,
                         std::int64_t begin,
                         const jobs::JobContext* context) const {
    std::vector<std::int64_t> positions(static_cast<std::size_t>(rows.size()));
    std::iota(positions.begin(), positions.end(), begin);
    fill(rows, positions, false, context);
}

JointBlock JointFeatures::at(std::int64_t begin,
                             std::int64_t count,
                             const jobs::JobContext* context) const {
    std::vector<std::int64_t> positions(static_cast<std::size_t>(count));
    std::iota(positions.begin(), positions.end(), begin);
    return of(positions, false, context);
}

}  // namespace winnow::empirical
