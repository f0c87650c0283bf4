// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"

#include <algorithm>
#include <string>
#include <vector>

namespace winnow::run {

/// Passes everything on, each warning once, and remembers the warnings for the result.
class WarningKeeper final : public jobs::ForwardingReporter {
public:
    using ForwardingReporter::ForwardingReporter;

    void warning(std::string_view message) override {
        if (std::ranges::find(m_warnings, message) != m_warnings.end()) return;
        m_warnings.emplace_back(message);
        outer().warning(message);
    }
    [[nodiscard]] const std::vector<std::string>& warnings() const { return m_warnings; }

private:
    std::vector<std::string> m_warnings;
};

}  // namespace winnow::run
