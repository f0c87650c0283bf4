// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace winnow::ui {

/// A filter (filled) or a tag (outlined). Click, Space and Enter edit it (clicked()); the ×, Delete
/// and Backspace remove it (removeRequested()).
class Chip : public QAbstractButton {
    Q_OBJECT

public:
    enum class Kind { Filter, Tag };

    explicit Chip(const QString& text, Kind kind, QWidget* parent = nullptr);

    /// Without ×; true at first.
    void setRemovable(bool removable);
    [[nodiscard]] bool isRemovable() const { return m_removable; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void removeRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    [[nodiscard]] QRect crossRect() const;

    Kind m_kind;
    bool m_removable = true;
    bool m_crossPressed = false;
};

}  // namespace winnow::ui
