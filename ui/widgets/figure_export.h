// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/figure_source.h"

#include <QImage>

namespace winnow::ui {

/// Title, subtitle, legend, figure and provenance in the light theme on white.
struct FigureTexts {
    QString title = {};
    QString subtitle = {};
};

/// At twice the size on screen.
[[nodiscard]] QImage figureImage(const FigureSource& figure, const FigureTexts& texts);
[[nodiscard]] QByteArray figureSvg(const FigureSource& figure, const FigureTexts& texts);

/// Writes .png, .svg or .csv by the path's ending. Replaces the file only when all is written.
/// Throws winnow::Error with a sentence for the person.
void saveFigure(const FigureSource& figure, const FigureTexts& texts, const QString& path);

/// Replaces the file only when all is written. Throws winnow::Error with a sentence for the person
/// that names `what` it is: "figure", "list".
void saveBytes(const QByteArray& bytes, const QString& what, const QString& path);

/// Field of a CSV line, quoted where needed.
[[nodiscard]] QString csvField(const QString& text);

}  // namespace winnow::ui
