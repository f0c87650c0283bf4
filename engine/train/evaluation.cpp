// SPDX-License-Identifier: Apache-2.0
#include "engine/train/evaluation.h"

#include <torch/torch.h>

#include <algorithm>
#include <limits>

namespace winnow::train {
namespace {

template <typename T>
void append(std::vector<T>& to, const std::vector<T>& from) {
    to.insert(to.end(), from.begin(), from.end());
}

std::vector<std::int64_t> labelsOf(std::span<const std::int64_t> samples,
                                   std::span<const std::int64_t> labels) {
    std::vector<std::int64_t> chosen(samples.size());
    std::transform(samples.begin(), samples.end(), chosen.begin(), [&](std::int64_t sample) {
        return labels[static_cast<std::size_t>(sample)];
    });
    return chosen;
}

template <typename T>
Outcome typedOutcome(const at::Tensor& logits,
                     std::span<const std::int64_t> labels,
                     at::Tensor* gradient) {
    const auto count = static_cast<std::size_t>(logits.numel());
    const std::span<T> out =
        gradient == nullptr ? std::span<T>() : std::span<T>(gradient->data_ptr<T>(), count);
    return crossEntropy<T>({logits.const_data_ptr<T>(), count}, labels, out);
}

}  // namespace

Outcome outcomeOf(const at::Tensor& logits,
                  std::span<const std::int64_t> labels,
                  at::Tensor* gradient) {
    return logits.scalar_type() == at::kDouble ? typedOutcome<double>(logits, labels, gradient)
                                               : typedOutcome<float>(logits, labels, gradient);
}

Outcome outcomeOf(const at::Tensor& logits,
                  std::span<const std::int64_t> labels,
                  std::span<const float> targets,
                  at::Tensor& gradient) {
    const auto count = static_cast<std::size_t>(logits.numel());
    if (logits.scalar_type() == at::kDouble)
        return squaredError<double>({logits.const_data_ptr<double>(), count},
                                    labels,
                                    targets,
                                    {gradient.data_ptr<double>(), count});
    return squaredError<float>({logits.const_data_ptr<float>(), count},
                               labels,
                               targets,
                               {gradient.data_ptr<float>(), count});
}

Outcome evaluate(Pass& pass,
                 std::span<const std::int64_t> samples,
                 std::span<const std::int64_t> labels,
                 std::string_view stage,
                 const jobs::JobContext& job) {
    Outcome all;
    for (std::size_t at = 0; at < samples.size(); at += kEvaluationBatch) {
        job.throwIfCancelled();
        const auto batch = samples.subspan(at, std::min(kEvaluationBatch, samples.size() - at));
        const at::Tensor logits = pass.forward(batch, {}, models::Mode::Evaluation);
        const Outcome part = outcomeOf(logits, labelsOf(batch, labels), nullptr);
        append(all.loss, part.loss);
        append(all.margin, part.margin);
        append(all.prediction, part.prediction);
        append(all.probability, part.probability);
        append(all.error, part.error);
        if (!stage.empty())
            job.report.progress(stage,
                                static_cast<std::int64_t>(at + batch.size()),
                                static_cast<std::int64_t>(samples.size()));
    }
    return all;
}

double accuracy(const Outcome& outcome,
                std::span<const std::int64_t> samples,
                std::span<const std::int64_t> labels) {
    if (samples.empty()) return std::numeric_limits<double>::quiet_NaN();
    std::int64_t right = 0;
    for (std::size_t i = 0; i < samples.size(); ++i)
        right += outcome.prediction[i] == labels[static_cast<std::size_t>(samples[i])] ? 1 : 0;
    return static_cast<double>(right) / static_cast<double>(samples.size());
}

double meanLoss(const Outcome& outcome) {
    return outcome.loss.empty() ? std::numeric_limits<double>::quiet_NaN()
                                : outcome.lossSum() / static_cast<double>(outcome.loss.size());
}

}  // namespace winnow::train
