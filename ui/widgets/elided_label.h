// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace winnow::ui {

/// One line of plain text that ends in "…" where there is no room, with the whole as its tooltip.
/// It takes what room is left and asks for none.
class ElidedLabel : public QLabel {
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget* parent = nullptr);

    void setWhole(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace winnow::ui
