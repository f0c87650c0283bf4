// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace winnow::ui {

/// Shows where things can be dropped; the window takes them anywhere.
class DropArea : public QWidget {
    Q_OBJECT

public:
    explicit DropArea(QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace winnow::ui
