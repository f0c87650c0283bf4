// SPDX-License-Identifier: Apache-2.0
#include "engine/empirical/sample_features.h"

#include "engine/models/tensors.h"

#include <torch/torch.h>

#include <algorithm>
#include <numeric>

namespace winnow::empirical {
namespace {

constexpr double kBatchBytes = 96e6;  // activations and patches of one batch
constexpr std::int64_t kLargestBatch = 256;

}  // namespace

SampleFeatures::SampleFeatures(const models::Model& model,
                               const SampleSet& samples,
                               const SweepOptions& options)
    : m_model(model),
      m_samples(samples),
      m_options(options),
      m_extractor(model, options.projection > 0) {
    if (options.projection > 0)
        m_projection.emplace(m_extractor.parameterCount(), options.projection, options.seed);
    const double bytes = 4.0 * static_cast<double>(m_extractor.workingNumbersPerSample());
    m_batch =
        std::clamp<std::int64_t>(static_cast<std::int64_t>(kBatchBytes / bytes), 1, kLargestBatch);
}

std::int64_t SampleFeatures::numbersPerSample() const {
    return m_projection ? m_projection->dimensions() : m_extractor.numbersPerSample();
}

std::int64_t SampleFeatures::macsPerPair() const {
    return m_projection ? m_projection->dimensions() : m_extractor.macsPerPair();
}

double SampleFeatures::bytesPerSample() const {
    return static_cast<double>(numbersPerSample()) *
           (m_options.precision == models::Precision::Float64 ? 8.0 : 4.0);
}

struct SampleFeatures::Inputs {
    at::Tensor images, vectors;
    std::vector<std::int64_t> ids;
};

SampleFeatures::Inputs SampleFeatures::inputsOf(std::span<const std::int64_t> positions) const {
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
    const std::vector<double> values = outputVectors(m_options.kind, labels, m_model.classes());
    const at::Tensor vectors = at::tensor(values, at::kDouble)
                                   .view({images.size(0), m_model.classes()})
                                   .to(images.device(), images.scalar_type());
    return {images, vectors, std::move(rows)};
}

Block SampleFeatures::batch(std::span<const std::int64_t> positions, bool exact) const {
    const Inputs inputs = inputsOf(positions);
    const Block block =
        m_extractor.features(inputs.images, inputs.vectors, RowNames(std::span(inputs.ids)));
    return m_projection && !exact ? m_projection->apply(block) : block;
}

void SampleFeatures::fill(const Block& rows,
                          std::span<const std::int64_t> positions,
                          bool exact,
                          const jobs::JobContext* context) const {
    const auto total = static_cast<std::int64_t>(positions.size());
    for (std::int64_t begin = 0; begin < total; begin += m_batch) {
        if (context != nullptr) context->throwIfCancelled();
        const std::int64_t count = std::min(m_batch, total - begin);
        const auto part =
            positions.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(count));
        if (m_projection && !exact) {
            rows.rows(begin, count).assign(batch(part, exact));
            continue;
        }
        const Inputs inputs = inputsOf(part);
        m_extractor.fill(rows.rows(begin, count),
                         inputs.images,
                         inputs.vectors,
                         RowNames(std::span(inputs.ids)));
    }
}

Block SampleFeatures::of(std::span<const std::int64_t> positions,
                         bool exact,
                         const jobs::JobContext* context) const {
    const auto first = std::min(positions.size(), static_cast<std::size_t>(m_batch));
    if (context != nullptr) context->throwIfCancelled();
    Block part = batch(positions.first(first), exact);
    if (first == positions.size()) return part;
    Block result = part.emptyLike(std::ssize(positions));
    result.rows(0, part.size()).assign(part);
    fill(result.rows(part.size(), result.size() - part.size()),
         positions.subspan(first),
         exact,
         context);
    return result;
}

void SampleFeatures::fill(const Block& rows,
                          std::int64_t begin,
                          const jobs::JobContext* context) const {
    std::vector<std::int64_t> positions(static_cast<std::size_t>(rows.size()));
    std::iota(positions.begin(), positions.end(), begin);
    fill(rows, positions, false, context);
}

Block SampleFeatures::at(std::int64_t begin,
                         std::int64_t count,
                         const jobs::JobContext* context) const {
    std::vector<std::int64_t> positions(static_cast<std::size_t>(count));
    std::iota(positions.begin(), positions.end(), begin);
    return of(positions, false, context);
}

}  // namespace winnow::empirical
