// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

namespace winnow::ui {

struct Preferences;

/// Theme, font size, motion and threads of the engine. What is changed is seen at once and kept.
class PreferencesForm : public QDialog {
    Q_OBJECT

public:
    explicit PreferencesForm(QWidget* parent = nullptr);

Q_SIGNALS:
    void changed();

private:
    void keep(const Preferences& preferences);
};

}  // namespace winnow::ui
