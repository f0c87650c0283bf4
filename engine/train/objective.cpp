// SPDX-License-Identifier: Apache-2.0
#include "engine/train/objective.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace winnow::train {
namespace {

/// Largest logit but the label's; -infinity never wins against a finite one.
template <typename T>
double largestOther(std::span<const T> row, std::size_t label) {
    double largest = -std::numeric_limits<double>::infinity();
    for (std::size_t k = 0; k < row.size(); ++k)
        if (k != label) largest = std::max(largest, static_cast<double>(row[k]));
    return largest;
}

}  // namespace

double Outcome::lossSum() const { return std::accumulate(loss.begin(), loss.end(), 0.0); }

template <typename T>
Outcome crossEntropy(std::span<const T> logits,
                     std::span<const std::int64_t> labels,
                     std::span<T> gradient) {
    const std::size_t batch = labels.size();
    const std::size_t classes = batch == 0 ? 0 : logits.size() / batch;
    Outcome outcome{std::vector<double>(batch),
                    std::vector<double>(batch),
                    std::vector<std::int64_t>(batch),
                    std::vector<double>(batch),
                    std::vector<double>(batch)};
    std::vector<double> softmax(classes);
    for (std::size_t i = 0; i < batch; ++i) {
        const auto row = logits.subspan(i * classes, classes);
        const auto label = static_cast<std::size_t>(labels[i]);
        const auto top = std::max_element(row.begin(), row.end());
        const auto shift = static_cast<double>(*top);
        double sum = 0;
        for (std::size_t k = 0; k < classes; ++k)
            sum += softmax[k] = std::exp(static_cast<double>(row[k]) - shift);
        double squares = 0;
        for (std::size_t k = 0; k < classes; ++k) {
            softmax[k] /= sum;
            const double error = softmax[k] - (k == label ? 1.0 : 0.0);
            squares += error * error;
            if (!gradient.empty())
                gradient[i * classes + k] = static_cast<T>(error / static_cast<double>(batch));
        }
        outcome.loss[i] = std::log(sum) - (static_cast<double>(row[label]) - shift);
        outcome.margin[i] = static_cast<double>(row[label]) - largestOther(row, label);
        outcome.prediction[i] = top - row.begin();
        outcome.probability[i] = softmax[label];
        outcome.error[i] = std::sqrt(squares);
    }
    return outcome;
}

template <typename T>
Outcome squaredError(std::span<const T> logits,
                     std::span<const std::int64_t> labels,
                     std::span<const float> targets,
                     std::span<T> gradient) {
    Outcome outcome = crossEntropy<T>(logits, labels);
    const std::size_t batch = labels.size();
    const std::size_t classes = batch == 0 ? 0 : logits.size() / batch;
    const auto count = static_cast<double>(classes);
    for (std::size_t i = 0; i < batch; ++i) {
        double squares = 0;
        for (std::size_t k = i * classes; k < (i + 1) * classes; ++k) {
            const double rest = static_cast<double>(logits[k]) - static_cast<double>(targets[k]);
            squares += rest * rest;
            if (!gradient.empty())
                gradient[k] = static_cast<T>(rest / (count * static_cast<double>(batch)));
        }
        outcome.loss[i] = squares / (2 * count);
    }
    return outcome;
}

template Outcome squaredError(std::span<const float>,
                              std::span<const std::int64_t>,
                              std::span<const float>,
                              std::span<float>);
template Outcome squaredError(std::span<const double>,
                              std::span<const std::int64_t>,
                              std::span<const float>,
                              std::span<double>);
template Outcome crossEntropy(std::span<const float>,
                              std::span<const std::int64_t>,
                              std::span<float>);
template Outcome crossEntropy(std::span<const double>,
                              std::span<const std::int64_t>,
                              std::span<double>);

}  // namespace winnow::train
