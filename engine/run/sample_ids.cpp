// SPDX-License-Identifier: Apache-2.0
#include "engine/run/sample_ids.h"

#include "engine/store/error.h"
#include "engine/store/npy.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <string>

namespace winnow::run {
namespace {

constexpr std::string_view kBlank = " \t\r";

std::string_view trimmed(std::string_view text) {
    text = text.substr(0, text.find('#'));
    const auto first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::vector<std::int64_t> idsInText(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in)
        throw badInput(fmt::format("ids: {} cannot be read; check the path and its permissions",
                                   file.string()));
    std::vector<std::int64_t> ids;
    std::int64_t number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        const std::string_view text = trimmed(line);
        if (text.empty()) continue;
        std::int64_t id = 0;
        const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), id);
        if (code != std::errc() || end != text.data() + text.size())
            throw badInput(fmt::format(
                "ids: line {} of {} is no sample number; give one a line", number, file.string()));
        ids.push_back(id);
    }
    return ids;
}

std::vector<std::int64_t> idsInArray(const std::filesystem::path& file) {
    const store::Array array = store::readNpy(file);
    if (array.shape.size() != 1)
        throw badInput(fmt::format("ids: {} has shape {}; give one row of sample numbers",
                                   file.string(),
                                   store::shapeText(array.shape)));
    const auto values = array.as<std::int64_t>();
    return {values.begin(), values.end()};
}

}  // namespace

std::vector<std::int64_t> sampleIds(const std::filesystem::path& file, std::int64_t samples) {
    std::vector<std::int64_t> ids = file.extension() == ".npy" ? idsInArray(file) : idsInText(file);
    if (ids.empty())
        throw badInput(fmt::format("ids: {} lists no sample; give one or more", file.string()));
    std::ranges::sort(ids);
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    const std::int64_t wrong = ids.front() < 0 ? ids.front() : ids.back();
    if (wrong < 0 || wrong >= samples)
        throw badInput(fmt::format("ids: {} names sample {}; the data set has 0 to {}",
                                   file.string(),
                                   wrong,
                                   samples - 1));
    return ids;
}

}  // namespace winnow::run
