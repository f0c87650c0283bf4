// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scene/mark_shader.h"

#include <QString>

namespace winnow::ui {
namespace {

constexpr double kMargin = 0.5;  // px about a mark: where its soft edge ends

// Signed distance in px of the point q (y up) from a shape of radius r, negative inside: markPath's
// shapes. `turn` 0 has a side on top, half a sector has a corner there.
const char* const kShapes = R"(
float polygonDistance(vec2 q, float corners, float r, float turn) {
    float sector = 6.28318530718 / corners;
    float angle = atan(q.x, q.y) + turn;
    float apothem = r * cos(sector * 0.5);
    return cos(floor(0.5 + angle / sector) * sector - angle) * length(q) - apothem;
}
float starDistance(vec2 q, float r, float hollow) {
    float sector = 6.28318530718 / 5.0;
    float angle = abs(mod(atan(q.x, q.y) + sector * 0.5, sector) - sector * 0.5);
    vec2 p = length(q) * vec2(sin(angle), cos(angle));
    vec2 inner = hollow * vec2(sin(sector * 0.5), cos(sector * 0.5));
    vec2 normal = normalize(vec2(r - inner.y, inner.x));
    return dot(p - vec2(0.0, r), normal);
}
float plusDistance(vec2 q, float r, float arm) {
    vec2 p = abs(q);
    return min(max(p.x - r, p.y - arm), max(p.y - r, p.x - arm));
}
)";

const char* distance(MarkShape shape) {
    switch (shape) {
        case MarkShape::Disc:
            return "length(q) - r";
        case MarkShape::Square:
            return "max(abs(q.x), abs(q.y)) - 0.8627 * r";
        case MarkShape::Triangle:
            return "polygonDistance(q + vec2(0.0, 0.22 * r), 3.0, 1.26 * r, 1.0471975512)";
        case MarkShape::Diamond:
            return "(abs(q.x) + abs(q.y) - 1.18 * r) * 0.70710678";
        case MarkShape::TriangleDown:
            return "polygonDistance(q - vec2(0.0, 0.22 * r), 3.0, 1.26 * r, 0.0)";
        case MarkShape::Star:
            return "starDistance(q, 1.28 * r, 0.56 * r)";
        case MarkShape::Hexagon:
            return "polygonDistance(q, 6.0, 1.06 * r, 0.0)";
        case MarkShape::Plus:
            return "plusDistance(q, 1.08 * r, 0.4 * r)";
        case MarkShape::Pentagon:
            return "polygonDistance(q, 5.0, 1.1 * r, 0.6283185307)";
        case MarkShape::Ring:
            return "abs(length(q) - 0.74 * r) - max(0.75, 0.26 * r)";
    }
    return "length(q) - r";
}

std::string vec3(const QColor& colour) {
    return QStringLiteral("vec3(%1, %2, %3)")
        .arg(colour.redF(), 0, 'f', 6)
        .arg(colour.greenF(), 0, 'f', 6)
        .arg(colour.blueF(), 0, 'f', 6)
        .toStdString();
}

std::string real(double value) { return QString::number(value, 'f', 4).toStdString(); }

}  // namespace

double spriteSize(const MarkStyle& style) {
    if (style.plain) return style.size;
    const double reach = style.shape == MarkShape::Disc ? 1.0 : 1.3;
    return reach * style.size + 2 * kMargin;
}

std::string markShaderFunctions() { return kShapes; }

std::string markShader(const MarkStyle& style) {
    if (style.plain) return "  gl_FragData[0] = vec4(" + vec3(style.colour) + ", 1.0);\n";
    return "  vec2 q = (vec2(gl_PointCoord.x, 1.0 - gl_PointCoord.y) - 0.5) * " +
           real(spriteSize(style)) + ";\n  float r = " + real(style.size / 2) +
           ";\n  float cover = clamp(0.5 - (" + distance(style.shape) +
           "), 0.0, 1.0);\n  if (cover < 0.06) discard;\n  gl_FragData[0] = vec4(mix(" +
           vec3(style.background) + ", " + vec3(style.colour) + ", cover), 1.0);\n";
}

}  // namespace winnow::ui
