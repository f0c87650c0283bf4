// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/class_marks.h"

#include <QColor>

#include <string>

namespace winnow::ui {

/// How a point sprite looks: a class mark, or a ring about it.
struct MarkStyle {
    MarkShape shape = MarkShape::Disc;
    double size = 7;  ///< device px, edge to edge of a disc
    QColor colour;
    QColor background;   ///< its outermost pixel fades into this
    bool plain = false;  ///< a square of whole pixels whatever the shape: half the cost
};

/// Side of the square a sprite needs, in device px.
[[nodiscard]] double spriteSize(const MarkStyle& style);

/// GLSL functions that markShader() calls.
[[nodiscard]] std::string markShaderFunctions();

/// GLSL for vtkShaderProperty in the place of "//VTK::Light::Impl": paints gl_PointCoord's square
/// as the mark and throws the rest away.
[[nodiscard]] std::string markShader(const MarkStyle& style);

}  // namespace winnow::ui
