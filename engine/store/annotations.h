// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/project.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace winnow::store {

enum class Action { Keep, Exclude, Relabel };

/// What a person decided about a sample. At most one a sample.
struct Decision {
    std::int64_t sample = 0;  ///< SampleId
    Action action = Action::Keep;
    std::int64_t label = -1;  ///< Relabel: the class number meant; else -1

    bool operator==(const Decision&) const = default;
};

/// Samples a person saved under a name.
struct Subset {
    std::string id;                     ///< "subset-3"
    std::string dataset;                ///< id
    std::string name;                   ///< unique in its data set
    std::string rule;                   ///< in words, what it was made from
    std::vector<std::int64_t> samples;  ///< ascending
    std::string created;                ///< UTC, ISO 8601
};

/// What the person marks in a project: tags, decisions, named subsets. Each call is one
/// transaction; calls that write need a project opened for writing. `dataset` is an artifact's id;
/// writing for one that the project does not have throws Error{BadInput}.
class Annotations {
public:
    /// `project` outlives this object.
    explicit Annotations(const Project& project);

    /// Samples by tag, ascending.
    [[nodiscard]] std::map<std::string, std::vector<std::int64_t>> tags(
        std::string_view dataset) const;
    /// A tag is one line of 1 to 100 bytes, else Error{BadInput}. Samples that have it keep it.
    void tag(std::string_view dataset, std::string_view tag, std::span<const std::int64_t> samples);
    void untag(std::string_view dataset,
               std::string_view tag,
               std::span<const std::int64_t> samples);

    /// In the order of samples.
    [[nodiscard]] std::vector<Decision> decisions(std::string_view dataset) const;
    /// Each takes the place of what was decided about its sample before.
    void decide(std::string_view dataset, std::span<const Decision> decisions);
    void withdraw(std::string_view dataset, std::span<const std::int64_t> samples);

    /// Oldest first.
    [[nodiscard]] std::vector<Subset> subsets(std::string_view dataset) const;
    /// By id, or by name within the data set; throws Error{BadInput} that lists what there is.
    [[nodiscard]] Subset subset(std::string_view dataset, std::string_view idOrName) const;
    /// Stores a subset; with an empty id under a new one, else in the place of what has that id.
    /// Returns the id. Throws Error{BadInput}: the name is taken, or no line of 1 to 100 bytes.
    std::string put(Subset subset);
    void removeSubset(std::string_view id);

    /// Grows with every call above that writes, from whichever process; 0 before the first.
    [[nodiscard]] std::int64_t version() const;

private:
    const ProjectState* m_state;
};

}  // namespace winnow::store
