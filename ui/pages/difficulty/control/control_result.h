// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/mapped.h"
#include "ui/session/result_object.h"

#include <QStringList>

#include <array>
#include <vector>

namespace winnow::ui {

/// The three kinds of company a target is trained in, in the order of the files.
inline constexpr int kCompanies = 3;
enum class Company { Interchangeable, Medium, NonInterchangeable };
[[nodiscard]] QString companyText(Company company);
/// The word result.json and the job's metrics have for it.
[[nodiscard]] QString companyKey(Company company);

/// Difficulty of one class's target in each company, nats summed over epochs.
struct TargetDifficulty {
    std::int64_t label = -1;
    std::array<SummaryFigures, kCompanies> difficulty = {};
};

/// An artifact of kind `difficulty-control` (docs/experiments.md). K classes, n samples added, R
/// runs, E epochs.
struct ControlResult {
    QString id;
    std::int64_t added = 0, runs = 0, epochs = 0;
    std::array<std::int64_t, kCompanies> dropped = {};  ///< runs that diverged
    std::array<SummaryFigures, kCompanies> difficulty = {};
    std::vector<TargetDifficulty> perClass;  ///< in the order of the classes
    bool ordered = false;                    ///< the three means rise in their order
    QString targetRule;                      ///< who the targets are: "centroid", "largest-kernel"
    Mapped<std::int64_t> target, member;     ///< [K], [3,K,n]; -1: none
    Mapped<float> kappa, loss;               ///< [3,K,n], [3,R,E,K]

    /// Those added to the target of a class, without gaps.
    struct Member {
        std::int64_t id = -1;
        double kappa = 0;
    };
    [[nodiscard]] std::vector<Member> members(Company company, std::int64_t label) const;
};

/// Throws Error{BadInput} when a file is missing, damaged, or does not fit the data set of so many
/// samples and classes.
[[nodiscard]] ControlResult controlResult(const store::Project& project,
                                          const std::string& id,
                                          std::int64_t samples,
                                          std::int64_t classes);

}  // namespace winnow::ui
