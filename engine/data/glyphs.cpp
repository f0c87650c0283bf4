// SPDX-License-Identifier: Apache-2.0
#include "engine/data/glyphs.h"

#include <algorithm>
#include <span>
#include <vector>

namespace winnow::data {

namespace {

constexpr int kSide = 28;
constexpr std::int64_t kUnit = 256;  ///< lengths are in 1/256 pixel

struct Point {
    std::int64_t x = 0, y = 0;
};
using Stroke = std::vector<Point>;

/// cos and sin times 1000 at multiples of 22.5 degrees; y points down, so 4 is south.
constexpr std::array<std::array<std::int64_t, 2>, 16> kDirections{{{1000, 0},
                                                                   {924, 383},
                                                                   {707, 707},
                                                                   {383, 924},
                                                                   {0, 1000},
                                                                   {-383, 924},
                                                                   {-707, 707},
                                                                   {-924, 383},
                                                                   {-1000, 0},
                                                                   {-924, -383},
                                                                   {-707, -707},
                                                                   {-383, -924},
                                                                   {0, -1000},
                                                                   {383, -924},
                                                                   {707, -707},
                                                                   {924, -383}}};

void arc(Stroke& stroke, Point centre, Point radius, int from, int to) {
    for (int k = from; k <= to; ++k) {
        const auto& direction = kDirections[static_cast<std::size_t>(k % 16)];
        stroke.push_back(
            {centre.x + radius.x * direction[0] / 1000, centre.y + radius.y * direction[1] / 1000});
    }
}

/// The digit's skeleton in a box of 1000 x 1000.
std::vector<Stroke> skeleton(int digit) {
    Stroke a, b;
    switch (digit) {
        case 0:
            arc(a, {500, 500}, {320, 480}, 0, 16);
            break;
        case 1:
            a = {{330, 200}, {540, 20}, {540, 980}};
            break;
        case 2:
            arc(a, {500, 280}, {300, 260}, 9, 18);
            a.insert(a.end(), {{190, 980}, {820, 980}});
            break;
        case 3:
            arc(a, {480, 260}, {280, 240}, 9, 20);
            arc(b, {480, 740}, {300, 240}, 12, 23);
            break;
        case 4:
            a = {{650, 980}, {650, 20}, {160, 680}, {860, 680}};
            break;
        case 5:
            a = {{800, 20}, {260, 20}, {230, 440}};
            arc(a, {480, 680}, {320, 290}, 10, 23);
            break;
        case 6:
            a = {{700, 40}, {400, 300}, {230, 620}};
            arc(a, {500, 700}, {270, 270}, 8, 24);
            break;
        case 7:
            a = {{170, 30}, {830, 30}, {420, 980}};
            break;
        case 8:
            arc(a, {500, 260}, {230, 230}, 0, 16);
            arc(b, {500, 730}, {290, 260}, 0, 16);
            break;
        default:
            arc(a, {500, 300}, {270, 270}, 0, 16);
            a.insert(a.end(), {{740, 650}, {560, 980}});
            break;
    }
    return b.empty() ? std::vector<Stroke>{a} : std::vector<Stroke>{a, b};
}

/// Uniform in [low, high].
std::int64_t between(Random& random, std::int64_t low, std::int64_t high) {
    return low +
           static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(high - low + 1)));
}

/// How one glyph is drawn. Lengths in 1/256 pixel, slant and turn in 1/1024 (turn: tangent of the
/// half angle).
struct Hand {
    std::int64_t width = 0, height = 0, slant = 0, turn = 0, halfStroke = 0;
    Point centre;
    std::int64_t peak = 255, noise = 12, background = 0;
    bool outline = false, dotted = false, inverted = false, striped = false;
};

Hand handOf(int style, Random& random) {
    Hand hand;
    hand.width = between(random, 11 * kUnit, 16 * kUnit);
    hand.height = between(random, 16 * kUnit, 20 * kUnit);
    hand.slant = between(random, -200, 320);
    hand.turn = between(random, -100, 100);
    hand.halfStroke = between(random, 260, 400);
    hand.centre = {between(random, 12 * kUnit, 16 * kUnit),
                   between(random, 12 * kUnit, 16 * kUnit)};
    hand.peak = between(random, 190, 255);
    switch (style) {
        case 1:
            hand.halfStroke = between(random, 130, 190), hand.slant += 250;
            break;
        case 2:
            hand.halfStroke = between(random, 540, 660);
            break;
        case 3:
            hand.outline = true, hand.halfStroke = between(random, 120, 170);
            break;
        case 4:
            hand.dotted = true, hand.halfStroke = between(random, 240, 300);
            break;
        case 5:
            hand.turn = between(random, 260, 400) * (random.below(2) == 0 ? 1 : -1);
            break;
        case 6:
            hand.inverted = true;
            break;
        case 7:
            hand.width = hand.width * 5 / 8, hand.height = hand.height * 5 / 8;
            hand.halfStroke = between(random, 150, 210);
            hand.centre = {between(random, 9 * kUnit, 19 * kUnit),
                           between(random, 9 * kUnit, 19 * kUnit)};
            break;
        case 8:
            hand.striped = true, hand.halfStroke = between(random, 420, 520);
            break;
        case 9:
            hand.peak = between(random, 150, 190), hand.noise = 45, hand.background = 60;
            break;
        default:
            break;
    }
    return hand;
}

/// A wobbled skeleton point put on the canvas: stretched, slanted, turned, moved.
Point placed(Point point, const Hand& hand, Random& random) {
    const std::int64_t boxX = point.x - 500 + between(random, -30, 30);
    const std::int64_t boxY = point.y - 500 + between(random, -30, 30);
    std::int64_t x = boxX * hand.width / 1000;
    const std::int64_t y = boxY * hand.height / 1000;
    x -= y * hand.slant / 1024;
    // (1-t^2)/(1+t^2) and 2t/(1+t^2): a turn without trigonometric functions, whose bits differ by
    // library.
    const std::int64_t square = hand.turn * hand.turn, whole = 1024 * 1024 + square;
    const std::int64_t cosine = (1024 * 1024 - square) * 4096 / whole;
    const std::int64_t sine = 2 * 1024 * hand.turn * 4096 / whole;
    return {hand.centre.x + (x * cosine - y * sine) / 4096,
            hand.centre.y + (x * sine + y * cosine) / 4096};
}

std::int64_t squareRoot(std::int64_t value) {
    std::int64_t root = 0;
    for (std::int64_t bit = std::int64_t{1} << 30; bit > 0; bit >>= 1)
        if ((root + bit) * (root + bit) <= value) root += bit;
    return root;
}

struct Segment {
    Point from, to;
};

/// Dots at equal distances along the stroke, as segments without length.
void addDots(std::vector<Segment>& segments, const Stroke& stroke) {
    constexpr std::int64_t kDotDistance = 3 * kUnit;
    std::int64_t walked = 0;
    for (std::size_t i = 0; i + 1 < stroke.size(); ++i) {
        const Point a = stroke[i], step{stroke[i + 1].x - a.x, stroke[i + 1].y - a.y};
        const std::int64_t length =
            std::max<std::int64_t>(1, squareRoot(step.x * step.x + step.y * step.y));
        for (; walked < length; walked += kDotDistance) {
            const Point dot{a.x + step.x * walked / length, a.y + step.y * walked / length};
            segments.push_back({dot, dot});
        }
        walked -= length;
    }
}

std::vector<Segment> segmentsOf(int digit, const Hand& hand, Random& random) {
    std::vector<Segment> segments;
    for (Stroke& stroke : skeleton(digit)) {
        for (Point& point : stroke) point = placed(point, hand, random);
        if (hand.dotted) {
            addDots(segments, stroke);
            continue;
        }
        for (std::size_t i = 0; i + 1 < stroke.size(); ++i)
            segments.push_back({stroke[i], stroke[i + 1]});
    }
    return segments;
}

std::int64_t squaredDistance(Point p, const Segment& segment) {
    const Point along{segment.to.x - segment.from.x, segment.to.y - segment.from.y};
    const Point off{p.x - segment.from.x, p.y - segment.from.y};
    const std::int64_t length = along.x * along.x + along.y * along.y;
    const std::int64_t projected = along.x * off.x + along.y * off.y;
    if (projected <= 0 || length == 0) return off.x * off.x + off.y * off.y;
    if (projected >= length) {
        const Point end{p.x - segment.to.x, p.y - segment.to.y};
        return end.x * end.x + end.y * end.y;
    }
    const std::int64_t cross = along.x * off.y - along.y * off.x;
    return cross * cross / length;
}

/// Distance of every pixel's centre to the nearest segment; what lies beyond `reach` stays far
/// away.
std::vector<std::int64_t> distances(std::span<const Segment> segments, std::int64_t reach) {
    std::vector<std::int64_t> squared(kSide * kSide, std::int64_t{1} << 40);
    for (const Segment& segment : segments) {
        const auto [left, right] = std::minmax(segment.from.x, segment.to.x);
        const auto [top, bottom] = std::minmax(segment.from.y, segment.to.y);
        const auto pixel = [](std::int64_t at) {
            return std::clamp<std::int64_t>(at / kUnit, 0, kSide - 1);
        };
        for (std::int64_t y = pixel(top - reach); y <= pixel(bottom + reach); ++y)
            for (std::int64_t x = pixel(left - reach); x <= pixel(right + reach); ++x) {
                std::int64_t& nearest = squared[static_cast<std::size_t>(y * kSide + x)];
                nearest = std::min(
                    nearest,
                    squaredDistance({x * kUnit + kUnit / 2, y * kUnit + kUnit / 2}, segment));
            }
    }
    for (std::int64_t& value : squared) value = squareRoot(value);
    return squared;
}

}  // namespace

GlyphPixels drawGlyph(int digit, int style, Random& random) {
    constexpr std::int64_t kOutlineRadius = 2 * kUnit;
    const Hand hand = handOf(style, random);
    const std::vector<Segment> segments = segmentsOf(digit, hand, random);
    const auto distance = distances(segments, kOutlineRadius + hand.halfStroke + kUnit);
    GlyphPixels pixels{};
    for (int i = 0; i < kSide * kSide; ++i) {
        std::int64_t away = distance[static_cast<std::size_t>(i)];
        if (hand.outline) away = std::abs(away - kOutlineRadius);
        std::int64_t ink = std::clamp<std::int64_t>(hand.halfStroke + kUnit / 2 - away, 0, kUnit);
        if (hand.striped && i / kSide % 3 == 0) ink = 0;
        std::int64_t value = hand.background + ink * (hand.peak - hand.background) / kUnit;
        if (hand.inverted) value = 255 - value;
        value += between(random, -hand.noise, hand.noise);
        pixels[static_cast<std::size_t>(i)] =
            static_cast<std::uint8_t>(std::clamp<std::int64_t>(value, 0, 255));
    }
    return pixels;
}

}  // namespace winnow::data
