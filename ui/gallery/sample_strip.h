// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/thumbnails.h"
#include "ui/theme/theme.h"
#include "ui/widgets/value_widget.h"

#include <QList>

namespace winnow::ui {

class Session;
struct Tile;

/// A sample among others, with what is said of it there.
struct StripSample {
    std::int64_t id = -1;
    QString badge = {};  ///< on the picture: "κ 12.3"; empty: none
    QString note = {};   ///< further line of its tooltip
};

/// A few hundred samples at most as small pictures in lines that wrap. A click or Enter selects the
/// sample everywhere, Ctrl-click or Space adds it or takes it out; Left, Right, Home and End walk.
class SampleStrip : public ValueWidget {
    Q_OBJECT

public:
    /// The session outlives the strip.
    explicit SampleStrip(Session* session, QWidget* parent = nullptr);

    void setSamples(QList<StripSample> samples);
    [[nodiscard]] const QList<StripSample>& samples() const { return m_samples; }
    /// Side of a picture in px at 13 px text.
    void setPicture(int side);
    /// What is said in the place of pictures when there are none.
    void setEmptyText(const QString& text);

    [[nodiscard]] QRect pictureRect(int i) const { return pictureIn(width(), i); }
    [[nodiscard]] QString sampleText(int i) const;
    void paintStrip(QPainter& painter, int width, const Theme& theme) const;

    [[nodiscard]] QString valueInWords() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] int columnsIn(int width) const;
    [[nodiscard]] int lineHeight() const;
    [[nodiscard]] QRect pictureIn(int width, int i) const;
    [[nodiscard]] int sampleAt(QPoint at) const;
    [[nodiscard]] Tile tileOf(int i) const;
    void pick(int i, bool toggle);
    void walkTo(int i);

    Session* m_session;
    Thumbnails m_thumbnails;
    QList<StripSample> m_samples;
    QString m_emptyText;
    int m_side = 56;
    int m_walked = 0;
};

}  // namespace winnow::ui
