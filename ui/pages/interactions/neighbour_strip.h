// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/neighbour_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/value_widget.h"

namespace winnow::ui {

class Session;
struct Tile;

/// One row of partners of a sample as pictures with their values, as many as the width holds.
/// Click or Enter chooses one, Ctrl-click or Space selects it; Left, Right, Home and End walk.
class NeighbourStrip : public ValueWidget {
    Q_OBJECT

public:
    enum class Value { Kappa, Cosine };

    /// Both outlive the strip.
    NeighbourStrip(Session* session, NeighbourModel* model, QWidget* parent = nullptr);

    /// What stands on the pictures. Of unrelated partners the kernel keeps the cosine alone.
    void setValue(Value value);
    /// What is said in the place of pictures when there are none.
    void setEmptyText(const QString& text);

    [[nodiscard]] int shownCount() const;
    /// Of the picture of the i-th partner.
    [[nodiscard]] QRect pictureRect(int i) const;
    [[nodiscard]] QString partnerText(int i) const;
    /// The partners as they are seen in a width, from (0, 0).
    void paintStrip(QPainter& painter, int width, const Theme& theme) const;

    [[nodiscard]] QString valueInWords() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void chosen(std::int64_t sample);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    [[nodiscard]] int countIn(int width) const;
    [[nodiscard]] QRect pictureIn(int width, int i) const;
    [[nodiscard]] int partnerAt(QPoint at) const;
    [[nodiscard]] QString badge(int i) const;
    [[nodiscard]] Tile tileOf(int i) const;
    void walkTo(int i);

    Session* m_session;
    NeighbourModel* m_model;
    Value m_value = Value::Cosine;
    QString m_emptyText;
    int m_walked = 0;
};

}  // namespace winnow::ui
