// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/data_colour.h"
#include "ui/widgets/value_widget.h"

#include <optional>

namespace winnow::ui {

struct KeyValue {
    QString key = {};
    QString value = {};               // with its unit
    QString toolTip = {};             // what high means, unit, range, what made it
    std::optional<double> rank = {};  // 0 to 1, a tick on a line
    std::optional<double> bar = {};   // 0 to 1, a bar before the value
    DataColour barColour = DataColour::accent();
    bool link = false;  // Enter and click activate it
};

/// Rows of name and value, some with a rank, a bar or a link. Up and Down walk, Ctrl+C copies the
/// current value.
class KeyValueList : public ValueWidget {
    Q_OBJECT

public:
    explicit KeyValueList(QWidget* parent = nullptr);

    void setRows(QList<KeyValue> rows);
    [[nodiscard]] const QList<KeyValue>& rows() const { return m_rows; }
    /// Above the ticks: "rank in class". Empty: no header.
    void setRankTitle(const QString& title);

    [[nodiscard]] QString valueInWords() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// A row with a link was chosen.
    void activated(int row);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] int headerHeight() const;
    [[nodiscard]] QRect rowRect(int row) const;
    [[nodiscard]] int barValueWidth() const;
    [[nodiscard]] int rowAt(QPoint position) const;
    void paintRow(QPainter& painter, int row) const;

    QList<KeyValue> m_rows;
    QString m_rankTitle;
    int m_current = 0;
};

}  // namespace winnow::ui
