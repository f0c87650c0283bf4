// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/filter.h"

#include "ui/session/evaluate.h"
#include "ui/session/session.h"
#include "ui/session/step.h"

#include <QUndoStack>

#include <algorithm>

namespace winnow::ui {

Filter::Filter(Session* session, QUndoStack* history)
    : QObject(session), m_session(session), m_history(history) {}

void Filter::set(const Condition& condition) {
    std::vector<Condition> after = m_conditions;
    const auto it =
        std::ranges::find_if(after, [&](const Condition& old) { return condition.replaces(old); });
    if (condition.limitsNothing()) {
        if (it == after.end()) return;
        after.erase(it);
    } else if (it == after.end()) {
        after.push_back(condition);
    } else {
        *it = condition;
    }
    push(std::move(after),
         condition.limitsNothing() ? tr("Remove filter") : tr("Filter: %1").arg(text(condition)));
}

void Filter::removeAt(int index) {
    if (index < 0 || static_cast<std::size_t>(index) >= m_conditions.size()) return;
    std::vector<Condition> after = m_conditions;
    const QString what = tr("Remove filter: %1").arg(text(after[static_cast<std::size_t>(index)]));
    after.erase(after.begin() + index);
    push(std::move(after), what);
}

void Filter::clear() { push({}, tr("Clear filters")); }

void Filter::setAll(const std::vector<Condition>& conditions, const QString& what) {
    push(conditions, what);
}

void Filter::setMode(Mode mode) {
    if (mode == m_mode) return;
    m_mode = mode;
    Q_EMIT modeChanged();
}

QString Filter::text(const Condition& condition) const {
    return conditionText(*m_session, condition);
}

SampleSet Filter::evaluate(const Condition& condition) const {
    return matching(*m_session, condition);
}

void Filter::refresh() {
    SampleSet matches(m_session->sampleCount(), true);
    for (const Condition& condition : m_conditions) matches &= evaluate(condition);
    if (matches == m_matches) return;
    m_matches = std::move(matches);
    Q_EMIT changed();
}

void Filter::restore(std::vector<Condition> conditions, Mode mode) {
    setMode(mode);
    assign(std::move(conditions));
}

void Filter::assign(std::vector<Condition> conditions) {
    m_conditions = std::move(conditions);
    m_matches = SampleSet(m_session->sampleCount(), true);
    for (const Condition& condition : m_conditions) m_matches &= evaluate(condition);
    Q_EMIT changed();
}

void Filter::push(std::vector<Condition> after, const QString& what) {
    if (after == m_conditions) return;
    m_history->push(new Step(
        what,
        [this, after = std::move(after)] { assign(after); },
        [this, before = m_conditions] { assign(before); }));
}

}  // namespace winnow::ui
