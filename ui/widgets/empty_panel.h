// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace winnow::ui {

class IconLabel;

/// In place of data that is not there yet: what is missing, what it needs and costs here, one
/// button that does it.
class EmptyPanel : public QFrame {
    Q_OBJECT

public:
    explicit EmptyPanel(Icon icon, QWidget* parent = nullptr);

    /// Without action text there is no button.
    void setTexts(const QString& missing, const QString& needs, const QString& action = {});
    /// Disabled, the reason is the tooltip.
    void setActionEnabled(bool enabled, const QString& reason = {});
    [[nodiscard]] QPushButton* actionButton() const { return m_action; }

Q_SIGNALS:
    void actionRequested();

private:
    IconLabel* m_icon;
    QLabel* m_missing;
    QLabel* m_needs;
    QPushButton* m_action;
};

}  // namespace winnow::ui
