// SPDX-License-Identifier: Apache-2.0
#include "app/engine/arguments.h"

#include "engine/jobs/nearest.h"
#include "engine/store/error.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <list>

namespace winnow::app {
namespace {

using jobs::Field;
using jobs::FieldType;

/// What CLI11 writes into while it reads the words.
struct Sink {
    const Field* field;
    std::vector<std::string> values{};
    bool flag = false;
};

void addField(CLI::App& app, Sink& sink) {
    const auto& field = *sink.field;
    if (field.type == FieldType::Flag) {
        app.add_flag("--" + field.name, sink.flag);
        return;
    }
    auto* option = app.add_option(field.positional ? field.name : "--" + field.name, sink.values);
    option->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->allow_extra_args(false);
    if (field.repeated) option->delimiter(',');
}

std::vector<std::string> flagsOf(const Verb& verb) {
    std::vector<std::string> flags{"--help"};
    for (const auto& field : verb.declaration.fields)
        if (!field.positional) flags.push_back("--" + field.name);
    if (verb.reports) flags.insert(flags.end(), {"--events", "--verbose"});
    return flags;
}

std::string commandOf(const Verb& verb) {
    return "winnow-engine " + verb.prefix + verb.declaration.kind;
}

void refuseRest(const Verb& verb, const std::vector<std::string>& rest) {
    if (rest.empty()) return;
    const auto& kind = verb.declaration.kind;
    const auto flag =
        std::ranges::find_if(rest, [](const auto& word) { return word.starts_with('-'); });
    if (flag == rest.end())
        throw badInput(
            fmt::format("{}: \"{}\" is one word too many; `{} --help` shows what it takes",
                        kind,
                        rest[0],
                        commandOf(verb)));
    throw badInput(fmt::format("{} has no option {}{}; `{} --help` lists them",
                               kind,
                               *flag,
                               jobs::suggestion(flag->substr(0, flag->find('=')), flagsOf(verb)),
                               commandOf(verb)));
}

void readFields(const Verb& verb, const std::list<Sink>& sinks, nlohmann::json& fields) {
    for (const auto& [field, values, flag] : sinks) {
        if (field->type == FieldType::Flag && flag) fields[field->name] = true;
        if (values.empty()) continue;
        if (field->repeated) {
            fields[field->name] = values;
            continue;
        }
        if (values.size() > 1)
            throw badInput(fmt::format("{}: --{} is given {} times; give it once",
                                       verb.declaration.kind,
                                       field->name,
                                       values.size()));
        fields[field->name] = values.front();
    }
}

std::string readProject(const Verb& verb, const std::string& typed) {
    if (typed.empty() && verb.project == ProjectArgument::Required)
        throw badInput(fmt::format(
            "{} needs the project folder: {} PROJECT ...", verb.declaration.kind, commandOf(verb)));
    return typed.empty() ? typed : std::filesystem::absolute(typed).lexically_normal().string();
}

/// The few mistakes CLI11 finds itself, in our words: nearly always a flag at the end without its
/// value.
void parse(CLI::App& app, const Verb& verb, std::span<char* const> words) {
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    try {
        app.parse(std::move(reversed));
    } catch (const CLI::ArgumentMismatch& error) {
        const std::string text = error.what();
        throw badInput(fmt::format("{}: {} needs one value; `{} --help` shows which",
                                   verb.declaration.kind,
                                   text.substr(0, text.find(':')),
                                   commandOf(verb)));
    } catch (const CLI::ParseError&) {
        throw badInput(
            fmt::format("{}: the options cannot be read; `{} --help` shows how they are written",
                        verb.declaration.kind,
                        commandOf(verb)));
    }
}

}  // namespace

Arguments parseArguments(const Verb& verb, std::span<char* const> words) {
    Arguments arguments;
    CLI::App app;
    app.set_help_flag();
    app.allow_extras();
    app.add_flag("-h,--help", arguments.help);
    if (verb.reports) {
        app.add_flag("--events", arguments.events);
        app.add_flag("--verbose", arguments.verbose);
    }
    std::string project;
    if (verb.project != ProjectArgument::None) app.add_option("project", project);
    std::list<Sink> sinks;
    for (const auto& field : verb.declaration.fields)
        addField(app, sinks.emplace_back(Sink{&field}));
    parse(app, verb, words);
    if (arguments.help) return arguments;
    refuseRest(verb, app.remaining());
    readFields(verb, sinks, arguments.fields);
    arguments.project = readProject(verb, project);
    return arguments;
}

std::string verbHelp(const Verb& verb) {
    std::string usage = commandOf(verb);
    if (verb.project == ProjectArgument::Required) usage += " PROJECT";
    if (verb.project == ProjectArgument::Optional) usage += " [PROJECT]";
    for (const auto& field : verb.declaration.fields) {
        std::string name = field.name;
        std::ranges::transform(name, name.begin(), [](char c) {
            return c == '-' ? '-' : static_cast<char>(c - 'a' + 'A');
        });
        if (field.positional)
            usage += field.required ? " " + name : " [" + name + "]";
        else if (field.required)
            usage += " --" + field.name + " " + name;
    }
    const bool more =
        verb.reports || std::ranges::any_of(verb.declaration.fields, [](const Field& field) {
            return !field.positional && !field.required;
        });
    auto text = jobs::helpText(verb.declaration, more ? usage + " [options]" : usage);
    if (verb.reports)
        text +=
            "\nReports:\n"
            "  --events                Progress, figures and results as JSON lines on stdout.\n"
            "  --verbose               Also what a log would hold, on stderr.\n";
    return text;
}

}  // namespace winnow::app
