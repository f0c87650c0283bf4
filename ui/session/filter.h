// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/condition.h"
#include "ui/session/sample_set.h"

#include <QObject>
#include <QStringList>

class QUndoStack;

namespace winnow::ui {

class Session;

/// The conjunction of conditions every page shows. Changes are steps of the undo history.
class Filter : public QObject {
    Q_OBJECT

public:
    enum class Mode { Dim, Hide };
    Q_ENUM(Mode)

    /// `session` gives labels, scores, annotations; it outlives the filter.
    Filter(Session* session, QUndoStack* history);

    [[nodiscard]] const std::vector<Condition>& conditions() const { return m_conditions; }
    [[nodiscard]] bool isActive() const { return !m_conditions.empty(); }
    /// Samples that match all conditions.
    [[nodiscard]] const SampleSet& matches() const { return m_matches; }
    [[nodiscard]] Mode mode() const { return m_mode; }

    /// Adds the condition, or puts it in the place of the one it replaces. A condition that limits
    /// nothing (no classes, an infinite range) takes that one away.
    void set(const Condition& condition);
    void removeAt(int index);
    void clear();
    /// All at once, one step named `what`.
    void setAll(const std::vector<Condition>& conditions, const QString& what);
    /// Not a step: it changes what is seen, not what is meant.
    void setMode(Mode mode);

    /// What the chip says: "Forgotten 3 to 12 times", "not redundant".
    [[nodiscard]] QString text(const Condition& condition) const;
    /// Samples that match this one condition.
    [[nodiscard]] SampleSet evaluate(const Condition& condition) const;

    /// Tests all conditions again: something they look at has changed.
    void refresh();
    /// Puts back a stored state, no history.
    void restore(std::vector<Condition> conditions, Mode mode);

Q_SIGNALS:
    void changed();  ///< conditions or matches
    void modeChanged();

private:
    void assign(std::vector<Condition> conditions);
    void push(std::vector<Condition> after, const QString& what);

    Session* m_session;
    QUndoStack* m_history;
    std::vector<Condition> m_conditions;
    SampleSet m_matches;
    Mode m_mode = Mode::Dim;
};

}  // namespace winnow::ui
