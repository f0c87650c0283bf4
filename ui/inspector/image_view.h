// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/value_widget.h"

#include <QImage>

namespace winnow::ui {

/// One picture as large as the width allows: at whole multiples of its pixels, so that each of them
/// is a sharp square; one that is wider than the room is scaled down, smoothed. Ctrl+C copies it.
class ImageView : public ValueWidget {
    Q_OBJECT

public:
    explicit ImageView(QWidget* parent = nullptr);

    /// A null image: `sentence` says why there is none.
    void setImage(const QImage& image, const QString& sentence = {});
    /// Pixels of the window a side of one of the image's pixels takes; 0: scaled down or none.
    [[nodiscard]] int multiple() const;

    [[nodiscard]] QString valueInWords() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    [[nodiscard]] QSize sizeIn(int width) const;
    void copy() const;

    QImage m_image;
    QString m_sentence;
};

}  // namespace winnow::ui
