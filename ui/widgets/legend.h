// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/class_marks.h"
#include "ui/theme/data_colour.h"

#include <QWidget>

namespace winnow::ui {

struct LegendEntry {
    enum class Sample { Line, DashedLine, Square, Mark };
    QString name = {};
    DataColour colour = DataColour::accent();
    Sample sample = Sample::Line;
    MarkShape shape = MarkShape::Disc;  // of Sample::Mark
};

/// Names and samples in a row, for a panel's header. Too narrow, it says how many it leaves out
/// ("+4") and names them in the tooltip; or it wraps.
class Legend : public QWidget {
    Q_OBJECT

public:
    explicit Legend(QList<LegendEntry> entries = {}, QWidget* parent = nullptr);

    void setEntries(QList<LegendEntry> entries);
    /// Entries that do not fit go on further lines.
    void setWrapping(bool wrapping);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QList<LegendEntry> m_entries;
};

/// Width in px of the entries side by side, and their painting from the left, on as many lines as
/// `rect` is high; for exported figures too.
[[nodiscard]] int legendWidth(const QList<LegendEntry>& entries);
void paintLegend(QPainter& painter,
                 const QRect& rect,
                 const QList<LegendEntry>& entries,
                 const Theme& theme);

/// A class's mark and name; a slot below zero is a class without colour.
class MarkLabel : public QWidget {
    Q_OBJECT

public:
    MarkLabel(const QString& name, int slot, QWidget* parent = nullptr);

    void setClass(const QString& name, int slot);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QString m_name;
    int m_slot;
};

}  // namespace winnow::ui
