// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace winnow::ui {

/// A widget painted by ourselves that shows data. Screen readers get its accessible name, which its
/// owner sets, and its value in words. It repaints when the theme changes.
class ValueWidget : public QWidget {
    Q_OBJECT

public:
    explicit ValueWidget(QWidget* parent = nullptr);

    [[nodiscard]] virtual QString valueInWords() const = 0;

protected:
    /// Call after valueInWords() changed.
    void announceValue();
    void changeEvent(QEvent* event) override;
};

}  // namespace winnow::ui
