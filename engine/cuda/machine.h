// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/infinite/device.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <exception>

/// What the work of a device is written on: a machine that holds memory and runs block programs.
/// The plug-in's is a GPU (cuda_machine.cu), the tests' is the CPU. A machine is a type with
///   void* allocate(bytes)  and  void release(void*)
///   void copyIn(device, host, bytes), copyOut(host, device, bytes), clear(device, bytes)
///   std::int64_t freeBytes()          of its memory
///   std::int64_t blockBytes()         the most shared memory a block may have
///   std::int64_t processorBytes()     that blocks on one processor share
///   void run<Program>(blocks, sharedBytes, const Program::Launch&)
/// and it throws NoMemory and DeviceFailure. Calls take effect in their order.
namespace winnow::cuda {

using infinite::DeviceOutcome;

struct NoMemory {
    double wantedBytes, freeBytes;
};

/// `reason` completes "the GPU failed: ".
struct DeviceFailure {
    const char* reason;
};

/// Runs `work` and tells how it ended.
template <typename Work>
DeviceOutcome outcomeOf(const Work& work) noexcept {
    DeviceOutcome outcome;
    const auto failed = [&](const char* reason) {
        outcome.kind = DeviceOutcome::Kind::Failed;
        std::strncpy(outcome.reason, reason, sizeof(outcome.reason) - 1);
    };
    try {
        work();
    } catch (const NoMemory& error) {
        outcome.kind = DeviceOutcome::Kind::NoMemory;
        outcome.wantedBytes = error.wantedBytes;
        outcome.freeBytes = error.freeBytes;
    } catch (const DeviceFailure& error) {
        failed(error.reason);
    } catch (const std::exception& error) {
        failed(error.what());
    } catch (...) {
        failed("unknown reason");
    }
    return outcome;
}

/// Numbers in a machine's memory.
template <typename Machine, typename T>
class Buffer {
public:
    explicit Buffer(Machine& machine) : m_machine(machine) {}
    ~Buffer() { m_machine.release(m_values); }
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;

    /// Room for `count`; what was there is lost where there was less.
    T* room(std::int64_t count) {
        if (count > m_count) {
            m_machine.release(m_values);
            m_values = nullptr;
            m_count = 0;
            m_values = static_cast<T*>(m_machine.allocate(bytes(count)));
            m_count = count;
        }
        return m_values;
    }
    T* take(const T* host, std::int64_t count) {
        T* const values = room(count);
        m_machine.copyIn(values, host, bytes(count));
        return values;
    }
    T* cleared(std::int64_t count) {
        T* const values = room(count);
        m_machine.clear(values, bytes(count));
        return values;
    }
    void give(T* host, std::int64_t count) const {
        m_machine.copyOut(host, m_values, bytes(count));
    }
    [[nodiscard]] T* data() const { return m_values; }
    [[nodiscard]] std::int64_t heldBytes() const { return bytes(m_count); }

private:
    Machine& m_machine;
    T* m_values = nullptr;
    std::int64_t m_count = 0;

    static std::int64_t bytes(std::int64_t count) {
        return count * static_cast<std::int64_t>(sizeof(T));
    }
};

/// The share of a machine's free memory that one call's working memory may take, and its bound.
inline constexpr double kMemoryShare = 0.5;
inline constexpr double kMostBytes = 4e9;

/// How many items of `bytesEach` fit into what is free and `held` for them already, at most `most`;
/// throws NoMemory where not one does.
template <typename Machine>
std::int64_t itemsThatFit(Machine& machine,
                          std::int64_t held,
                          double bytesEach,
                          std::int64_t most) {
    const auto free = static_cast<double>(machine.freeBytes() + held);
    const double fit = std::min(free * kMemoryShare, kMostBytes) / bytesEach;
    if (fit < 1) throw NoMemory{bytesEach / kMemoryShare, free};
    return std::min(most, static_cast<std::int64_t>(fit));
}

}  // namespace winnow::cuda
