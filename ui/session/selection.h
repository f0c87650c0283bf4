// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/sample_set.h"

#include <QObject>

class QUndoStack;

namespace winnow::ui {

/// The samples picked and the current one, shared by all views. Every change of the set is one step
/// of the undo history ("Select 47 samples"); changes with the same gesture number, a rubber band
/// or a run of Shift+arrows, are one step together.
class Selection : public QObject {
    Q_OBJECT

public:
    explicit Selection(QUndoStack* history, QObject* parent = nullptr);

    [[nodiscard]] const SampleSet& samples() const { return m_samples; }
    [[nodiscard]] std::int64_t count() const { return m_samples.count(); }
    [[nodiscard]] bool contains(std::int64_t id) const { return m_samples.contains(id); }
    /// The sample the inspector shows; -1 none.
    [[nodiscard]] std::int64_t current() const { return m_current; }

    /// gesture 0 stands by itself.
    void select(const SampleSet& samples, Combine how = Combine::Replace, int gesture = 0);
    void select(std::int64_t id, Combine how = Combine::Replace);
    void clear();
    /// A number for the changes of one gesture.
    [[nodiscard]] int newGesture() { return ++m_lastGesture; }
    /// Not a step of its own: looking is not doing.
    void setCurrent(std::int64_t id);

    /// Another data set: an empty set over `universe` samples, no history.
    void reset(std::int64_t universe);
    /// Puts back a stored state, no history.
    void restore(SampleSet samples, std::int64_t current);

Q_SIGNALS:
    void changed();
    void currentChanged(std::int64_t id);

private:
    void set(const SampleSet& samples);

    QUndoStack* m_history;
    SampleSet m_samples;
    std::int64_t m_current = -1;
    int m_lastGesture = 0;
};

}  // namespace winnow::ui
