// SPDX-License-Identifier: Apache-2.0
#include "engine/infinite/spec.h"

#include "engine/infinite/plan.h"
#include "engine/store/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace winnow::infinite {
namespace {

constexpr std::string_view kRight =
    "a kernel is linear, rbf, fc1 to fc32, conv1 to conv32 (or convvec1..), myrtle5, myrtle7, "
    "myrtle10, convnet, convnet3, or layers such as \"cr crp crp crp f D\"";

/// The number behind `prefix`, if that is all that follows it.
std::optional<std::int64_t> numberAfter(std::string_view text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return std::nullopt;
    text.remove_prefix(prefix.size());
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || text.front() == '0')
        return std::nullopt;
    return number;
}

/// Shankar et al. 2020: three resolutions, global pooling behind the last.
Architecture myrtle(std::int64_t first, std::int64_t second, std::int64_t third) {
    return {.levels = {{first, true}, {second, true}, {third, false}}, .globalPooling = true};
}

std::optional<Architecture> named(std::string_view name) {
    if (name == "linear") return Architecture{.form = Form::Linear};
    if (name == "rbf") return Architecture{.form = Form::Rbf};
    if (name == "myrtle5") return myrtle(2, 1, 1);
    if (name == "myrtle7") return myrtle(2, 2, 2);
    if (name == "myrtle10") return myrtle(3, 3, 3);
    // The ConvNet of the second paper, with the convolution it was given in front; and without.
    if (name == "convnet") return Architecture{.levels = {{2, true}, {1, true}, {1, true}}};
    if (name == "convnet3") return Architecture{.levels = {{1, true}, {1, true}, {1, true}}};
    if (const auto layers = numberAfter(name, "fc"); layers && *layers <= kMostHidden)
        return Architecture{.hidden = *layers};
    for (const char* prefix : {"convvec", "conv"})
        if (const auto layers = numberAfter(name, prefix); layers && *layers <= kMostSteps)
            return Architecture{.levels = {{*layers, false}}};
    return std::nullopt;
}

/// Layers of one's own, letter by letter.
class Layers {
public:
    explicit Layers(std::string_view text) : m_text(text) {
        for (const char letter : text)
            if (letter != ' ') m_letters += letter;
    }

    Architecture parse() {
        bool open = true;  // the level may take another convolution or its pool
        m_architecture.levels.clear();
        while (take("cr")) {
            if (open && !m_architecture.levels.empty())
                ++m_architecture.levels.back().convolutions;
            else
                m_architecture.levels.push_back({1, false});
            open = !take("p");
            if (!open) m_architecture.levels.back().pooled = true;
        }
        if (take("g")) {
            if (!m_architecture.convolutional())
                refuse("global pooling (g) needs a convolution (cr) before it");
            m_architecture.globalPooling = true;
        } else if (!take("f")) {
            refuse("convolutions (cr, crp) end in f (flatten) or g (global pooling)");
        }
        while (take("Dr")) ++m_architecture.hidden;
        if (!take("D") || m_at != m_letters.size())
            refuse("after f or g come dense layers with ReLU (Dr) and a last D");
        checkLimits();
        return m_architecture;
    }

private:
    std::string_view m_text;
    std::string m_letters;
    std::size_t m_at = 0;
    Architecture m_architecture;

    bool take(std::string_view letters) {
        if (std::string_view(m_letters).substr(m_at, letters.size()) != letters) return false;
        m_at += letters.size();
        return true;
    }
    [[noreturn]] void refuse(std::string_view right) const {
        throw badInput(fmt::format(
            "the layers \"{}\" are not understood from letter {}: {}", m_text, m_at + 1, right));
    }
    void checkLimits() const {
        const bool deep = std::ranges::any_of(m_architecture.levels, [](const Level& level) {
            return level.convolutions > kMostSteps;
        });
        if (deep || std::ssize(m_architecture.levels) > kMostLevels ||
            m_architecture.hidden > kMostHidden)
            throw badInput(fmt::format(
                "the layers \"{}\" are too many: at most {} resolutions, {} convolutions at each "
                "and {} dense layers with ReLU",
                m_text,
                kMostLevels,
                kMostSteps,
                kMostHidden));
    }
};

void requireAbove(double value, double least, std::string_view field, std::string_view right) {
    if (!(value > least))  // a NaN, too
        throw badInput(fmt::format("{} is {}; it must be {}", field, value, right));
}

/// The size below which a pool would leave nothing.
std::int64_t leastSide(const Architecture& architecture) {
    std::int64_t side = 1;
    for (const Level& level : architecture.levels)
        if (level.pooled) side *= 2;
    return side;
}

std::vector<std::string> droppedByPools(const Architecture& architecture, const ImageShape& shape) {
    std::vector<std::string> warnings;
    std::int64_t height = shape.height;
    std::int64_t width = shape.width;
    int pool = 0;
    const auto pools = std::ranges::count(architecture.levels, true, &Level::pooled);
    for (const Level& level : architecture.levels) {
        if (!level.pooled) continue;
        ++pool;
        if (height % 2 != 0 || width % 2 != 0)
            warnings.push_back(
                fmt::format("{}x{}: {} pool drops {}{}{} ({}x{} to {}x{})",
                            shape.height,
                            shape.width,
                            pool == pools ? "the last" : fmt::format("pool {}", pool),
                            height % 2 != 0 ? "1 row" : "",
                            height % 2 != 0 && width % 2 != 0 ? " and " : "",
                            width % 2 != 0 ? "1 column" : "",
                            height,
                            width,
                            level.outSide(height),
                            level.outSide(width)));
        height = level.outSide(height);
        width = level.outSide(width);
    }
    return warnings;
}

}  // namespace

std::string ImageShape::text() const { return fmt::format("{}x{}x{}", channels, height, width); }

Architecture parseArchitecture(std::string_view text) {
    if (const auto known = named(text)) return *known;
    const bool letters = !text.empty() && text.find_first_not_of("crpfgD ") == text.npos;
    if (!letters) throw badInput(fmt::format("there is no kernel \"{}\"; {}", text, kRight));
    return Layers(text).parse();
}

KernelSpec parseKernel(std::string_view architecture) {
    (void)parseArchitecture(architecture);
    return {.architecture = std::string(architecture)};
}

std::string describe(const KernelSpec& spec) {
    const Form form = parseArchitecture(spec.architecture).form;
    if (form == Form::Linear) return "linear kernel";
    if (form == Form::Rbf) return fmt::format("RBF kernel (gamma {})", spec.gamma);
    std::string text = fmt::format("{} of {} (bias variance {}",
                                   spec.type == KernelType::Ntk ? "NTK" : "NNGP",
                                   spec.architecture,
                                   spec.sigmaB2);
    if (spec.type == KernelType::Ntk && spec.parameterization == Parameterization::Standard)
        text += fmt::format(", standard parameterization, width {}", spec.width);
    if (spec.type == KernelType::Ntk && spec.readout == Parameterization::Standard)
        text += ", readout too";
    return text + ")";
}

std::vector<std::string> validate(const KernelSpec& spec, const ImageShape& shape) {
    const Architecture architecture = parseArchitecture(spec.architecture);
    requireAbove(spec.sigmaW2, 0, "sigma-w2", "above 0");
    if (!(spec.sigmaB2 >= 0))
        throw badInput(fmt::format("sigma-b2 is {}; it must be 0 or more", spec.sigmaB2));
    requireAbove(spec.gamma, 0, "gamma", "above 0");
    if (spec.width < 1)
        throw badInput(fmt::format("width is {}; it must be at least 1", spec.width));
    if (shape.channels < 1 || shape.height < 1 || shape.width < 1)
        throw badInput(fmt::format(
            "images are {}; each of channels, height and width must be at least 1", shape.text()));
    const std::int64_t least = leastSide(architecture);
    if (shape.height < least || shape.width < least)
        throw badInput(fmt::format("{} needs at least {}x{}, images are {}x{}",
                                   spec.architecture,
                                   least,
                                   least,
                                   shape.height,
                                   shape.width));
    return droppedByPools(architecture, shape);
}

}  // namespace winnow::infinite
