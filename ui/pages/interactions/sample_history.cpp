// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/interactions/sample_history.h"

#include "ui/session/selection.h"

namespace winnow::ui {
namespace {

constexpr std::ptrdiff_t kMost = 1000;

}  // namespace

SampleHistory::SampleHistory(Selection* selection, QObject* parent)
    : QObject(parent), m_selection(selection) {
    connect(selection, &Selection::currentChanged, this, &SampleHistory::visit);
    visit(selection->current());
}

void SampleHistory::visit(std::int64_t id) {
    if (id < 0 || (m_at >= 0 && m_visited[static_cast<std::size_t>(m_at)] == id)) return;
    m_visited.resize(static_cast<std::size_t>(m_at + 1));
    m_visited.push_back(id);
    if (std::ssize(m_visited) > kMost) m_visited.erase(m_visited.begin());
    m_at = std::ssize(m_visited) - 1;
    Q_EMIT changed();
}

void SampleHistory::go(std::ptrdiff_t at) {
    if (at < 0 || at >= std::ssize(m_visited)) return;
    m_at = at;  // before the signal: the visit it causes is this one
    m_selection->setCurrent(m_visited[static_cast<std::size_t>(at)]);
    Q_EMIT changed();
}

void SampleHistory::goBack() { go(m_at - 1); }
void SampleHistory::goForward() { go(m_at + 1); }

void SampleHistory::reset() {
    m_visited.clear();
    m_at = -1;
    visit(m_selection->current());
    Q_EMIT changed();
}

}  // namespace winnow::ui
