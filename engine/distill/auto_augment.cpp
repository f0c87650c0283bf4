// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/auto_augment.h"

#include <array>
#include <cmath>

namespace winnow::distill {
namespace {

enum class Op {
    ShearX,
    ShearY,
    TransX,
    TransY,
    Rotate,
    AutoC,
    Invert,
    Equal,
    Solar,
    Poster,
    Contrast,
    Color,
    Bright,
    Sharp
};

struct Operation {
    Op op;
    double probability;
    int level;  ///< of 10; without meaning for AutoC, Invert and Equal
};
using Rule = std::array<Operation, 2>;
using Policy = std::array<Rule, 25>;

using enum Op;

/// methods/kip-convnet.md, section 7.
constexpr Policy kCifar{{
    {{{Invert, .1, 0}, {Contrast, .2, 6}}}, {{{Rotate, .7, 2}, {TransX, .3, 9}}},
    {{{Sharp, .8, 1}, {Sharp, .9, 3}}},     {{{ShearY, .5, 8}, {TransY, .7, 9}}},
    {{{AutoC, .5, 0}, {Equal, .9, 0}}},     {{{ShearY, .2, 7}, {Poster, .3, 7}}},
    {{{Color, .4, 3}, {Bright, .6, 7}}},    {{{Sharp, .3, 9}, {Bright, .7, 9}}},
    {{{Equal, .6, 0}, {Equal, .5, 0}}},     {{{Contrast, .6, 7}, {Sharp, .6, 5}}},
    {{{Color, .7, 7}, {TransX, .5, 8}}},    {{{Equal, .3, 0}, {AutoC, .4, 0}}},
    {{{TransY, .4, 3}, {Sharp, .2, 6}}},    {{{Bright, .9, 6}, {Color, .2, 8}}},
    {{{Solar, .5, 2}, {Invert, 0, 0}}},     {{{Equal, .2, 0}, {AutoC, .6, 0}}},
    {{{Equal, .2, 0}, {Equal, .6, 0}}},     {{{Color, .9, 9}, {Equal, .6, 0}}},
    {{{AutoC, .8, 0}, {Solar, .2, 8}}},     {{{Bright, .1, 3}, {Color, .7, 0}}},
    {{{Solar, .4, 5}, {AutoC, .9, 0}}},     {{{TransY, .9, 9}, {TransY, .7, 9}}},
    {{{AutoC, .9, 0}, {Solar, .8, 3}}},     {{{Equal, .8, 0}, {Invert, .1, 0}}},
    {{{TransY, .7, 9}, {AutoC, .9, 0}}},
}};

constexpr Policy kSvhn{{
    {{{ShearX, .9, 4}, {Invert, .2, 0}}},   {{{ShearY, .9, 8}, {Invert, .7, 0}}},
    {{{Equal, .6, 0}, {Solar, .6, 6}}},     {{{Invert, .9, 0}, {Equal, .6, 0}}},
    {{{Equal, .6, 0}, {Rotate, .9, 3}}},    {{{ShearX, .9, 4}, {AutoC, .8, 0}}},
    {{{ShearY, .9, 8}, {Invert, .4, 0}}},   {{{ShearY, .9, 5}, {Solar, .2, 6}}},
    {{{Invert, .9, 0}, {AutoC, .8, 0}}},    {{{Equal, .6, 0}, {Rotate, .9, 3}}},
    {{{ShearX, .9, 4}, {Solar, .3, 3}}},    {{{ShearY, .8, 8}, {Invert, .7, 0}}},
    {{{Equal, .9, 0}, {TransY, .6, 6}}},    {{{Invert, .9, 0}, {Equal, .6, 0}}},
    {{{Contrast, .3, 3}, {Rotate, .8, 4}}}, {{{Invert, .8, 0}, {TransY, 0, 2}}},
    {{{ShearY, .7, 6}, {Solar, .4, 8}}},    {{{Invert, .6, 0}, {Rotate, .8, 4}}},
    {{{ShearY, .3, 7}, {TransX, .9, 3}}},   {{{ShearX, .1, 6}, {Invert, .6, 0}}},
    {{{Solar, .7, 2}, {TransY, .6, 7}}},    {{{ShearY, .8, 4}, {Invert, .8, 0}}},
    {{{ShearX, .7, 9}, {TransY, .8, 3}}},   {{{ShearY, .8, 5}, {AutoC, .7, 0}}},
    {{{ShearX, .7, 2}, {Invert, .1, 0}}},
}};

double withSign(double amount, Random& random) {
    return (random.next() >> 63) != 0 ? -amount : amount;
}

/// The authors' mapping of a level m of 10 to an operation's strength.
void apply(ByteImage& image,
           const Operation& operation,
           std::span<const double> border,
           Random& random) {
    const double m = operation.level;
    const double shear = .03 * m;
    const double factor = 0.1 + 0.18 * m;
    switch (operation.op) {
        case ShearX:
            return warp(image, {1, withSign(shear, random), 0, 0, 1, 0}, border);
        case ShearY:
            return warp(image, {1, 0, 0, withSign(shear, random), 1, 0}, border);
        case TransX:
            return warp(image, {1, 0, withSign(m, random), 0, 1, 0}, border);
        case TransY:
            return warp(image, {1, 0, 0, 0, 1, withSign(m, random)}, border);
        case Rotate:
            return warp(image, rotation(image, withSign(3 * m, random)), border);
        case AutoC:
            return autoContrast(image);
        case Invert:
            return invert(image);
        case Equal:
            return equalise(image);
        case Solar:
            return solarise(image, 256 - static_cast<int>(std::floor(25.6 * m)));
        case Poster:
            return posterise(image, 4 - static_cast<int>(std::floor(.4 * m)));
        case Contrast:
            return contrast(image, factor);
        case Color:
            return saturation(image, factor);
        case Bright:
            return brightness(image, factor);
        case Sharp:
            return sharpness(image, factor);
    }
}

}  // namespace

void autoAugment(ByteImage& image,
                 AutoPolicy policy,
                 std::span<const double> border,
                 Random& random) {
    const Policy& rules = policy == AutoPolicy::Svhn ? kSvhn : kCifar;
    const Rule& rule = rules[static_cast<std::size_t>(random.below(rules.size()))];
    for (const Operation& operation : rule)
        if (random.uniform() < operation.probability) apply(image, operation, border, random);
}

}  // namespace winnow::distill
