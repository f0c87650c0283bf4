// SPDX-License-Identifier: Apache-2.0
#include "engine/data/known_sets.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace winnow::data {

namespace fs = std::filesystem;

namespace {

struct KnownSet {
    std::array<std::int64_t, 16> firstLabels;
    std::vector<std::int64_t> counts;
    std::vector<std::string> names;
};

/// Labels and counts are those of the published files.
const std::vector<KnownSet>& knownSets() {
    static const std::vector<KnownSet> sets{
        {{9, 0, 0, 3, 0, 2, 7, 2, 5, 5, 0, 9, 5, 5, 7, 9},
         std::vector<std::int64_t>(10, 6000),
         {"T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot"}},
        {{5, 0, 4, 1, 9, 2, 1, 3, 1, 4, 3, 5, 3, 6, 1, 7},
         {5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949},
         {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}}};
    return sets;
}

}  // namespace

std::vector<std::string> knownClassNames(std::span<const std::int64_t> trainLabels) {
    for (const KnownSet& set : knownSets()) {
        if (trainLabels.size() != 60000 ||
            !std::equal(set.firstLabels.begin(), set.firstLabels.end(), trainLabels.begin()))
            continue;
        std::vector<std::int64_t> counts(256);
        for (const std::int64_t label : trainLabels) ++counts.at(static_cast<std::size_t>(label));
        if (std::equal(set.counts.begin(), set.counts.end(), counts.begin())) return set.names;
    }
    return {};
}

std::optional<fs::path> installedSet(std::string_view name) {
    const char* given = std::getenv("WINNOW_DATASETS");
    std::string places = given ? given : "";
    places += places.empty() ? "/usr/share/datasets" : ":/usr/share/datasets";
    for (std::size_t at = 0; at <= places.size();) {
        const std::size_t end = std::min(places.find(':', at), places.size());
        const fs::path folder = fs::path(places.substr(at, end - at)) / name;
        std::error_code code;
        if (end > at && fs::is_directory(folder, code)) return folder;
        at = end + 1;
    }
    return std::nullopt;
}

}  // namespace winnow::data
