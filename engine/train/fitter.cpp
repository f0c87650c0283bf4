// SPDX-License-Identifier: Apache-2.0
#include "engine/train/fitter.h"

#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/store/random.h"
#include "engine/train/evaluation.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <string>
#include <utility>

namespace winnow::train {
namespace {

/// An exponent of all ones is what NaN and infinity have in common. Written out, in blocks that a
/// compiler turns into vectors, because LibTorch's test makes three temporaries, which shows where
/// an epoch is one small batch.
bool isFinite(const at::Tensor& tensor) {
    if (!tensor.is_cpu() || tensor.scalar_type() != at::kFloat || !tensor.is_contiguous())
        return at::isfinite(tensor).all().item<bool>();
    constexpr std::uint32_t kExponent = 0x7f800000U;
    const auto lacksRange = [](float value) {
        return (std::bit_cast<std::uint32_t>(value) & kExponent) == kExponent ? 1U : 0U;
    };
    const std::span<const float> values(tensor.const_data_ptr<float>(), at(tensor.numel()));
    std::array<std::uint32_t, 16> found{};
    std::size_t i = 0;
    for (; i + found.size() <= values.size(); i += found.size())
        for (std::size_t lane = 0; lane < found.size(); ++lane)
            found[lane] |= lacksRange(values[i + lane]);
    for (; i < values.size(); ++i) found[0] |= lacksRange(values[i]);
    return std::ranges::count(found, 0U) == std::ssize(found);
}

/// Rows of the source's targets, or one-hot minus 1/K.
std::vector<float> targetsOf(const ImageSource& source,
                             std::span<const std::int64_t> batch,
                             std::int64_t classes) {
    std::vector<float> rows(batch.size() * at(classes), -1.0F / static_cast<float>(classes));
    for (std::size_t i = 0; i < batch.size(); ++i) {
        const auto row = std::span(rows).subspan(i * at(classes), at(classes));
        if (source.targets.empty())
            row[at(source.labels[at(batch[i])])] += 1;
        else
            std::ranges::copy(source.targets.subspan(at(batch[i] * classes), at(classes)),
                              row.begin());
    }
    return rows;
}

}  // namespace

Fitter::Fitter(models::Model& model,
               Pass& pass,
               const ImageSource& source,
               const TrainOptions& options,
               std::vector<std::int64_t> samples)
    : m_model(model),
      m_pass(pass),
      m_source(source),
      m_options(options),
      m_samples(std::move(samples)),
      m_optimizer(options.optimizer, model.parameters()) {
    if (m_samples.empty()) throw badInput("the data set has no training sample");
    const auto numbers = static_cast<std::size_t>(source.size() * model.classes());
    if (!source.targets.empty() && source.targets.size() != numbers)
        throw badInput(fmt::format("{} targets do not fit {} images of {} classes",
                                   source.targets.size(),
                                   source.size(),
                                   model.classes()));
}

std::int64_t Fitter::stepsPerEpoch() const {
    return (std::ssize(m_samples) + m_options.batch - 1) / m_options.batch;
}

void Fitter::requireFinite(bool finite, std::int64_t epoch, std::int64_t step) const {
    if (finite) return;
    throw Diverged(ErrorKind::Internal,
                   "diverged at epoch " + std::to_string(epoch + 1) + ", step " +
                       std::to_string(step + 1) +
                       ": loss or weights are not finite any more; lower lr");
}

std::vector<std::int64_t> Fitter::order(std::int64_t epoch) const {
    return m_options.shuffle ? epochOrder(m_samples, m_options.seed, epoch) : m_samples;
}

Fitter::Step Fitter::compute(std::int64_t epoch,
                             std::int64_t step,
                             std::span<const std::int64_t> batch) {
    std::vector<Shift> shifts;
    std::vector<std::int64_t> labels;
    for (const std::int64_t sample : batch) {
        labels.push_back(m_source.labels[at(sample)]);
        if (m_options.augmentation != Augmentation::None)
            shifts.push_back(shiftOf(m_options.augmentation, m_options.seed, epoch, sample));
    }
    // Dropout draws from LibTorch's own generator: every step starts it anew, so that a resumed
    // run draws the same.
    at::manual_seed(Random({m_options.seed,
                            Random::wordOf("dropout"),
                            static_cast<std::uint64_t>(epoch),
                            static_cast<std::uint64_t>(step)})
                        .next());
    const at::Tensor logits = m_pass.forward(batch, shifts, models::Mode::Training);
    at::Tensor gradient = at::empty_like(logits);
    Outcome outcome =
        m_options.objective == Objective::SquaredError
            ? outcomeOf(logits, labels, targetsOf(m_source, batch, logits.size(1)), gradient)
            : outcomeOf(logits, labels, &gradient);
    requireFinite(std::isfinite(outcome.lossSum()), epoch, step);
    return {std::move(shifts),
            std::move(outcome),
            m_pass.backward(gradient),
            learningRateAt(m_options, epoch)};
}

void Fitter::requireFiniteWeights(std::int64_t epoch, std::int64_t step) const {
    for (const at::Tensor& parameter : m_model.parameters())
        requireFinite(isFinite(parameter), epoch, step);
}

void Fitter::fit(std::int64_t epoch, const StepMade& stepMade, const jobs::JobContext& job) {
    const std::vector<std::int64_t> visited = order(epoch);
    const std::int64_t steps = stepsPerEpoch();
    for (std::int64_t step = 0; step < steps; ++step) {
        job.throwIfCancelled();
        const auto first = at(step * m_options.batch);
        const auto batch = std::span(visited).subspan(
            first, std::min(at(m_options.batch), visited.size() - first));
        const Step computed = compute(epoch, step, batch);
        m_optimizer.step(computed.gradients, computed.rate);
        stepMade(step, batch, computed.outcome);
    }
    // Else it would be noticed an epoch later, after the weights were kept.
    requireFiniteWeights(epoch, steps - 1);
}

}  // namespace winnow::train
