// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/field_value.h"

#include "engine/jobs/nearest.h"
#include "engine/store/error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <optional>
#include <utility>

namespace winnow::jobs {
namespace {

using nlohmann::json;

bool isUtf8(const std::string& text) {
    try {
        (void)json(text).dump();
        return true;
    } catch (const json::type_error&) {
        return false;
    }
}

/// The value as a person would read it, short enough for a sentence.
std::string shown(const json& raw) {
    constexpr std::size_t kLongest = 80;
    std::string text = raw.dump(-1, ' ', false, json::error_handler_t::replace);
    if (text.size() > kLongest) text = text.substr(0, kLongest) + "...";
    return text;
}

[[noreturn]] void refuse(const Field& field, const json& raw) {
    throw badInput(
        fmt::format("{} is {}; it must be {}", field.name, shown(raw), allowedText(field)));
}

template <typename T>
std::optional<T> parsed(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty())
        return std::nullopt;
    return value;
}

std::optional<std::int64_t> asInteger(const json& raw) {
    if (raw.is_string()) return parsed<std::int64_t>(raw.get_ref<const std::string&>());
    if (raw.is_number_unsigned() && raw.get<std::uint64_t>() > std::uint64_t{1} << 62)
        return std::nullopt;
    if (raw.is_number_integer()) return raw.get<std::int64_t>();
    constexpr double kExact = 9007199254740992.0;  // 2^53: doubles hold every integer up to it
    if (raw.is_number_float()) {
        const double value = raw.get<double>();
        if (std::abs(value) <= kExact && value == std::trunc(value))
            return static_cast<std::int64_t>(value);
    }
    return std::nullopt;
}

std::optional<double> asReal(const json& raw) {
    std::optional<double> value;
    if (raw.is_number()) value = raw.get<double>();
    if (raw.is_string()) value = parsed<double>(raw.get_ref<const std::string&>());
    return value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<double> asShare(const json& raw) {
    if (!raw.is_string()) return asReal(raw);
    std::string_view text = raw.get_ref<const std::string&>();
    if (!text.ends_with('%')) return asReal(raw);
    text.remove_suffix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    const auto percent = parsed<double>(text);
    return percent && std::isfinite(*percent) ? std::optional(*percent / 100) : std::nullopt;
}

struct Range {
    double low, high;
    bool lowExcluded, highExcluded;

    [[nodiscard]] bool holds(double value) const {
        return (lowExcluded ? value > low : value >= low) &&
               (highExcluded ? value < high : value <= high);
    }
};

Range rangeOf(const Field& field) {
    Range range{field.minimum, field.maximum, field.minimumExcluded, field.maximumExcluded};
    if (field.type != FieldType::Share) return range;
    if (std::isinf(range.low)) range = {0, range.high, true, range.highExcluded};
    if (std::isinf(range.high)) range.high = 1;
    return range;
}

std::string rangeText(const Range& range) {
    constexpr double kNoLimitInPractice = 1e12;
    const bool open = range.high >= kNoLimitInPractice;
    if (std::isinf(range.low)) return open ? "" : fmt::format(" of at most {}", range.high);
    const auto low = range.lowExcluded ? fmt::format(" above {}", range.low)
                     : open            ? fmt::format(" from {} up", range.low)
                                       : fmt::format(" from {}", range.low);
    if (open) return low;
    if (range.lowExcluded && range.highExcluded)
        return fmt::format("{} and below {}", low, range.high);
    if (range.lowExcluded) return fmt::format("{} and at most {}", low, range.high);
    return fmt::format("{} to {}{}", low, range.highExcluded ? "below " : "", range.high);
}

json integerValue(const Field& field, const json& raw) {
    const auto value = asInteger(raw);
    if (!value || !rangeOf(field).holds(static_cast<double>(*value))) refuse(field, raw);
    if (!field.choices.empty() && std::ranges::count(field.choices, std::to_string(*value)) == 0)
        refuse(field, raw);
    return *value;
}

json numberValue(const Field& field, const json& raw) {
    const auto value = field.type == FieldType::Share ? asShare(raw) : asReal(raw);
    if (!value || !rangeOf(field).holds(*value)) refuse(field, raw);
    return *value;
}

json shareOrCountValue(const Field& field, const json& raw) {
    const bool share = raw.is_number_float() ||
                       (raw.is_string() && raw.get_ref<const std::string&>().find_first_of(
                                               "%.eE") != std::string::npos);
    if (share) {
        const auto value = asShare(raw);
        if (!value || *value <= 0 || *value > 1) refuse(field, raw);
        return *value;
    }
    const auto count = asInteger(raw);
    if (!count || *count < 1) refuse(field, raw);
    return *count;
}

json flagValue(const Field& field, const json& raw) {
    if (raw.is_boolean()) return raw;
    if (raw == "true") return true;
    if (raw == "false") return false;
    refuse(field, raw);
}

bool isChoice(std::string_view choice, std::string_view text) {
    if (!choice.ends_with("-N")) return choice == text;
    choice.remove_suffix(1);
    if (!text.starts_with(choice)) return false;
    const auto number = text.substr(choice.size());
    const auto value = parsed<std::int64_t>(number);
    return value && *value >= 1 && number.front() != '0';
}

json choiceValue(const Field& field, const json& raw) {
    const auto& text = raw.get_ref<const std::string&>();
    if (std::ranges::none_of(field.choices,
                             [&](const std::string& choice) { return isChoice(choice, text); }))
        throw badInput(fmt::format("{} is {}; it must be {}{}",
                                   field.name,
                                   shown(raw),
                                   allowedText(field),
                                   suggestion(text, field.choices)));
    return raw;
}

json sizeValue(const Field& field, const json& raw) {
    const std::string_view text = raw.get_ref<const std::string&>();
    const auto cross = text.find_first_of("xX");
    if (cross == std::string_view::npos) refuse(field, raw);
    const auto height = parsed<std::int64_t>(text.substr(0, cross));
    const auto width = parsed<std::int64_t>(text.substr(cross + 1));
    const auto range = rangeOf(field);
    if (!height || !width || !range.holds(static_cast<double>(*height)) ||
        !range.holds(static_cast<double>(*width)))
        refuse(field, raw);
    return fmt::format("{}x{}", *height, *width);
}

bool looksLikeId(std::string_view text) {
    const auto dash = text.rfind('-');
    if (dash == std::string_view::npos || !parsed<std::uint64_t>(text.substr(dash + 1)))
        return false;
    const std::string_view kind = text.substr(0, dash);
    return kind == "job" || std::ranges::count(artifactKinds(), kind) != 0;
}

json nameValue(const Field& field, const json& raw) {
    constexpr std::size_t kLongest = 100;
    const auto& text = raw.get_ref<const std::string&>();
    const bool control =
        std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    if (text.size() > kLongest || control || text.front() == ' ' || text.back() == ' ')
        refuse(field, raw);
    if (text == "latest" || looksLikeId(text))
        throw badInput(fmt::format(
            "{} is {}, which Winnow uses itself; take another word", field.name, shown(raw)));
    return raw;
}

json pathValue(const Field& field, const json& raw) {
    const auto& text = raw.get_ref<const std::string&>();
    if (std::ranges::count(field.choices, text) != 0) return raw;
    std::error_code error;
    const auto path = std::filesystem::absolute(text, error).lexically_normal();
    if (error) refuse(field, raw);
    if (field.mustExist && !std::filesystem::exists(path, error))
        throw badInput(fmt::format("{}: there is no file or folder {}{}",
                                   field.name,
                                   shown(raw),
                                   suggestion(text, field.choices)));
    return path.string();
}

json textValue(const Field& field, const json& raw) {
    if (!raw.is_string() || raw.get_ref<const std::string&>().empty()) refuse(field, raw);
    const auto& text = raw.get_ref<const std::string&>();
    if (!isUtf8(text) || text.find('\0') != std::string::npos)
        throw badInput(
            fmt::format("{} is {}, which is not UTF-8 text; rename it", field.name, shown(raw)));
    switch (field.type) {
        case FieldType::Choice:
            return choiceValue(field, raw);
        case FieldType::Size:
            return sizeValue(field, raw);
        case FieldType::Name:
            return nameValue(field, raw);
        case FieldType::Path:
            return pathValue(field, raw);
        default:
            return raw;
    }
}

}  // namespace

std::string allowedText(const Field& field) {
    const auto unit = field.unit.empty() ? std::string{} : " (" + field.unit + ")";
    switch (field.type) {
        case FieldType::Integer:
            if (!field.choices.empty()) return fmt::format("{}", fmt::join(field.choices, " or "));
            return "a whole number" + rangeText(rangeOf(field)) + unit;
        case FieldType::Real:
            return "a number" + rangeText(rangeOf(field)) + unit;
        case FieldType::Share:
            return "a share such as 10% or 0.1," + rangeText(rangeOf(field));
        case FieldType::ShareOrCount:
            return "a whole number from 1 up, or a share above 0 and at most 1 such as 10% or 0.1";
        case FieldType::Choice:
            return fmt::format("one of {}", fmt::join(field.choices, ", "));
        case FieldType::Flag:
            return "true or false";
        case FieldType::Size:
            return "HxW in pixels, such as 28x28," + rangeText(rangeOf(field));
        case FieldType::Name:
            return "a name of 1 to 100 bytes on one line, without spaces at its ends";
        case FieldType::Path:
            return "the path of a file or folder";
        case FieldType::Artifact:
            return fmt::format("the id or name of a {}, or latest", field.refersTo);
        case FieldType::Text:
            return "text";
    }
    return {};
}

json fieldValue(const Field& field, const json& raw) {
    switch (field.type) {
        case FieldType::Integer:
            return integerValue(field, raw);
        case FieldType::Real:
        case FieldType::Share:
            return numberValue(field, raw);
        case FieldType::ShareOrCount:
            return shareOrCountValue(field, raw);
        case FieldType::Flag:
            return flagValue(field, raw);
        default:
            return textValue(field, raw);
    }
}

json defaultValueOf(const Field& field, const std::string& text) {
    if (!field.repeated) return fieldValue(field, text);
    json values = json::array();
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        values.push_back(fieldValue(field, text.substr(begin, end - begin)));
        begin = end + 1;
    }
    return asKept(field, std::move(values));
}

json asKept(const Field& field, json values) {
    if (!field.plainWhenOne) return values;
    if (values.empty()) refuse(field, values);
    return values.size() == 1 ? json(values.front()) : values;
}

}  // namespace winnow::jobs
