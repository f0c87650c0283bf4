// SPDX-License-Identifier: Apache-2.0
#include "engine/stats/block_statistics.h"

#include "engine/store/error.h"
#include "engine/store/index.h"

#include <cmath>
#include <limits>
#include <string>

namespace winnow::stats {
namespace {

double ratio(double part, double whole) {
    return whole == 0 ? std::numeric_limits<double>::quiet_NaN() : part / whole;
}

void check(std::span<const double> block,
           std::int64_t classes,
           std::int64_t rowLabel,
           std::int64_t columnLabel) {
    if (classes < 2 || std::ssize(block) != classes * classes)
        throw badInput("a block of " + std::to_string(classes) + " classes has " +
                       std::to_string(block.size()) + " entries; it needs " +
                       std::to_string(classes * classes) + ", and at least 2 classes");
    for (const std::int64_t label : {rowLabel, columnLabel})
        if (label < 0 || label >= classes)
            throw badInput("a label of the pair is " + std::to_string(label) +
                           "; labels are 0 to " + std::to_string(classes - 1));
}

}  // namespace

BlockStatistics blockStatistics(std::span<const double> block,
                                std::int64_t classes,
                                std::int64_t rowLabel,
                                std::int64_t columnLabel) {
    check(block, classes, rowLabel, columnLabel);
    BlockStatistics s;
    constexpr double kNone = -std::numeric_limits<double>::infinity();
    double largest = kNone, second = kNone, sum = 0;
    std::int64_t place = 0, negative = 0;
    for (std::int64_t i = 0; i < std::ssize(block); ++i) {
        const double value = block[at(i)];
        (i / classes == i % classes ? s.diagonalSum : s.offDiagonalSum) += std::abs(value);
        negative += value < 0 ? 1 : 0;
        sum += value;
        if (value > largest) {
            second = largest;
            largest = value;
            place = i;
        } else if (value > second) {
            second = value;
        }
    }
    s.diagonalToOffDiagonal = ratio(s.diagonalSum, s.offDiagonalSum);
    s.negative = static_cast<double>(negative) / static_cast<double>(block.size());
    s.largestAtLabels = place == rowLabel * classes + columnLabel;
    s.largestToSecond = ratio(largest, second);
    s.largestToSum = ratio(largest, sum);
    return s;
}

}  // namespace winnow::stats
