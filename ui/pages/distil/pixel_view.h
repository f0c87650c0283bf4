// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/value_widget.h"

#include <QImage>

#include <functional>
#include <optional>

namespace winnow::ui {

/// One picture so large that its pixels are seen, at whole multiples. Hover and arrow keys point at
/// a pixel and tell it; Ctrl+C copies the picture.
class PixelView : public ValueWidget {
    Q_OBJECT

public:
    explicit PixelView(const QString& name, QWidget* parent = nullptr);

    /// Null: `sentence` says why there is none. valueOf: what a pixel says, (x, y).
    void setPicture(const QImage& picture,
                    std::function<QString(QPoint)> valueOf = {},
                    const QString& sentence = {});
    [[nodiscard]] std::optional<QPoint> pixel() const { return m_pixel; }
    /// Without a signal.
    void setPixel(std::optional<QPoint> pixel);
    [[nodiscard]] QRect pictureRect() const;

    [[nodiscard]] QString valueInWords() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// By a person.
    void pixelChanged(std::optional<QPoint> pixel);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void point(QPoint position);
    void choose(QPoint pixel);

    QImage m_picture;
    QString m_sentence;
    std::function<QString(QPoint)> m_valueOf;
    std::optional<QPoint> m_pixel;
};

}  // namespace winnow::ui
