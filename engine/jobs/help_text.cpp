// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/declaration.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace winnow::jobs {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kHelpColumn = 26;

std::string metavar(const Field& field) {
    switch (field.type) {
        case FieldType::Flag:
            return {};
        case FieldType::Integer:
            return field.choices.empty() ? "N" : fmt::format("{}", fmt::join(field.choices, "|"));
        case FieldType::Real:
            return "X";
        case FieldType::Share:
            return "SHARE";
        case FieldType::ShareOrCount:
            return "SHARE|N";
        case FieldType::Size:
            return "HxW";
        case FieldType::Path:
            return "PATH";
        case FieldType::Choice:
            return "WORD";
        case FieldType::Artifact:
            return "ID|NAME";
        case FieldType::Name:
            return "NAME";
        case FieldType::Text:
            return "TEXT";
    }
    return {};
}

/// `text` broken at spaces to fit `width`, every line but the first behind `indent` blanks.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
    std::string out;
    std::size_t column = indent;
    while (!text.empty()) {
        const auto space = text.find(' ');
        const auto word = text.substr(0, space);
        text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
        if (column > indent && column + 1 + word.size() > width) {
            out += '\n' + std::string(indent, ' ');
            column = indent;
        } else if (column > indent) {
            out += ' ';
            ++column;
        }
        out += word;
        column += word.size();
    }
    return out;
}

std::string describe(const Field& field) {
    std::string text = field.help;
    if (field.type == FieldType::Choice)
        text += fmt::format(" One of {}.", fmt::join(field.choices, ", "));
    std::vector<std::string> facts;
    if (field.required) facts.emplace_back("required");
    if (!field.unit.empty()) facts.push_back(field.unit);
    if (!field.defaultValue.empty() && field.type != FieldType::Flag) {
        std::string defaults = "default " + field.defaultValue;
        for (const auto& rule : field.defaultsWhen)
            defaults += fmt::format(", {} with {} {}", rule.defaultValue, rule.field, rule.value);
        facts.push_back(defaults);
    }
    return facts.empty() ? text : text + fmt::format(" ({})", fmt::join(facts, "; "));
}

std::string fieldLines(const Field& field, std::size_t width) {
    const auto meta = metavar(field);
    const auto head =
        std::string(kIndent, ' ') +
        (field.positional ? field.name : "--" + field.name + (meta.empty() ? "" : " " + meta));
    const auto gap = head.size() + 1 < kHelpColumn ? std::string(kHelpColumn - head.size(), ' ')
                                                   : '\n' + std::string(kHelpColumn, ' ');
    return head + gap + wrapped(describe(field), kHelpColumn, width) + '\n';
}

}  // namespace

std::string helpText(const Declaration& declaration, std::string_view usage, std::size_t width) {
    std::string text = declaration.title + '\n' + wrapped(declaration.help, 0, width) +
                       "\n\nUsage: " + std::string(usage) + '\n';
    std::vector<std::string> groups;
    std::map<std::string, std::string> lines;
    for (const auto& field : declaration.fields) {
        if (std::ranges::count(groups, field.group) == 0) groups.push_back(field.group);
        lines[field.group] += fieldLines(field, width);
    }
    for (const auto& group : groups) text += '\n' + group + ":\n" + lines[group];
    return text;
}

}  // namespace winnow::jobs
