// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <new>

namespace winnow::models {

/// Zeroed memory on a cache line's boundary, as vectors need it.
template <typename T>
class Aligned {
public:
    Aligned() = default;
    explicit Aligned(std::size_t count) : m_values(new (std::align_val_t{64}) T[count]()) {}
    [[nodiscard]] T* data() const { return m_values.get(); }

private:
    struct Free {
        void operator()(T* values) const { ::operator delete[](values, std::align_val_t{64}); }
    };
    std::unique_ptr<T[], Free> m_values;
};

}  // namespace winnow::models
