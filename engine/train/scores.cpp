// SPDX-License-Identifier: Apache-2.0
#include "engine/train/scores.h"

#include "engine/empirical/features.h"
#include "engine/models/tensors.h"
#include "engine/store/error.h"
#include "engine/store/rows.h"
#include "engine/train/device_images.h"
#include "engine/train/evaluation.h"
#include "engine/train/pass.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace winnow::train {
namespace {

constexpr std::int64_t kBatch = 256;

at::Tensor logitsOf(const models::Model& model, const at::Tensor& images) {
    const at::NoGradGuard noGrad;
    return model.logits(images, models::Mode::Evaluation).to(at::kCPU).contiguous();
}

/// softmax(z) - onehot(y), the gradient of each sample's loss by its logits.
at::Tensor lossErrors(const at::Tensor& logits, std::span<const std::int64_t> labels) {
    at::Tensor error = at::empty_like(logits);
    (void)outcomeOf(logits, labels, &error);
    return error.mul_(logits.size(0));  // outcomeOf() takes the mean over the batch
}

void append(std::vector<double>& to, const std::vector<double>& from) {
    to.insert(to.end(), from.begin(), from.end());
}

/// As the model takes them: its precision, its device.
at::Tensor prepared(const store::Array& images, const at::Tensor& parameter) {
    const at::Tensor values = models::toTensor(images);
    if (values.dim() != 4)
        throw badInput("the images are " + store::shapeText(images.shape) +
                       "; [N,C,H,W] is needed");
    const at::Tensor numbers = values.to(parameter.scalar_type());
    return (values.scalar_type() == at::kByte ? numbers / 255.0 : numbers).to(parameter.device());
}

void checkLabels(std::span<const std::int64_t> labels, std::int64_t images, std::int64_t classes) {
    if (static_cast<std::int64_t>(labels.size()) != images)
        throw badInput("there are " + std::to_string(labels.size()) + " labels for " +
                       std::to_string(images) + " images; every image needs one");
    for (std::size_t i = 0; i < labels.size(); ++i)
        if (labels[i] < 0 || labels[i] >= classes)
            throw badInput("label " + std::to_string(labels[i]) + " of sample " +
                           std::to_string(i) + " is outside 0 to " + std::to_string(classes - 1) +
                           ", the model's classes");
}

std::vector<double> batchScores(ScoreKind kind,
                                const models::Model& model,
                                const at::Tensor& images,
                                std::span<const std::int64_t> labels) {
    const at::Tensor logits = logitsOf(model, images);
    if (kind == ScoreKind::Grand)
        return empirical::gradientNorms(
            model, images, lossErrors(logits, labels).to(images.device()));
    Outcome outcome = outcomeOf(logits, labels, nullptr);
    return kind == ScoreKind::El2n ? std::move(outcome.error) : std::move(outcome.loss);
}

}  // namespace

ScoreKind scoreKind(std::string_view word) {
    if (word == "loss") return ScoreKind::Loss;
    if (word == "el2n") return ScoreKind::El2n;
    if (word == "grand") return ScoreKind::Grand;
    throw badInput("kind is \"" + std::string(word) + "\"; there are loss, el2n, grand");
}

std::vector<double> scores(ScoreKind kind,
                           const models::Model& model,
                           const store::Array& images,
                           std::span<const std::int64_t> labels,
                           const jobs::JobContext& job) {
    const at::Tensor all = prepared(images, model.parameters().at(0));
    checkLabels(labels, all.size(0), model.classes());
    std::vector<double> values;
    for (std::int64_t row = 0; row < all.size(0); row += kBatch) {
        job.throwIfCancelled();
        const std::int64_t count = std::min(kBatch, all.size(0) - row);
        append(values,
               batchScores(
                   kind,
                   model,
                   all.narrow(0, row, count),
                   labels.subspan(static_cast<std::size_t>(row), static_cast<std::size_t>(count))));
        job.report.progress("scores", row + count, all.size(0));
    }
    const auto bad = std::find_if(
        values.begin(), values.end(), [](double value) { return !std::isfinite(value); });
    if (bad != values.end())
        throw badInput("the score of sample " + std::to_string(bad - values.begin()) +
                       " is not a finite number; its image or the weights hold NaN, infinity or "
                       "values that overflow");
    return values;
}

std::vector<double> lossGradientNorms(const models::Model& model,
                                      const ImageSource& source,
                                      const jobs::JobContext& job) {
    const at::Tensor parameter = model.parameters().at(0);
    DeviceImages images(source, parameter.device(), parameter.scalar_type());
    const auto pass = passOver(model, source);
    const std::vector<std::int64_t> samples = allRows(source.size());
    std::vector<double> norms;
    for (std::size_t row = 0; row < samples.size(); row += kBatch) {
        job.throwIfCancelled();
        const std::size_t count = std::min<std::size_t>(kBatch, samples.size() - row);
        const auto batch = std::span(samples).subspan(row, count);
        const at::Tensor logits = pass->forward(batch, {}, models::Mode::Evaluation);
        const at::Tensor error = lossErrors(logits, source.labels.subspan(row, count));
        std::vector<double> part = pass->gradientNorms(error);
        if (part.empty())
            part = empirical::gradientNorms(
                model, images.batch(batch, {}), error.to(parameter.device()));
        append(norms, part);
        job.report.progress("grand", static_cast<std::int64_t>(row + count), source.size());
    }
    return norms;
}

}  // namespace winnow::train
