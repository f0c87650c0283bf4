// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/error.h"
#include "engine/store/project.h"
#include "ui/session/mapped.h"

#include <algorithm>
#include <memory>
#include <string>

namespace winnow::ui {

/// Maps the files of one artifact and holds their shapes against what they should be. All throw
/// Error{BadInput} with a sentence that names the file. Both arguments outlive it.
class ArtifactFiles {
public:
    static constexpr std::int64_t kAny = -1;  ///< any length, in a wanted shape

    ArtifactFiles(const store::Project& project, const std::string& id)
        : m_project(project), m_id(id) {}

    [[nodiscard]] const std::string& id() const { return m_id; }

    /// Leaves the array empty when the artifact has no such file.
    template <typename T>
    void optional(Mapped<T>& array, const char* file, const store::Shape& wanted) const {
        if (!m_project.has(m_id, file)) return;
        auto mapped = std::make_shared<const store::MappedNpy>(m_project.map(m_id, file));
        const store::Shape& found = mapped->shape();
        const bool fits = std::ranges::equal(
            found, wanted, [](std::int64_t a, std::int64_t b) { return a == b || b == kAny; });
        if (!fits)
            throw badInput(m_id + "/" + file + " has the shape " + store::shapeText(found) +
                           ", which does not fit its data set or its other files; run the job "
                           "again that made it");
        array = Mapped<T>(std::move(mapped));
    }
    template <typename T>
    void required(Mapped<T>& array, const char* file, const store::Shape& wanted) const {
        optional(array, file, wanted);
        if (!array)
            throw badInput(m_id + "/" + file +
                           " is missing; restore it from a backup or run the job again");
    }

    /// Ids of samples, or of `what` else: below `end`, and from 0, or from -1 where `least` says
    /// that some may be none.
    void requireIds(const Mapped<std::int64_t>& ids,
                    const char* file,
                    std::int64_t end,
                    std::int64_t least = 0,
                    const char* what = "samples") const {
        if (std::ranges::any_of(ids.values(),
                                [=](std::int64_t id) { return id < least || id >= end; }))
            throw badInput(m_id + "/" + file + " names " + what +
                           " that its data set does not have; run the job again that made it");
    }

private:
    const store::Project& m_project;
    const std::string& m_id;
};

}  // namespace winnow::ui
