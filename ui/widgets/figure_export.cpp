// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figure_export.h"

#include "engine/store/error.h"
#include "ui/theme/fonts.h"
#include "ui/theme/sizes.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>

namespace winnow::ui {
namespace {

constexpr int kMargin = 16;

/// The context of this file's words.
struct FigureExportText {
    Q_DECLARE_TR_FUNCTIONS(winnow::ui::figureExport)
};

struct FigureFrame {
    QRect head;
    QRect figure;
    QRect foot;
    QSize whole;
};

FigureFrame frameOf(const FigureSource& figure) {
    const QSize body = figure.figureSize();
    const int head = QFontMetrics(textFont(TextStyle::PanelTitle)).height() + scaled(size::kSpace);
    const int foot = QFontMetrics(textFont(TextStyle::Caption)).height() + scaled(size::kSpace);
    FigureFrame frame;
    frame.head = {kMargin, kMargin, body.width(), head};
    frame.figure = {QPoint(kMargin, kMargin + head), body};
    frame.foot = {kMargin, frame.figure.bottom() + 1, body.width(), foot};
    frame.whole = {body.width() + 2 * kMargin, head + body.height() + foot + 2 * kMargin};
    return frame;
}

void paintHead(QPainter& painter,
               const QRect& rect,
               const FigureSource& figure,
               const FigureTexts& texts) {
    const Theme& t = lightTheme();
    const QList<LegendEntry> legend = figure.figureLegend();
    const int legendRoom = std::min(legendWidth(legend) + 1, rect.width() / 2);
    paintLegend(
        painter,
        QRect(rect.right() - legendRoom + 1, rect.y(), legendRoom, rect.height() - size::kSpace),
        legend,
        t);

    const int room = rect.width() - legendRoom - kMargin;
    painter.setFont(textFont(TextStyle::PanelTitle));
    painter.setPen(t.text);
    const QString title = painter.fontMetrics().elidedText(texts.title, Qt::ElideRight, room);
    painter.drawText(rect.topLeft() + QPoint(0, painter.fontMetrics().ascent()), title);
    const int x = painter.fontMetrics().horizontalAdvance(title) + scaled(size::kSpace);
    const int baseline = rect.y() + painter.fontMetrics().ascent();
    painter.setFont(textFont(TextStyle::Caption));
    painter.setPen(t.text3);
    painter.drawText(
        QPoint(rect.x() + x, baseline),
        painter.fontMetrics().elidedText(texts.subtitle, Qt::ElideRight, std::max(0, room - x)));
}

void paintWhole(QPainter& painter, const FigureSource& figure, const FigureTexts& texts) {
    const Theme& t = lightTheme();
    const FigureFrame frame = frameOf(figure);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(QRect(QPoint(), frame.whole), Qt::white);
    paintHead(painter, frame.head, figure, texts);
    painter.save();
    painter.translate(frame.figure.topLeft());
    figure.paintFigure(painter, frame.figure.size(), t);
    painter.restore();
    painter.setFont(textFont(TextStyle::Caption));
    painter.setPen(t.text3);
    painter.drawText(frame.foot,
                     Qt::AlignBottom,
                     painter.fontMetrics().elidedText(
                         figure.figureProvenance(), Qt::ElideMiddle, frame.foot.width()));
}

QByteArray figurePng(const FigureSource& figure, const FigureTexts& texts) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    figureImage(figure, texts).save(&buffer, "PNG");
    return bytes;
}

QByteArray figureBytes(const FigureSource& figure, const FigureTexts& texts, const QString& path) {
    const QString ending = QFileInfo(path).suffix().toLower();
    if (ending == u"png") return figurePng(figure, texts);
    if (ending == u"csv") return figure.figureCsv().toUtf8();
    if (ending == u"svg" && figure.isVectorFigure()) return figureSvg(figure, texts);
    throw badInput(FigureExportText::tr(
                       "%1: a figure is saved as .png, .svg where it is made of lines, or .csv.")
                       .arg(QFileInfo(path).fileName())
                       .toStdString());
}

}  // namespace

QImage figureImage(const FigureSource& figure, const FigureTexts& texts) {
    constexpr int kScale = 2;
    QImage image(frameOf(figure).whole * kScale, QImage::Format_RGB32);
    image.setDevicePixelRatio(kScale);
    QPainter painter(&image);
    paintWhole(painter, figure, texts);
    painter.end();
    image.setText(QStringLiteral("Description"), figure.figureProvenance());
    return image;
}

QByteArray figureSvg(const FigureSource& figure, const FigureTexts& texts) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    const QSize whole = frameOf(figure).whole;
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(whole);
    generator.setViewBox(QRect(QPoint(), whole));
    generator.setTitle(texts.title);
    generator.setDescription(figure.figureProvenance());
    // One pixel of ours is one user unit.
    generator.setResolution(96);
    QPainter painter(&generator);
    paintWhole(painter, figure, texts);
    painter.end();
    return bytes;
}

void saveFigure(const FigureSource& figure, const FigureTexts& texts, const QString& path) {
    saveBytes(figureBytes(figure, texts, path), FigureExportText::tr("figure"), path);
}

void saveBytes(const QByteArray& bytes, const QString& what, const QString& path) {
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        throw outOfResources(
            FigureExportText::tr("The %1 was not saved to %2: %3. Choose another place.")
                .arg(what, path, file.errorString())
                .toStdString());
}

QString csvField(const QString& text) {
    const bool plain = std::none_of(text.begin(), text.end(), [](QChar c) {
        return c == u',' || c == u'"' || c == u'\n' || c == u'\r';
    });
    if (plain) return text;
    return u'"' + QString(text).replace(u'"', QStringLiteral("\"\"")) + u'"';
}

}  // namespace winnow::ui
