// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/error.h"

#include <cstdint>
#include <stop_token>
#include <string_view>

namespace winnow::jobs {

/// Where an algorithm says how far it is. Called from the job's own thread only.
class JobReporter {
public:
    virtual ~JobReporter() = default;
    /// `done` of `total` units of `stage`; total 0 means unknown.
    virtual void progress(std::string_view stage, std::int64_t done, std::int64_t total) = 0;
    /// One point of a curve: `value` of `name` at `step`.
    virtual void metric(std::string_view name, std::int64_t step, double value) = 0;
    /// Something the person should know that does not stop the job. One sentence.
    virtual void warning(std::string_view message) = 0;
    /// A fact worth a line in the log.
    virtual void note(std::string_view message) = 0;
    /// An artifact has been stored.
    virtual void artifact(std::string_view id, std::string_view kind) = 0;
};

/// What long work gets: a way to be stopped and a way to report. It knows no threads and prints
/// nothing.
struct JobContext {
    std::stop_token stop;
    JobReporter& report;

    /// Once per batch, tile or epoch. Throws Cancelled.
    void throwIfCancelled() const {
        if (stop.stop_requested()) throw Cancelled{};
    }
};

/// Passes everything on to another; for those that change one thing on the way.
class ForwardingReporter : public JobReporter {
public:
    explicit ForwardingReporter(JobReporter& outer) : m_outer(outer) {}
    void progress(std::string_view stage, std::int64_t done, std::int64_t total) override {
        m_outer.progress(stage, done, total);
    }
    void metric(std::string_view name, std::int64_t step, double value) override {
        m_outer.metric(name, step, value);
    }
    void warning(std::string_view message) override { m_outer.warning(message); }
    void note(std::string_view message) override { m_outer.note(message); }
    void artifact(std::string_view id, std::string_view kind) override {
        m_outer.artifact(id, kind);
    }

protected:
    [[nodiscard]] JobReporter& outer() const { return m_outer; }

private:
    JobReporter& m_outer;
};

/// Reports to nobody (calc, tests).
class SilentReporter final : public JobReporter {
public:
    void progress(std::string_view, std::int64_t, std::int64_t) override {}
    void metric(std::string_view, std::int64_t, double) override {}
    void warning(std::string_view) override {}
    void note(std::string_view) override {}
    void artifact(std::string_view, std::string_view) override {}
};

}  // namespace winnow::jobs
