// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/selection.h"

#include "ui/session/wording.h"

#include <QUndoCommand>
#include <QUndoStack>

#include <array>
#include <functional>
#include <utility>

namespace winnow::ui {
namespace {

constexpr int kSelectStep = 1;

/// Changes of one gesture become one step.
class SelectStep : public QUndoCommand {
public:
    SelectStep(SampleSet before,
               SampleSet after,
               int gesture,
               std::function<void(const SampleSet&)> apply)
        : m_before(std::move(before)),
          m_after(std::move(after)),
          m_gesture(gesture),
          m_apply(std::move(apply)) {
        describe();
    }

    [[nodiscard]] int id() const override { return kSelectStep; }
    bool mergeWith(const QUndoCommand* other) override {
        const auto& later = static_cast<const SelectStep&>(*other);
        if (m_gesture == 0 || later.m_gesture != m_gesture) return false;
        m_after = later.m_after;
        describe();
        setObsolete(m_before == m_after);
        return true;
    }
    void redo() override { m_apply(m_after); }
    void undo() override { m_apply(m_before); }

private:
    void describe() {
        setText(m_after.empty() ? Selection::tr("Clear selection")
                                : Selection::tr("Select %1").arg(samplesText(m_after.count())));
    }

    SampleSet m_before, m_after;
    int m_gesture;
    std::function<void(const SampleSet&)> m_apply;
};

}  // namespace

Selection::Selection(QUndoStack* history, QObject* parent) : QObject(parent), m_history(history) {}

void Selection::select(const SampleSet& samples, Combine how, int gesture) {
    SampleSet after = m_samples.combined(samples, how);
    if (after == m_samples) return;
    m_history->push(new SelectStep(
        m_samples, std::move(after), gesture, [this](const SampleSet& set_) { set(set_); }));
}

void Selection::select(std::int64_t id, Combine how) {
    select(SampleSet::of(m_samples.universe(), std::array{id}), how);
}

void Selection::clear() { select(SampleSet(m_samples.universe())); }

void Selection::setCurrent(std::int64_t id) {
    if (id < 0 || id >= m_samples.universe()) id = -1;
    if (id == m_current) return;
    m_current = id;
    Q_EMIT currentChanged(id);
}

void Selection::reset(std::int64_t universe) { restore(SampleSet(universe), -1); }

void Selection::restore(SampleSet samples, std::int64_t current) {
    m_samples = std::move(samples);
    m_current = current >= 0 && current < m_samples.universe() ? current : -1;
    Q_EMIT changed();
    Q_EMIT currentChanged(m_current);
}

void Selection::set(const SampleSet& samples) {
    m_samples = samples;
    Q_EMIT changed();
}

}  // namespace winnow::ui
