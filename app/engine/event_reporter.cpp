// SPDX-License-Identifier: Apache-2.0
#include "app/engine/event_reporter.h"

#include "app/engine/output.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace winnow::app {
namespace {

using nlohmann::json;

json progressEvent(const Progress& progress) {
    json event = {{"event", "progress"},
                  {"stage", progress.stage},
                  {"done", progress.done},
                  {"total", progress.total}};
    event["eta_s"] =
        progress.secondsLeft ? json(std::round(*progress.secondsLeft * 10) / 10) : json();
    return event;
}

}  // namespace

std::string errorEvent(int code, std::string_view message) {
    return jsonLine({{"event", "error"}, {"code", code}, {"message", message}});
}

EventReporter::EventReporter() : m_throttle(std::chrono::milliseconds(100)) {}

void EventReporter::show(const std::vector<Progress>& reports) {
    for (const auto& report : reports) writeOut(jsonLine(progressEvent(report)));
}

void EventReporter::progress(std::string_view stage, std::int64_t done, std::int64_t total) {
    show(m_throttle.add(stage, done, total, ProgressThrottle::Clock::now()));
}

void EventReporter::metric(std::string_view name, std::int64_t step, double value) {
    const json number = std::isfinite(value) ? json(value) : json();
    writeOut(jsonLine({{"event", "metric"}, {"name", name}, {"step", step}, {"value", number}}));
}

void EventReporter::warning(std::string_view message) {
    writeOut(jsonLine({{"event", "warning"}, {"message", message}}));
}

void EventReporter::note(std::string_view) {}

void EventReporter::artifact(std::string_view id, std::string_view kind) {
    writeOut(jsonLine({{"event", "artifact"}, {"id", id}, {"kind", kind}}));
}

void EventReporter::ended(const run::Ending& ending, double seconds) {
    show(m_throttle.flush());
    if (ending.code != 0) {
        writeOut(errorEvent(ending.code, ending.sentence));
        return;
    }
    json event = {{"event", "done"}, {"seconds", seconds}};
    if (!ending.artifact.empty()) event["artifact"] = ending.artifact;
    if (auto summary = json::parse(ending.summary, nullptr, false); summary.is_object())
        event["summary"] = std::move(summary);
    writeOut(jsonLine(event));
}

}  // namespace winnow::app
