// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/class_marks.h"
#include "ui/widgets/tile.h"
#include "ui/widgets/value_widget.h"

namespace winnow::ui {

/// Each single colour of the theme with its name and value.
class TokenSwatches : public ValueWidget {
    Q_OBJECT

public:
    explicit TokenSwatches(QWidget* parent = nullptr);
    [[nodiscard]] QString valueInWords() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

/// The ten class colours with their marks, and a strip of a hundred classes of which three are
/// coloured.
class ClassSwatches : public ValueWidget {
    Q_OBJECT

public:
    explicit ClassSwatches(QWidget* parent = nullptr);
    [[nodiscard]] QString valueInWords() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ClassSlots m_hundred;
};

/// A tile in each of its states.
class TileSwatches : public ValueWidget {
    Q_OBJECT

public:
    explicit TileSwatches(QWidget* parent = nullptr);
    [[nodiscard]] QString valueInWords() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QList<QPair<QString, Tile>> m_tiles;
};

/// Every icon.
class IconSwatches : public ValueWidget {
    Q_OBJECT

public:
    explicit IconSwatches(QWidget* parent = nullptr);
    [[nodiscard]] QString valueInWords() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace winnow::ui
