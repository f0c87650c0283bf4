// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/error.h"
#include "engine/store/project.h"
#include "ui/session/mapped.h"

#include <algorithm>
#include <memory>
#include <string>

namespace winnow::ui {

inline constexpr std::int64_t kAnyLength = -1;

/// Maps the files of one artifact and holds their shapes against what they should be.
class ArrayLoader {
public:
    ArrayLoader(const store::Project& project, const std::string& id)
        : m_project(project), m_id(id) {}

    /// Empty when the artifact has no such file. kAnyLength in `wanted` is any length.
    template <typename T>
    void optional(Mapped<T>& array, const char* file, const store::Shape& wanted) const {
        if (!m_project.has(m_id, file)) return;
        auto mapped = std::make_shared<const store::MappedNpy>(m_project.map(m_id, file));
        const store::Shape& found = mapped->shape();
        const bool fits = std::ranges::equal(found, wanted, [](std::int64_t a, std::int64_t b) {
            return a == b || b == kAnyLength;
        });
        if (!fits)
            throw badInput(m_id + "/" + file + " has the shape " + store::shapeText(found) +
                           ", which does not fit its data set; run the job again that made it");
        array = Mapped<T>(std::move(mapped));
    }
    template <typename T>
    void required(Mapped<T>& array, const char* file, const store::Shape& wanted) const {
        optional(array, file, wanted);
        if (!array)
            throw badInput(m_id + "/" + file +
                           " is missing; restore it from a backup or run the job again");
    }
    [[nodiscard]] const std::string& id() const { return m_id; }

private:
    const store::Project& m_project;
    const std::string& m_id;
};

}  // namespace winnow::ui
