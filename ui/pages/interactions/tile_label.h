// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/tile.h"
#include "ui/widgets/value_widget.h"

namespace winnow::ui {

/// One gallery tile by itself, with its caption. Click, Enter and Space activate it.
class TileLabel : public ValueWidget {
    Q_OBJECT

public:
    explicit TileLabel(QWidget* parent = nullptr);

    void setTile(const Tile& tile);

    [[nodiscard]] QString valueInWords() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void activated();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    Tile m_tile;
};

}  // namespace winnow::ui
