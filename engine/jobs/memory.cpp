// SPDX-License-Identifier: Apache-2.0
#include "engine/jobs/memory.h"

#include "engine/store/error.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <limits>
#include <string>

namespace winnow::jobs {
namespace {

constexpr double kUnlimited = std::numeric_limits<double>::infinity();

double systemAvailable() {
    std::ifstream file("/proc/meminfo");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("MemAvailable:")) return 1024.0 * std::stod(line.substr(13));
    return kUnlimited;
}

double numberIn(const char* file) {
    std::ifstream stream(file);
    double value = 0;
    return stream >> value ? value : kUnlimited;  // "max" means no limit
}

}  // namespace

double availableMemory() {
    const double limit = numberIn("/sys/fs/cgroup/memory.max");
    const double used = numberIn("/sys/fs/cgroup/memory.current");
    return std::min(systemAvailable(),
                    limit == kUnlimited || used == kUnlimited ? kUnlimited : limit - used);
}

std::string bytesText(double bytes) {
    const bool large = bytes >= 1e9;
    std::array<char, 32> text{};
    std::snprintf(
        text.data(), text.size(), "%.1f %s", bytes / (large ? 1e9 : 1e6), large ? "GB" : "MB");
    return text.data();
}

void requireMemory(double bytes, std::string_view what, std::string_view advice) {
    const double available = availableMemory();
    if (bytes > available)
        throw outOfResources(std::string(what) + " needs " + bytesText(bytes) + " of memory and " +
                             bytesText(available) + " are free; " + std::string(advice));
}

}  // namespace winnow::jobs
