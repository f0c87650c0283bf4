// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/cuda/machine.h"

#include <QTest>

#include <algorithm>
#include <barrier>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <thread>
#include <vector>

namespace winnow::test {

/// One block's threads in turn. Backwards, results must be the same: a step's numbers may come in
/// any order. Blocks that run side by side wait for each other behind every step, so that memory
/// two of them share by mistake is seen.
struct HostGroup {
    int threadCount;
    bool backwards;
    std::barrier<>* others = nullptr;

    [[nodiscard]] int threads() const { return threadCount; }
    template <typename Visit>
    void each(int count, const Visit& visit) const {
        for (int i = 0; i < count; ++i) visit(backwards ? count - 1 - i : i);
        if (others != nullptr) others->arrive_and_wait();
    }
};

/// The CPU as a machine (engine/cuda/machine.h). Memory is NaN until it is written, and what is
/// written beyond its end is found.
class HostMachine {
public:
    int threads = 256;
    bool backwards = false;
    std::int64_t sideBySide = 1;  ///< blocks that run at once
    std::int64_t shared = 227 * 1024, processor = 228 * 1024, free = 1'000'000'000;
    std::int64_t told = 1'000'000'000;  ///< that is free, at most
    std::int64_t launches = 0, mostShared = 0;

    HostMachine() = default;
    HostMachine(const HostMachine&) = delete;
    HostMachine& operator=(const HostMachine&) = delete;
    ~HostMachine() { QVERIFY2(m_sizes.empty(), "memory was not released"); }

    void* allocate(std::int64_t bytes) {
        if (bytes > free)
            throw cuda::NoMemory{static_cast<double>(bytes), static_cast<double>(free)};
        auto* const memory = static_cast<std::byte*>(
            ::operator new (static_cast<std::size_t>(bytes + kGuard), std::align_val_t{256}));
        std::memset(memory, 0xFF, static_cast<std::size_t>(bytes + kGuard));
        m_sizes[memory] = bytes;
        free -= bytes;
        return memory;
    }
    void release(void* memory) noexcept {
        if (memory == nullptr) return;
        const auto found = m_sizes.find(static_cast<std::byte*>(memory));
        QVERIFY(found != m_sizes.end());
        QVERIFY2(intact(found->first + found->second), "a program wrote beyond a buffer");
        free += found->second;
        m_sizes.erase(found);
        ::operator delete (memory, std::align_val_t{256});
    }
    void copyIn(void* device, const void* host, std::int64_t bytes) { copy(device, host, bytes); }
    void copyOut(void* host, const void* device, std::int64_t bytes) { copy(host, device, bytes); }
    void clear(void* device, std::int64_t bytes) {
        std::memset(device, 0, static_cast<std::size_t>(bytes));
    }
    [[nodiscard]] std::int64_t freeBytes() const { return std::min(free, told); }
    [[nodiscard]] std::int64_t blockBytes() const { return shared; }
    [[nodiscard]] std::int64_t processorBytes() const { return processor; }

    template <typename Program>
    void run(std::int64_t blocks,
             std::int64_t sharedBytes,
             const typename Program::Launch& launch) {
        ++launches;
        mostShared = std::max(mostShared, sharedBytes);
        QVERIFY(sharedBytes <= shared);
        for (std::int64_t first = 0; first < blocks; first += sideBySide) {
            const std::int64_t count = std::min(sideBySide, blocks - first);
            std::vector<Room> rooms(static_cast<std::size_t>(count));
            std::barrier others(count);
            const auto runBlock = [&](std::int64_t i) {
                const HostGroup group{threads, backwards, count > 1 ? &others : nullptr};
                Program::run(group, launch, first + i, rooms[static_cast<std::size_t>(i)].data());
                others.arrive_and_drop();
            };
            for (Room& room : rooms)
                room.assign(static_cast<std::size_t>((sharedBytes + kGuard + 7) / 8),
                            std::bit_cast<double>(~std::uint64_t{0}));
            if (count == 1) {
                runBlock(0);
            } else {
                std::vector<std::jthread> running;
                for (std::int64_t i = 0; i < count; ++i) running.emplace_back(runBlock, i);
            }
            for (const Room& room : rooms)
                QVERIFY2(intact(reinterpret_cast<const std::byte*>(room.data()) + sharedBytes),
                         "a program wrote beyond its shared memory");
        }
    }

private:
    using Room = std::vector<double>;  // a block's shared memory and its guard
    static constexpr std::int64_t kGuard = 64;
    std::map<std::byte*, std::int64_t> m_sizes;

    static void copy(void* to, const void* from, std::int64_t bytes) {
        if (bytes > 0) std::memcpy(to, from, static_cast<std::size_t>(bytes));
    }
    static bool intact(const std::byte* guard) {
        return std::all_of(guard, guard + kGuard, [](std::byte b) { return b == std::byte{0xFF}; });
    }
};

}  // namespace winnow::test
