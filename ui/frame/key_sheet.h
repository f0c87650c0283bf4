// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QList>

class QAction;

namespace winnow::ui {

/// Every key of the window: those of the menus, and what views do with theirs.
class KeySheet : public QDialog {
    Q_OBJECT

public:
    explicit KeySheet(const QList<QAction*>& actions, QWidget* parent = nullptr);
};

}  // namespace winnow::ui
