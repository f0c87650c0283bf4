// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace winnow::store {
struct Dataset;
}

namespace winnow::ui {

/// Data sets of the lpNTK paper's Tables 2 and 3.
enum class PaperSet { Mnist, Cifar10 };

/// Whose values stand beside a data set: by its name, else by what its images are like (gray:
/// MNIST, colour: CIFAR-10).
struct PaperMatch {
    PaperSet set = PaperSet::Mnist;
    bool same = false;  ///< false: of another data set, and every view says so
};
[[nodiscard]] PaperMatch paperMatch(const store::Dataset& dataset);
[[nodiscard]] QString paperSetName(PaperSet set);

/// Test accuracy, mean and one standard deviation over 10 runs, in per cent, and the paper's own
/// t-test against the full set where it gives one.
struct PaperValue {
    double mean = 0, deviation = 0;
    QString table;  ///< "Table 3"
    QString test;   ///< "t(19) = −3.205, p = 0.005", or empty
};

/// Of an evaluation's method; none where the paper has no such method. "redundant" is Table 2's
/// lpNTK column, a name of it with "pntk" in it the pNTK column.
[[nodiscard]] std::optional<PaperValue> paperValue(PaperSet set, const QString& method);

}  // namespace winnow::ui
