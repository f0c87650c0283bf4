// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

namespace winnow::distill {

/// Makes one progress of many kernel calls: each reports its own pairs from 0, the person sees
/// pairs of the whole.
class PairProgress final : private jobs::ForwardingReporter {
public:
    PairProgress(const jobs::JobContext& context, std::string stage, std::int64_t total)
        : ForwardingReporter(context.report),
          m_stop(context.stop),
          m_stage(std::move(stage)),
          m_total(total) {}

    /// The context of the next call, which has `pairs` to do.
    [[nodiscard]] jobs::JobContext part(std::int64_t pairs) {
        m_done += m_pairs;
        m_pairs = pairs;
        outer().progress(m_stage, m_done, m_total);
        return {m_stop, *this};
    }

private:
    void progress(std::string_view, std::int64_t done, std::int64_t total) override {
        // A call counts in units of its own: its share of the pairs is what matters.
        const double share =
            total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0.0;
        outer().progress(m_stage,
                         m_done + static_cast<std::int64_t>(share * static_cast<double>(m_pairs)),
                         m_total);
    }

    std::stop_token m_stop;
    std::string m_stage;
    std::int64_t m_total, m_done = 0, m_pairs = 0;
};

}  // namespace winnow::distill
