// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

class QJsonObject;

namespace winnow::ui {

/// One part of the filter: what a sample must be to match.
struct Condition {
    enum class Kind {
        Class,       ///< label (as relabelled) is one of `numbers`
        Score,       ///< score `name` lies in [low, high]; NaN never does
        Redundant,   ///< the chosen kernel says so
        Tag,         ///< carries the tag `name`
        Excluded,    ///< the person excluded it
        Relabelled,  ///< the person gave it another class
        Text,        ///< id, class name or tag: what was typed into Find, `name`
        Cluster,     ///< of the chosen clusters, one of `numbers`
        Kept,        ///< kept by selection artifact `name`
        Stage,       ///< stage of the chosen selection is one of `numbers`
        Wrong,       ///< the chosen run predicts another class
        Validation,  ///< held out by the chosen run
        Samples,     ///< one of the ids `numbers`; `name` says in words which ("Lasso")
    };
    Kind kind = Kind::Class;
    QString name;
    std::vector<std::int64_t> numbers;
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool negated = false;

    static Condition ofClasses(std::vector<std::int64_t> classes);
    static Condition ofScore(const QString& key, double low, double high);
    static Condition ofTag(const QString& tag);
    static Condition ofText(const QString& text);
    static Condition ofClusters(std::vector<std::int64_t> clusters);
    static Condition ofKept(const QString& selection);
    static Condition ofStages(std::vector<std::int64_t> stages);
    static Condition ofSamples(const QString& words, std::vector<std::int64_t> ids);
    /// Redundant, Excluded, Relabelled, Wrong, Validation.
    static Condition ofFlag(Kind kind);
    /// The same, asking for the opposite.
    [[nodiscard]] Condition inverted() const;

    /// Whether `other` takes this one's place in the filter: same kind, and same name where several
    /// names may stand side by side (scores, tags, kept).
    [[nodiscard]] bool replaces(const Condition& other) const;

    /// No class chosen, an endless range, no text: every sample passes.
    [[nodiscard]] bool limitsNothing() const;

    [[nodiscard]] QJsonObject toJson() const;
    /// Nothing when the kind is unknown.
    [[nodiscard]] static std::optional<Condition> fromJson(const QJsonObject& json);
    bool operator==(const Condition&) const = default;
};

}  // namespace winnow::ui
