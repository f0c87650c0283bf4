// SPDX-License-Identifier: Apache-2.0
#include "app/engine/job_file.h"

#include "engine/jobs/nearest.h"
#include "engine/store/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>

namespace winnow::app {
namespace {

using nlohmann::json;

std::string contentOf(const std::filesystem::path& file) {
    constexpr std::size_t kLargest = std::size_t{1} << 20;
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error))
        throw badInput(
            fmt::format("{} is not a file; give a JSON file that describes a job", file.string()));
    std::ifstream in(file, std::ios::binary);
    std::string text(kLargest + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > kLargest)
        throw badInput(fmt::format("{} is over 1 MiB, which no job is", file.string()));
    if (in.bad() || (text.empty() && !in.is_open()))
        throw badInput(fmt::format("{} cannot be read", file.string()));
    return text;
}

std::string textAt(const json& job, const char* key, const std::filesystem::path& file) {
    const auto value = job.find(key);
    if (value != job.end() && value->is_string() && !value->get_ref<const std::string&>().empty())
        return value->get<std::string>();
    throw badInput(
        fmt::format("{}: \"{}\" is missing or no text; a job is "
                    "{{\"kind\": \"train\", \"project\": \"PATH\", \"fields\": {{...}}}}",
                    file.string(),
                    key));
}

}  // namespace

JobFile readJobFile(const std::filesystem::path& file) {
    const auto job = json::parse(contentOf(file), nullptr, false);
    if (!job.is_object())
        throw badInput(
            fmt::format("{} is not a JSON object, which a job has to be", file.string()));
    const std::array<std::string, 3> known{"kind", "project", "fields"};
    for (const auto& [key, value] : job.items())
        if (std::ranges::count(known, key) == 0)
            throw badInput(
                fmt::format("{}: there is no key \"{}\"{}; a job has kind, project and fields",
                            file.string(),
                            key,
                            jobs::suggestion(key, known)));
    return {textAt(job, "kind", file),
            std::filesystem::absolute(textAt(job, "project", file)).lexically_normal(),
            job.value("fields", json::object())};
}

}  // namespace winnow::app
