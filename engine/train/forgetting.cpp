// SPDX-License-Identifier: Apache-2.0
#include "engine/train/forgetting.h"

#include "engine/jobs/stopwatch.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/train/evaluation.h"
#include "engine/train/fitter.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace winnow::train {
namespace {

using Tensors = std::vector<at::Tensor>;

/// All that a step changes, running statistics included, to be put back.
class Snapshot {
public:
    Snapshot(const models::Model& model, bool withBuffers) {
        const at::NoGradGuard noGrad;
        for (const at::Tensor& parameter : model.parameters())
            m_parameters.push_back(parameter.detach().clone());
        if (withBuffers) m_withBuffers = model.weights();
    }
    void putBack(models::Model& model) const {
        const at::NoGradGuard noGrad;
        if (!m_withBuffers.empty()) return model.load(m_withBuffers, "the step before");
        const Tensors parameters = model.parameters();
        for (std::size_t i = 0; i < parameters.size(); ++i)
            parameters[i].detach().copy_(m_parameters[i]);
    }
    [[nodiscard]] Tensors to(const Snapshot& later) const {
        return at::_foreach_sub(later.m_parameters, m_parameters);
    }

private:
    Tensors m_parameters;
    store::NamedArrays m_withBuffers;
};

/// Adds the seconds it lives to a sum.
class SecondsInto {
public:
    explicit SecondsInto(double& sum) : m_sum(sum) {}
    ~SecondsInto() { m_sum += m_watch.seconds(); }
    SecondsInto(const SecondsInto&) = delete;
    SecondsInto& operator=(const SecondsInto&) = delete;

private:
    double& m_sum;
    jobs::Stopwatch m_watch;
};

/// A batch that has had its step.
struct Batch {
    std::vector<std::int64_t> samples, labels;
    std::vector<Shift> shifts;
    std::vector<std::uint8_t> rightBefore;  ///< in training mode, before its own step
};

class Forecast {
public:
    Forecast(models::Model& model,
             Pass& pass,
             const ImageSource& source,
             const TrainOptions& training,
             const ForgettingOptions& options,
             std::vector<std::int64_t> samples)
        : m_model(model),
          m_pass(pass),
          m_source(source),
          m_options(options),
          m_fitter(model, pass, source, training, std::move(samples)),
          m_size(std::min<std::int64_t>(training.batch, std::ssize(m_fitter.samples()))),
          m_hasBuffers(model.weights().size() > model.parameters().size()),
          m_sharesGradient(training.augmentation == Augmentation::None && model.modesAgree()) {
        m_record.batchSize = m_size;
        m_record.counts.resize(options.predictors.size() * at(options.iterations));
        m_record.batch.assign(at((options.iterations + 1) * m_size), -1);
    }

    ForgettingRecord run(const jobs::JobContext& job) {
        Batch last = step(0, nullptr);
        for (std::int64_t i = 1; i <= m_options.iterations; ++i) {
            job.throwIfCancelled();
            last = step(i, &last);
            job.report.progress("iterations", i, m_options.iterations);
        }
        m_fitter.requireFiniteWeights(m_options.iterations / m_fitter.stepsPerEpoch(),
                                      m_options.iterations % m_fitter.stepsPerEpoch());
        return std::move(m_record);
    }

private:
    [[nodiscard]] bool asks(Predictor predictor) const {
        return std::ranges::count(m_options.predictors, predictor) > 0;
    }
    [[nodiscard]] Batch batchOf(std::int64_t epoch, std::int64_t step, std::int64_t iteration) {
        if (step == 0) m_order = m_fitter.order(epoch);
        const auto begin = m_order.begin() + step * m_size;
        Batch batch;
        batch.samples.assign(begin, begin + std::min<std::int64_t>(m_size, m_order.end() - begin));
        for (const std::int64_t sample : batch.samples)
            batch.labels.push_back(m_source.labels[at(sample)]);
        std::ranges::copy(batch.samples, m_record.batch.begin() + iteration * m_size);
        return batch;
    }

    /// Training step `iteration`; with `last`, the batch before, also what it makes that forget.
    Batch step(std::int64_t iteration, const Batch* last) {
        const std::int64_t epoch = iteration / m_fitter.stepsPerEpoch();
        const std::int64_t place = iteration % m_fitter.stepsPerEpoch();
        Batch batch = batchOf(epoch, place, iteration);
        std::optional<Snapshot> before;
        Tensors error;
        double rate = 0;
        if (last != nullptr) {
            const SecondsInto predicting(m_record.secondsPredicting);
            before.emplace(m_model, m_hasBuffers);
        }
        {
            const SecondsInto training(m_record.secondsTraining);
            Fitter::Step computed = m_fitter.compute(epoch, place, batch.samples);
            rate = computed.rate;
            if (last != nullptr && m_sharesGradient && asks(Predictor::Error))
                error = at::_foreach_mul(computed.gradients, -rate);
            m_fitter.optimizer().step(computed.gradients, rate);
            batch.shifts = std::move(computed.shifts);
            batch.rightBefore = rightOf(computed.outcome, batch.labels);
        }
        if (last != nullptr) judge(iteration - 1, *last, batch, *before, std::move(error), rate);
        return batch;
    }

    static std::vector<std::uint8_t> rightOf(const Outcome& outcome,
                                             const std::vector<std::int64_t>& labels) {
        std::vector<std::uint8_t> right;
        for (std::size_t i = 0; i < labels.size(); ++i)
            right.push_back(outcome.prediction[i] == labels[i] ? 1 : 0);
        return right;
    }

    /// The predictions about `last` at w1 = `before`, against what it became at w2, the present.
    void judge(std::int64_t iteration,
               const Batch& last,
               const Batch& next,
               const Snapshot& before,
               Tensors error,
               double rate) {
        std::vector<std::uint8_t> right = last.rightBefore;
        std::vector<std::vector<std::int64_t>> says;
        const Snapshot after = predict(last, next, before, std::move(error), rate, right, says);
        const bool training = m_options.mode == EventMode::Training;
        const at::Tensor logits = m_pass.forward(
            last.samples,
            training ? std::span<const Shift>(last.shifts) : std::span<const Shift>(),
            training ? models::Mode::Training : models::Mode::Evaluation);
        const auto stays = rightOf(outcomeOf(logits, last.labels, nullptr), last.labels);
        if (training) after.putBack(m_model);  // running statistics
        for (std::size_t i = 0; i < last.samples.size(); ++i) {
            ForgettingEvent event{iteration, last.samples[i], right[i] != 0 && stays[i] == 0, 0};
            for (std::size_t p = 0; p < says.size(); ++p) {
                const bool predicted = right[i] != 0 && says[p][i] != last.labels[i];
                if (predicted) event.predictedBy |= static_cast<std::uint8_t>(1U << p);
                count(m_record.counts[p * at(m_options.iterations) + at(iteration)],
                      event.forgotten,
                      predicted);
            }
            if (event.forgotten || event.predictedBy != 0) m_record.events.push_back(event);
        }
    }

    static void count(stats::Confusion& counts, bool forgotten, bool predicted) {
        if (forgotten)
            ++(predicted ? counts.truePositives : counts.falseNegatives);
        else
            ++(predicted ? counts.falsePositives : counts.trueNegatives);
    }

    /// `says` [P][B]: the class each predictor foresees; `right` at w1, unless it is the training
    /// mode's. Returns w2, which is in force again.
    Snapshot predict(const Batch& last,
                     const Batch& next,
                     const Snapshot& before,
                     Tensors error,
                     double rate,
                     std::vector<std::uint8_t>& right,
                     std::vector<std::vector<std::int64_t>>& says) {
        const SecondsInto predicting(m_record.secondsPredicting);
        Snapshot after(m_model, m_hasBuffers);
        before.putBack(m_model);
        const std::vector<Tensors> all = directions(next, before, after, std::move(error), rate);
        const at::Tensor logits = m_pass.linearise(last.samples).to(at::kDouble);
        if (m_options.mode == EventMode::Evaluation)
            right = rightOf(outcomeOf(logits, last.labels, nullptr), last.labels);
        for (const Tensors& direction : all)
            says.push_back(classesAfter(logits, m_pass.directional(direction).to(at::kDouble)));
        after.putBack(m_model);
        return after;
    }

    [[nodiscard]] std::vector<std::int64_t> classesAfter(const at::Tensor& logits,
                                                         const at::Tensor& change) const {
        const auto classes = at(logits.size(1));
        const double* z = logits.const_data_ptr<double>();
        const double* dz = change.const_data_ptr<double>();
        std::vector<std::int64_t> predictions;
        for (std::int64_t i = 0; i < logits.size(0); ++i, z += classes, dz += classes)
            predictions.push_back(predictedClass({z, classes}, {dz, classes}, m_options.update));
        return predictions;
    }

    /// V of every predictor, by the batch `next` at w1, which is in force.
    std::vector<Tensors> directions(const Batch& next,
                                    const Snapshot& before,
                                    const Snapshot& after,
                                    Tensors error,
                                    double rate) {
        const bool pullsError = asks(Predictor::Error) && error.empty();
        at::Tensor logits;
        if (pullsError || asks(Predictor::Centred)) logits = m_pass.linearise(next.samples);
        std::vector<Tensors> all;
        for (const Predictor predictor : m_options.predictors) {
            if (predictor == Predictor::Displacement)
                all.push_back(before.to(after));
            else if (predictor == Predictor::Error && !pullsError)
                all.push_back(error);
            else
                all.push_back(pulled(predictor, logits, next.labels, rate));
        }
        return all;
    }

    /// (rate / B) sum over the batch of J^T r.
    Tensors pulled(Predictor predictor,
                   const at::Tensor& logits,
                   const std::vector<std::int64_t>& labels,
                   double rate) {
        const std::int64_t classes = logits.size(1);
        at::Tensor minusMean = at::empty_like(logits);  // -r / B
        if (predictor == Predictor::Error) {
            (void)outcomeOf(logits, labels, &minusMean);
        } else {
            const auto size = static_cast<double>(labels.size());
            minusMean.fill_(1.0 / (static_cast<double>(classes) * size));
            for (std::int64_t i = 0; i < std::ssize(labels); ++i)
                minusMean[i][labels[at(i)]] -= 1.0 / size;
        }
        return at::_foreach_mul(m_pass.backward(minusMean), -rate);
    }

    models::Model& m_model;
    Pass& m_pass;
    const ImageSource& m_source;
    const ForgettingOptions& m_options;
    Fitter m_fitter;
    std::int64_t m_size;
    bool m_hasBuffers;      ///< running statistics beside the parameters
    bool m_sharesGradient;  ///< the training step's gradient is that of evaluation mode
    std::vector<std::int64_t> m_order;
    ForgettingRecord m_record;
};

}  // namespace

std::string_view predictorName(Predictor predictor) {
    constexpr std::array<std::string_view, kPredictors> kNames{"centred", "error", "displacement"};
    return kNames[static_cast<std::size_t>(predictor)];
}

Update updateOf(std::string_view word) {
    if (word == "probability") return Update::Probability;
    if (word == "logit") return Update::Logit;
    throw badInput(fmt::format("update is \"{}\"; there are probability, logit", word));
}

EventMode eventMode(std::string_view word) {
    if (word == "evaluation") return EventMode::Evaluation;
    if (word == "training") return EventMode::Training;
    throw badInput(fmt::format("event-mode is \"{}\"; there are evaluation, training", word));
}

std::int64_t predictedClass(std::span<const double> logits,
                            std::span<const double> change,
                            Update update) {
    std::vector<double> row(logits.begin(), logits.end());
    if (update == Update::Logit) {
        for (std::size_t k = 0; k < row.size(); ++k) row[k] += change[k];
    } else {
        const double largest = *std::ranges::max_element(logits);
        double sum = 0, mean = 0;
        for (double& value : row) sum += value = std::exp(value - largest);
        for (std::size_t k = 0; k < row.size(); ++k) mean += (row[k] /= sum) * change[k];
        for (std::size_t k = 0; k < row.size(); ++k) row[k] += row[k] * (change[k] - mean);
    }
    return std::ranges::max_element(row) - row.begin();
}

ForgettingRecord predictForgetting(models::Model& model,
                                   Pass& pass,
                                   const ImageSource& source,
                                   const TrainOptions& training,
                                   const ForgettingOptions& options,
                                   std::vector<std::int64_t> samples,
                                   const jobs::JobContext& job) {
    if (options.iterations < 1)
        throw badInput(
            fmt::format("iterations is {}; it has to be at least 1", options.iterations));
    return Forecast(model, pass, source, training, options, std::move(samples)).run(job);
}

}  // namespace winnow::train
