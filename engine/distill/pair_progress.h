// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"

#include <cstdint>
#include <string>

namespace winnow::distill {

/// Makes one progress of many kernel calls: each reports its own pairs from 0, the person sees
/// pairs of the whole.
class PairProgress final : private jobs::JobReporter {
public:
    PairProgress(const jobs::JobContext& context, std::string stage, std::int64_t total)
        : m_context(context), m_stage(std::move(stage)), m_total(total) {}

    /// The context of the next call, which has `pairs` to do.
    [[nodiscard]] jobs::JobContext part(std::int64_t pairs) {
        m_done += m_pairs;
        m_pairs = pairs;
        m_context.report.progress(m_stage, m_done, m_total);
        return {m_context.stop, *this};
    }

private:
    void progress(std::string_view, std::int64_t done, std::int64_t total) override {
        // A call counts in units of its own: its share of the pairs is what matters.
        const double share =
            total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0.0;
        m_context.report.progress(
            m_stage,
            m_done + static_cast<std::int64_t>(share * static_cast<double>(m_pairs)),
            m_total);
    }
    void metric(std::string_view name, std::int64_t step, double value) override {
        m_context.report.metric(name, step, value);
    }
    void warning(std::string_view message) override { m_context.report.warning(message); }
    void note(std::string_view message) override { m_context.report.note(message); }
    void artifact(std::string_view id, std::string_view kind) override {
        m_context.report.artifact(id, kind);
    }

    jobs::JobContext m_context;
    std::string m_stage;
    std::int64_t m_total, m_done = 0, m_pairs = 0;
};

}  // namespace winnow::distill
