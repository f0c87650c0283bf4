// SPDX-License-Identifier: Apache-2.0
#include "app/engine/terminal_reporter.h"

#include "app/engine/event_reporter.h"
#include "app/engine/output.h"

#include <fmt/format.h>

#include <algorithm>
#include <unistd.h>

namespace winnow::app {
namespace {

constexpr int kBarWidth = 30;

void toStderr(std::string_view text) {
    // Progress that nobody can read any more is no reason to stop.
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

std::string duration(double seconds) {
    if (seconds < 60) return fmt::format("{:.1f} s", seconds);
    const auto whole = static_cast<std::int64_t>(seconds);
    if (whole < 3600) return fmt::format("{}:{:02} min", whole / 60, whole % 60);
    return fmt::format("{}:{:02} h", whole / 3600, whole / 60 % 60);
}

std::string barLine(const Progress& progress) {
    if (progress.total <= 0) return fmt::format("{}: {}", progress.stage, progress.done);
    const auto done = std::clamp<std::int64_t>(progress.done, 0, progress.total);
    const int filled = static_cast<int>(static_cast<double>(done) /
                                        static_cast<double>(progress.total) * kBarWidth);
    auto line = fmt::format("{} [{:#<{}}{:-<{}}] {}/{}",
                            progress.stage,
                            "",
                            filled,
                            "",
                            kBarWidth - filled,
                            progress.done,
                            progress.total);
    if (progress.secondsLeft) line += ", " + duration(*progress.secondsLeft) + " left";
    return line;
}

std::string plainLine(const Progress& progress) {
    auto line = progress.total > 0
                    ? fmt::format("{}: {} of {}", progress.stage, progress.done, progress.total)
                    : fmt::format("{}: {}", progress.stage, progress.done);
    return line + fmt::format(" ({})\n", duration(progress.secondsSpent));
}

std::chrono::milliseconds interval(bool terminal) {
    return std::chrono::milliseconds(terminal ? 100 : 10000);
}

}  // namespace

TerminalReporter::TerminalReporter(bool verbose)
    : m_verbose(verbose),
      m_terminal(isatty(STDERR_FILENO) == 1),
      m_throttle(interval(m_terminal)) {}

void TerminalReporter::show(const std::vector<Progress>& reports) {
    for (const auto& report : reports) {
        if (m_terminal)
            toStderr("\r" + barLine(report) + "\033[K");
        else if (report.secondsSpent > 0)
            toStderr(plainLine(report));
        m_barShown = m_terminal;
    }
}

void TerminalReporter::clearBar() {
    if (m_barShown) toStderr("\r\033[K");
    m_barShown = false;
}

void TerminalReporter::progress(std::string_view stage, std::int64_t done, std::int64_t total) {
    show(m_throttle.add(stage, done, total, ProgressThrottle::Clock::now()));
}

void TerminalReporter::metric(std::string_view name, std::int64_t step, double value) {
    if (!m_verbose) return;
    clearBar();
    toStderr(fmt::format("{} at {}: {:.6g}\n", name, step, value));
}

void TerminalReporter::warning(std::string_view message) {
    clearBar();
    writeError("warning: " + std::string(message));
}

void TerminalReporter::note(std::string_view message) {
    show(m_throttle.flush());
    clearBar();
    toStderr(std::string(message) + '\n');
}

void TerminalReporter::artifact(std::string_view id, std::string_view) {
    m_made += (m_made.empty() ? "" : ", ") + std::string(id);
}

void TerminalReporter::ended(const run::Ending& ending, double seconds) {
    show(m_throttle.flush());
    clearBar();
    if (ending.code != 0) return;
    if (!ending.printed.empty()) return writeOut(ending.printed);
    writeOut((m_made.empty() ? std::string("done") : "made " + m_made) + " in " +
             duration(seconds) + '\n' + summaryText(ending.summary));
}

std::unique_ptr<Report> makeReport(bool events, bool verbose) {
    if (events) return std::make_unique<EventReporter>();
    return std::make_unique<TerminalReporter>(verbose);
}

}  // namespace winnow::app
