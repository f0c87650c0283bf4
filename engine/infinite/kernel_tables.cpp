// SPDX-License-Identifier: Apache-2.0
#include "engine/infinite/kernel_tables.h"

#include "engine/store/error.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>

namespace winnow::infinite {

namespace avx512 {
const KernelTables& tables();
}
namespace avx2 {
const KernelTables& tables();
}
namespace plain {
const KernelTables& tables();
}

namespace {

constexpr std::array kNamed{Instructions::Avx512, Instructions::Avx2, Instructions::Plain};

const KernelTables& tablesOf(Instructions instructions) {
#if defined(__x86_64__)
    if (instructions == Instructions::Avx512) return avx512::tables();
    if (instructions == Instructions::Avx2) return avx2::tables();
#endif
    return plain::tables();
}

Instructions wanted(Instructions instructions) {
    if (instructions != Instructions::Best) return instructions;
    const char* const name = std::getenv("WINNOW_INSTRUCTIONS");
    if (name == nullptr) return runnableInstructions().front();
    const auto* const found = std::ranges::find(kNamed, std::string_view(name), instructionsName);
    if (found == kNamed.end())
        throw badInput("WINNOW_INSTRUCTIONS is " + std::string(name) +
                       "; it may be avx512, avx2 or plain");
    return *found;
}

}  // namespace

std::string_view instructionsName(Instructions instructions) {
    switch (instructions) {
        case Instructions::Best:
            return "best";
        case Instructions::Avx512:
            return "avx512";
        case Instructions::Avx2:
            return "avx2";
        case Instructions::Plain:
            break;
    }
    return "plain";
}

std::vector<Instructions> runnableInstructions() {
    std::vector<Instructions> runnable;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("x86-64-v4")) runnable.push_back(Instructions::Avx512);
    if (__builtin_cpu_supports("x86-64-v3")) runnable.push_back(Instructions::Avx2);
#endif
    runnable.push_back(Instructions::Plain);
    return runnable;
}

const KernelTables& kernelTables(Instructions instructions) {
    const Instructions chosen = wanted(instructions);
    const auto runnable = runnableInstructions();
    if (std::ranges::find(runnable, chosen) == runnable.end())
        throw badInput("this machine has no " + std::string(instructionsName(chosen)) +
                       " instructions; the widest it has are " +
                       std::string(instructionsName(runnable.front())));
    return tablesOf(chosen);
}

}  // namespace winnow::infinite
