// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/store/npy.h"

#include <cstdint>
#include <memory>
#include <span>
#include <utility>

namespace winnow::ui {

/// A read-only array of an artifact, memory-mapped, C order. Copies share the mapping, which lives
/// as long as one of them. Empty when the artifact has no such file.
template <typename T>
class Mapped {
public:
    Mapped() = default;
    /// Throws Error{BadInput} naming the file when its elements are of another type.
    explicit Mapped(std::shared_ptr<const store::MappedNpy> file)
        : m_file(std::move(file)), m_values(m_file->as<T>()) {}

    [[nodiscard]] bool empty() const { return m_values.empty(); }
    explicit operator bool() const { return m_file != nullptr; }
    [[nodiscard]] std::span<const T> values() const { return m_values; }
    [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(m_values.size()); }
    /// Length of dimension `axis`; 0 when empty.
    [[nodiscard]] std::int64_t dim(std::size_t axis) const {
        return m_file && axis < m_file->shape().size() ? m_file->shape()[axis] : 0;
    }
    [[nodiscard]] const T& operator[](std::int64_t i) const {
        return m_values[static_cast<std::size_t>(i)];
    }
    /// Row `i` of the first dimension: all the numbers behind it.
    [[nodiscard]] std::span<const T> row(std::int64_t i) const {
        const auto width = m_values.size() / static_cast<std::size_t>(dim(0));
        return m_values.subspan(static_cast<std::size_t>(i) * width, width);
    }

private:
    std::shared_ptr<const store::MappedNpy> m_file;
    std::span<const T> m_values;
};

}  // namespace winnow::ui
