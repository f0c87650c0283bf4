// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/distil/distil_pictures.h"
#include "ui/theme/class_marks.h"
#include "ui/widgets/figure_source.h"
#include "ui/widgets/value_widget.h"

#include <QStringList>

#include <array>
#include <functional>

class QPainter;

namespace winnow::ui {

/// What a sheet shows.
struct DistilSheetData {
    std::shared_ptr<const DistilImages> images;  ///< null: nothing
    std::vector<std::int64_t> order;             ///< images, from left to right
    std::size_t checkpoint = 0;
    double differenceLimit = 1;           ///< of the diverging colours, one for all
    double supportLimit = 1;              ///< the same, of images as the kernel sees them
    Mapped<std::int64_t> nearest = {};    ///< [n,5]; empty: not known
    Mapped<double> nearestDistance = {};  ///< [n,5]
    std::function<QImage(std::int64_t)> realImage = {};  ///< of a training sample
    std::function<QString(std::int64_t)> classOf = {};   ///< name of a training sample's class
    QStringList classNames = {};
    ClassSlots classSlots = ClassSlots();
};

/// Sides of pictures to choose from, of the gallery's tiles S, M, L, XL; px at 13 px text.
inline constexpr std::array kPictureSides{56, 84, 112, 168};

/// What a person chose of it.
struct DistilSheetLook {
    PictureMode mode = PictureMode::Clipped;
    bool start = true, difference = true, nearest = false, labels = true;
    bool frozen = true;  ///< where values stay noise, they are tinted
    int side = 0;        ///< of a picture, one of kPictureSides; 0: as fits

    bool operator==(const DistilSheetLook&) const = default;
};

/// What bars of labels reach at most, zero included, so that many are drawn on one scale.
struct LabelRange {
    double least = 0, most = 0;

    [[nodiscard]] static LabelRange of(std::span<const float> labels);
};

/// Distilled images in columns, class by class: how each began, how it is now, what changed, the
/// real image nearest to it, its label as bars. Columns that do not fit go on further bands. Left
/// and Right walk, Up and Down go to the next band, Home and End to the ends; Enter and a double
/// click open the image; + and - change the size.
class DistilSheet : public ValueWidget, public FigureSource {
    Q_OBJECT

public:
    explicit DistilSheet(QWidget* parent = nullptr);

    /// Keeps the current image where it is still shown.
    void setData(DistilSheetData data);
    [[nodiscard]] const DistilSheetData& data() const { return m_data; }
    void setLook(const DistilSheetLook& look);
    [[nodiscard]] const DistilSheetLook& look() const { return m_look; }
    void setProvenance(const QString& line) { m_provenance = line; }

    /// Index of the current image among all; -1: there is none.
    [[nodiscard]] std::int64_t current() const;
    void setCurrent(std::int64_t image);
    /// The picture of an image's present state, and all that belongs to the image.
    [[nodiscard]] QRect nowRect(std::int64_t image) const;
    [[nodiscard]] QRect columnRect(std::int64_t image) const;
    [[nodiscard]] QString imageText(std::int64_t image) const;

    /// The pictures of an image's column at one pixel a pixel; null: not known.
    struct Pictures {
        QImage start, now, difference, nearest;
        std::int64_t nearestId = -1;  ///< training sample
    };
    [[nodiscard]] Pictures picturesOf(std::int64_t image, const Theme& theme) const;

    void paintFigure(QPainter& painter, QSize size, const Theme& theme) const override;
    [[nodiscard]] QString figureCsv() const override;
    [[nodiscard]] QString figureProvenance() const override { return m_provenance; }
    [[nodiscard]] QSize figureSize() const override;
    [[nodiscard]] bool isVectorFigure() const override { return false; }

    [[nodiscard]] QString valueInWords() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    /// Of one band of the smallest pictures that a width makes room for, with the rows that are
    /// shown.
    [[nodiscard]] int leastHeight() const;

Q_SIGNALS:
    /// By a person.
    void currentChanged(std::int64_t image);
    void opened(std::int64_t image);
    void lookChanged();

protected:
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    static constexpr int kHeading = 20;  ///< px at 13 px text: mark and class over a column
    enum Row { Start, Now, Difference, Nearest, Label };
    struct Layout {
        QList<Row> rows;  ///< of a band
        int names = 0;    ///< px left of the pictures
        int side = 0;     ///< of a picture
        int columns = 1;  ///< in a band
        double step = 0;  ///< from column to column
        int band = 0;     ///< from band to band
    };

    // ---- distil_sheet.cpp
    [[nodiscard]] QList<Row> rows() const;
    [[nodiscard]] Layout layoutIn(int width) const;
    [[nodiscard]] int sideUnit() const;
    [[nodiscard]] int bandHeight(int side) const;
    [[nodiscard]] int heightOf(int bands, int side) const;
    [[nodiscard]] int placeOf(std::int64_t image) const;
    [[nodiscard]] int placeAt(QPoint at) const;
    void walkTo(int place);
    void resizePictures(int step);

    // ---- distil_sheet_paint.cpp
    void measureNames();
    [[nodiscard]] static int rowHeight(Row row, int side);
    [[nodiscard]] QPair<QString, QString> rowWords(Row row) const;
    [[nodiscard]] QRect pictureRect(const Layout& layout, int place, Row row) const;
    [[nodiscard]] std::int64_t nearestOf(std::int64_t image) const;
    [[nodiscard]] QImage picture(Row row, std::int64_t image, const Theme& theme) const;
    [[nodiscard]] QImage viewable(std::span<const float> shown,
                                  std::span<const float> support,
                                  const Theme& theme) const;
    void paintBand(QPainter& painter, const Layout& layout, int band, const Theme& theme) const;
    void paintNames(QPainter& painter, const Layout& layout, int band, const Theme& theme) const;
    void paintColumn(QPainter& painter, const Layout& layout, int place, const Theme& theme) const;

    [[nodiscard]] const DistilCheckpoint& now() const {
        return m_data.images->checkpoints[m_data.checkpoint];
    }
    [[nodiscard]] const DistilCheckpoint& begin() const {
        return m_data.images->checkpoints.front();
    }
    [[nodiscard]] int count() const {
        return m_data.images ? static_cast<int>(m_data.order.size()) : 0;
    }

    DistilSheetData m_data;
    DistilSheetLook m_look;
    LabelRange m_labelRange;  ///< of the step shown: what is faint here is faint
    int m_namesWidth = 0;     ///< px of the widest name of a row, with the space behind it
    QString m_provenance;
    int m_current = 0;  ///< place in the order
};

/// "−4.5 to +4.5": what the ends of the colours of differences stand for, as fine as they need.
[[nodiscard]] QString differenceRange(double limit);

/// The bars of one label, each entry in its class's colour, about a zero line.
void paintLabelBars(QPainter& painter,
                    const QRectF& rect,
                    std::span<const float> label,
                    const LabelRange& range,
                    const ClassSlots& classSlots,
                    const Theme& theme);

}  // namespace winnow::ui
