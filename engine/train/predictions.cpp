// SPDX-License-Identifier: Apache-2.0
#include "engine/train/predictions.h"

#include "engine/store/index.h"
#include "engine/train/evaluation.h"
#include "engine/train/fitter.h"

#include <torch/torch.h>

#include <algorithm>

namespace winnow::train {

Predictions predict(Pass& pass,
                    std::span<const std::int64_t> samples,
                    std::span<const std::int64_t> labels,
                    const jobs::JobContext& job) {
    const at::NoGradGuard noGrad;
    Predictions all;
    std::vector<std::int64_t> given;
    for (std::size_t first = 0; first < samples.size(); first += kEvaluationBatch) {
        job.throwIfCancelled();
        const auto batch =
            samples.subspan(first, std::min(kEvaluationBatch, samples.size() - first));
        given.clear();
        for (const std::int64_t sample : batch) given.push_back(labels[at(sample)]);
        const at::Tensor logits = pass.forward(batch, {}, models::Mode::Evaluation);
        const Outcome outcome = outcomeOf(logits, given, nullptr);
        all.margin.insert(all.margin.end(), outcome.margin.begin(), outcome.margin.end());
        all.loss.insert(all.loss.end(), outcome.loss.begin(), outcome.loss.end());
        const at::Tensor shares = logits.to(at::kDouble).softmax(1).to(at::kFloat).contiguous();
        const float* const begin = shares.const_data_ptr<float>();
        all.probability.insert(all.probability.end(), begin, begin + shares.numel());
    }
    return all;
}

Predictions predictUnseen(models::Model& model,
                          const ImageSource& source,
                          const TrainOptions& options,
                          std::int64_t epochs,
                          std::vector<std::int64_t> fitted,
                          std::span<const std::int64_t> heldOut,
                          const jobs::JobContext& job) {
    const auto pass = passOver(model, source);
    Fitter fitter(model, *pass, source, options, std::move(fitted));
    const auto ignore = [](std::int64_t, std::span<const std::int64_t>, const Outcome&) {};
    for (std::int64_t epoch = 0; epoch < epochs; ++epoch) fitter.fit(epoch, ignore, job);
    return predict(*pass, heldOut, source.labels, job);
}

}  // namespace winnow::train
