// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>
#include <optional>

namespace winnow::ui {

/// Data sets of the lpNTK paper's Tables 2 and 3.
enum class PaperSet { Mnist, Cifar10 };

/// Whose values stand beside a data set: by its name, else by what its images are like (gray:
/// MNIST, colour: CIFAR-10).
struct PaperMatch {
    PaperSet set = PaperSet::Mnist;
    bool same = false;    ///< false: of another data set, and every view says so
    QString kernel = {};  ///< that decided what goes: "lpntk", "pntk"; empty: not known
};
[[nodiscard]] PaperMatch paperMatch(const QString& name,
                                    std::int64_t channels,
                                    std::int64_t classes);
[[nodiscard]] QString paperSetName(PaperSet set);

/// Test accuracy, mean and one standard deviation over 10 runs, in per cent, and the paper's own
/// t-test against the full set where it gives one.
struct PaperValue {
    double mean = 0, deviation = 0;
    QString table;  ///< "Table 3"
    QString test;   ///< "t(19) = −3.205, p = 0.005", or empty
};

/// Of an evaluation's method; none where the paper has no such method, or not with that kernel.
/// "redundant" is Table 2: by lpNTK, or by pNTK where that kernel decided.
[[nodiscard]] std::optional<PaperValue> paperValue(const PaperMatch& match, const QString& method);

}  // namespace winnow::ui
