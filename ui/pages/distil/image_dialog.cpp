// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/distil/image_dialog.h"

#include "ui/pages/distil/pixel_view.h"
#include "ui/theme/numbers.h"
#include "ui/theme/sizes.h"
#include "ui/widgets/key_value_list.h"
#include "ui/widgets/role_label.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>

#include <algorithm>
#include <cmath>

namespace winnow::ui {
namespace {

QScrollArea* scrolling(QWidget* content, QWidget* parent) {
    auto* area = new QScrollArea(parent);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(content);
    area->setMinimumHeight(scaled(6 * size::kDenseTableRow));
    return area;
}

/// "103.2", or of three channels "103.2, 80.0, 61.4".
QString valuesText(std::span<const float> image, const DistilShape& shape, QPoint pixel) {
    const std::size_t plane = image.size() / static_cast<std::size_t>(shape.channels);
    const auto at = static_cast<std::size_t>(pixel.y()) * static_cast<std::size_t>(shape.width) +
                    static_cast<std::size_t>(pixel.x());
    QStringList values;
    for (std::size_t c = 0; c < static_cast<std::size_t>(shape.channels); ++c)
        values << numberText(static_cast<double>(image[c * plane + at]), 1);
    return values.join(QStringLiteral(", "));
}

}  // namespace

ImageDialog::ImageDialog(QWidget* parent)
    : QDialog(parent),
      m_about(makeParagraph({}, "secondary", this)),
      m_pixel(makeLabel({}, "strong", this)),
      m_label(new KeyValueList(this)),
      m_nearest(new KeyValueList(this)),
      m_nearestTitle(makeLabel(tr("Nearest real images, by kernel distance"), "strong", this)) {
    auto* grid = new QGridLayout;
    grid->setSpacing(scaled(size::kSpace));
    addView(0, tr("Start"), grid);
    addView(1, tr("Now"), grid);
    addView(2, tr("Now − start"), grid);
    addView(3, tr("Nearest real"), grid);
    grid->setRowStretch(1, 1);
    for (int column = 0; column < grid->columnCount(); ++column) grid->setColumnStretch(column, 1);
    const QSize available = screen()->availableSize();
    resize(std::min(scaled(940), available.width()), std::min(scaled(640), available.height()));
    m_pixel->setMinimumWidth(scaled(320));
    m_label->setAccessibleName(tr("Label, entry by entry"));
    m_nearest->setAccessibleName(m_nearestTitle->text());
    auto* lists = new QGridLayout;
    lists->setHorizontalSpacing(scaled(size::kPageMargin));
    lists->setVerticalSpacing(scaled(size::kSpace));
    lists->addWidget(makeLabel(tr("Label"), "strong", this), 0, 0);
    lists->addWidget(m_nearestTitle, 0, 1);
    lists->addWidget(scrolling(m_label, this), 1, 0);
    lists->addWidget(scrolling(m_nearest, this), 1, 1);
    lists->setColumnStretch(0, 1);
    lists->setColumnStretch(1, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(scaled(size::kSpace));
    buttons->addWidget(m_pixel, 1);
    const auto add = [&](const QString& text, int images, const QString& toolTip) {
        auto* button = new QPushButton(text, this);
        button->setAutoDefault(false);
        button->setToolTip(toolTip);
        connect(
            button, &QPushButton::clicked, this, [this, images] { Q_EMIT stepRequested(images); });
        buttons->addWidget(button);
    };
    add(tr("Previous"), -1, tr("The image before (Page Up)"));
    add(tr("Next"), 1, tr("The image after (Page Down)"));
    auto* close = new QPushButton(tr("Close"), this);
    close->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    buttons->addWidget(close);
    auto* column = new QVBoxLayout(this);
    const int margin = scaled(size::kPageMargin);
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(scaled(size::kPanelPadding));
    column->addWidget(m_about);
    column->addLayout(grid, 1);
    column->addLayout(lists, 1);
    column->addLayout(buttons);
}

void ImageDialog::addView(std::size_t which, const QString& name, QGridLayout* grid) {
    auto* view = new PixelView(name, this);
    m_views.at(which) = view;
    m_words.at(which) = makeLabel({}, "caption", this);
    const auto column = static_cast<int>(which);
    grid->addWidget(makeLabel(name, "strong", this), 0, column);
    grid->addWidget(view, 1, column);
    grid->addWidget(m_words.at(which), 2, column);
    connect(view, &PixelView::pixelChanged, this, &ImageDialog::point);
}

void ImageDialog::point(std::optional<QPoint> pixel) {
    for (PixelView* view : m_views) view->setPixel(pixel);
    m_pixel->setText(pixel && m_valueOf ? m_valueOf(*pixel)
                                        : tr("Point at a pixel, or use the arrow keys"));
}

QString ImageDialog::pixelWords() const { return m_pixel->text(); }

void ImageDialog::showImage(const DistilSheet& sheet, std::int64_t image) {
    const DistilSheetData& shown = sheet.data();
    if (!shown.images || image < 0) return;
    const auto own = shown.images->startClass[static_cast<std::size_t>(image)];
    setWindowTitle(tr("%1, image %2").arg(shown.classNames.value(own), countText(image + 1)));
    m_about->setText(sheet.imageText(image).replace(u'\n', QStringLiteral("; ")));
    showPictures(sheet, image);
    showLabel(shown, image);
    showNearest(shown, image);
    point(now()->pixel());
}

void ImageDialog::showPictures(const DistilSheet& sheet, std::int64_t image) {
    const DistilSheetData& shown = sheet.data();
    const DistilSheet::Pictures pictures = sheet.picturesOf(image, theme());
    const DistilShape shape = shown.images->shape;
    // The arrays are held, not copied: they are mapped files.
    m_valueOf = [images = shown.images, at = shown.checkpoint, image, shape](QPoint pixel) {
        const auto before = images->image(images->checkpoints.front().shown, image);
        const auto after = images->image(images->checkpoints[at].shown, image);
        return tr("Row %1, column %2: start %3, now %4")
            .arg(pixel.y() + 1)
            .arg(pixel.x() + 1)
            .arg(valuesText(before, shape, pixel), valuesText(after, shape, pixel));
    };
    start()->setPicture(pictures.start, m_valueOf);
    now()->setPicture(pictures.now, m_valueOf);
    difference()->setPicture(pictures.difference, m_valueOf);
    real()->setPicture(pictures.nearest, {}, tr("Not known before the distillation has ended"));
    m_words[0]->setText(tr("step %1").arg(countText(shown.images->checkpoints.front().step)));
    m_words[1]->setText(
        tr("step %1").arg(countText(shown.images->checkpoints[shown.checkpoint].step)));
    m_words[2]->setText(tr("colours from %1").arg(differenceRange(shown.differenceLimit)));
    m_words[3]->setText(pictures.nearestId < 0 ? QString()
                                               : tr("#%1").arg(countText(pictures.nearestId)));
}

void ImageDialog::showLabel(const DistilSheetData& shown, std::int64_t image) {
    const auto label =
        shown.images->labelOf(shown.images->checkpoints[shown.checkpoint].label, image);
    double largest = 0;
    for (const float entry : label)
        largest = std::max(largest, std::abs(static_cast<double>(entry)));
    std::vector<std::size_t> order(label.size());
    for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
    std::ranges::stable_sort(order, std::greater<>(), [&](std::size_t k) { return label[k]; });
    QList<KeyValue> rows;
    for (const std::size_t k : order) {
        const double entry = label[k];
        KeyValue row;
        row.key = shown.classNames.value(static_cast<qsizetype>(k));
        row.value = signedText(entry, 3);
        row.toolTip = tr("Entry of the label for %1; a one-hot label less 1/%2 has %3 and %4")
                          .arg(row.key)
                          .arg(label.size())
                          .arg(signedText(1 - 1.0 / static_cast<double>(label.size()), 3),
                               signedText(-1.0 / static_cast<double>(label.size()), 3));
        row.bar = largest > 0 ? std::abs(entry) / largest : 0;
        row.barColour = entry >= 0 ? DataColour::diverging(0.8) : DataColour::diverging(-0.8);
        rows << row;
    }
    m_label->setRows(rows);
}

void ImageDialog::showNearest(const DistilSheetData& shown, std::int64_t image) {
    QList<KeyValue> rows;
    for (std::int64_t i = 0; i < shown.nearest.dim(1); ++i) {
        const std::int64_t id = shown.nearest[image * shown.nearest.dim(1) + i];
        if (id < 0) continue;
        KeyValue row;
        row.key = tr("%1 #%2").arg(shown.classOf ? shown.classOf(id) : QString(), countText(id));
        row.value = shortNumberText(shown.nearestDistance[image * shown.nearest.dim(1) + i]);
        row.toolTip = tr("Distance in the kernel's feature space, from 0; no unit");
        rows << row;
    }
    m_nearest->setRows(rows);
    m_nearestTitle->setVisible(!rows.isEmpty());
}

void ImageDialog::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_PageUp) return Q_EMIT stepRequested(-1);
    if (event->key() == Qt::Key_PageDown) return Q_EMIT stepRequested(1);
    QDialog::keyPressEvent(event);
}

}  // namespace winnow::ui
