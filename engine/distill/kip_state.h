// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/distill/adam.h"
#include "engine/store/array.h"
#include "engine/store/error.h"

#include <string>
#include <string_view>

namespace winnow::distill {

/// NAME_moment1, NAME_moment2, NAME_steps.
void storeAdam(store::NamedArrays& state, const std::string& name, const RowAdam& adam);

/// Reads what Kip::state() wrote and refuses what belongs to another run.
class StateReader {
public:
    explicit StateReader(const store::NamedArrays& state) : m_state(state) {}

    /// Throws Error{BadInput}: missing, of another type or shape.
    [[nodiscard]] const store::Array& array(const std::string& name,
                                            store::DType type,
                                            const store::Shape& shape) const;
    [[nodiscard]] RowAdam adam(const std::string& name, const store::Shape& shape) const;
    /// "the checkpoint belongs to another run: WHY".
    [[nodiscard]] Error foreign(std::string_view why) const;

private:
    const store::NamedArrays& m_state;
};

}  // namespace winnow::distill
