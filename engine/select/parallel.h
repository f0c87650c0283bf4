// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <exception>
#include <thread>
#include <vector>

namespace winnow::select {

/// Cuts 0..count-1 into one range for each of at most `threads` workers and calls work(begin, end,
/// worker) in parallel. The first worker's exception, in order of ranges, is rethrown once all have
/// ended.
template <typename Work>
void parallelRanges(unsigned threads, std::int64_t count, Work work) {
    const std::int64_t workers = std::clamp<std::int64_t>(count, 1, std::max(1U, threads));
    if (workers == 1) {
        work(std::int64_t{0}, count, std::size_t{0});
        return;
    }
    std::vector<std::exception_ptr> failures(static_cast<std::size_t>(workers));
    {
        std::vector<std::jthread> pool;
        for (std::int64_t w = 0; w < workers; ++w) {
            pool.emplace_back([&, w] {
                try {
                    work(count * w / workers,
                         count * (w + 1) / workers,
                         static_cast<std::size_t>(w));
                } catch (...) {
                    failures[static_cast<std::size_t>(w)] = std::current_exception();
                }
            });
        }
    }
    for (const std::exception_ptr& failure : failures) {
        if (failure) std::rethrow_exception(failure);
    }
}

}  // namespace winnow::select
