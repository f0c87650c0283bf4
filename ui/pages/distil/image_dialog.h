// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/distil/distil_sheet.h"

#include <QDialog>

#include <array>
#include <optional>

class QGridLayout;
class QLabel;
class QPushButton;

namespace winnow::ui {

class KeyValueList;
class PixelView;

/// One distilled image down to its pixels: start, now, what changed and the real image nearest to
/// it, one pixel pointed at in all of them; its label entry by entry; the nearest real images. It
/// follows the step and the view of the sheet, and Page Up and Page Down go through its images.
class ImageDialog : public QDialog {
    Q_OBJECT

public:
    explicit ImageDialog(QWidget* parent = nullptr);

    /// Shows an image of the sheet as it is looked at there.
    void showImage(const DistilSheet& sheet, std::int64_t image);
    [[nodiscard]] PixelView* start() const { return m_views[0]; }
    [[nodiscard]] PixelView* now() const { return m_views[1]; }
    [[nodiscard]] PixelView* difference() const { return m_views[2]; }
    [[nodiscard]] PixelView* real() const { return m_views[3]; }
    [[nodiscard]] KeyValueList* label() const { return m_label; }
    [[nodiscard]] KeyValueList* nearest() const { return m_nearest; }
    /// The pixel pointed at, in words.
    [[nodiscard]] QString pixelWords() const;

Q_SIGNALS:
    /// A person goes on by so many images.
    void stepRequested(int images);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void addView(std::size_t which, const QString& name, QGridLayout* grid);
    void point(std::optional<QPoint> pixel);
    void showPictures(const DistilSheet& sheet, std::int64_t image);
    void showLabel(const DistilSheetData& shown, std::int64_t image);
    void showNearest(const DistilSheetData& shown, std::int64_t image);

    std::array<PixelView*, 4> m_views{};
    std::array<QLabel*, 4> m_words{};
    QLabel* m_about;
    QLabel* m_pixel;
    KeyValueList* m_label;
    KeyValueList* m_nearest;
    QLabel* m_nearestTitle;
    std::function<QString(QPoint)> m_valueOf;
};

}  // namespace winnow::ui
