// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/condition.h"

#include <QMenu>

namespace winnow::ui {

class Session;

/// All that samples can be filtered by, with how many match; made anew each time it opens. What
/// needs a run, a kernel, clusters or a selection is disabled without one and says so. A choice
/// becomes a condition of the session's filter; a score opens its range editor under `anchor`.
class ConditionMenu : public QMenu {
    Q_OBJECT

public:
    /// `anchor`: the button that opens the menu.
    ConditionMenu(Session* session, QWidget* anchor);

    /// Opens the editor of a condition that a chip shows, where it has one: ranges of scores.
    /// False: it has none.
    static bool edit(Session* session, const Condition& condition, QWidget* anchor);

private:
    void fill();
    QAction* addCondition(QMenu* menu, const QString& text, const Condition& condition);
    void addFlags(Condition::Kind kind,
                  const QString& yes,
                  const QString& no,
                  const QString& missing);
    QMenu* addSubmenu(const QString& text, const QString& missing);
    void addClasses();
    void addScores();
    void addTags();
    void addClusters();
    void addSelections();

    Session* m_session;
    QWidget* m_anchor;
};

}  // namespace winnow::ui
