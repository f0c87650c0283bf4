// SPDX-License-Identifier: Apache-2.0
#include "engine/infinite/device_library.h"

#include "engine/store/error.h"

#include <fmt/format.h>

#include <dlfcn.h>
#include <filesystem>

namespace winnow::infinite {
namespace {

constexpr const char* kLibrary = "winnow_cuda.so";

std::filesystem::path libraryPath() {
    Dl_info info{};
    const auto* symbol = reinterpret_cast<const void*>(&throwUnlessDone);
    if (dladdr(symbol, &info) == 0 || info.dli_fname == nullptr) return kLibrary;
    std::error_code ignored;
    const auto folder = std::filesystem::canonical(info.dli_fname, ignored).parent_path();
    const auto beside = folder / kLibrary;
    if (std::filesystem::exists(beside, ignored)) return beside;
    return folder.parent_path() / "lib/winnow" / kLibrary;
}

Error unusable(const std::string& reason) {
    return badInput("device cuda: " + reason + "; device cpu works everywhere");
}

DeviceKernels loaded() {
    const auto path = libraryPath();
    // Never closed: the CUDA runtime inside it ends with the process.
    void* const library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr)
        throw unusable(
            fmt::format("the plug-in {} {}; it is built where CMake finds nvcc",
                        path.string(),
                        std::filesystem::exists(path) ? "cannot be loaded" : "is missing"));
    const auto* const version = static_cast<const int*>(dlsym(library, kDeviceInterfaceSymbol));
    auto* const entry = reinterpret_cast<DeviceEntry*>(dlsym(library, kDeviceSymbol));
    if (version == nullptr || entry == nullptr || *version != kDeviceInterface)
        throw internalError(fmt::format(
            "{} belongs to another version of winnow-engine; install both again", path.string()));
    DeviceKernels kernels;
    const DeviceOutcome outcome = entry(kernels);
    if (outcome.kind == DeviceOutcome::Kind::Failed) throw unusable(outcome.reason);
    throwUnlessDone(outcome);
    return kernels;
}

}  // namespace

const DeviceKernels& cudaKernels() {
    static const DeviceKernels kernels = loaded();
    return kernels;
}

void throwUnlessDone(const DeviceOutcome& outcome) {
    constexpr double kGigabyte = 1e9;
    switch (outcome.kind) {
        case DeviceOutcome::Kind::Done:
            return;
        case DeviceOutcome::Kind::NoMemory:
            throw outOfResources(fmt::format(
                "the GPU has {:.2f} GB free and the kernel needs {:.2f} GB at once; end what else "
                "uses the GPU, take smaller images, or use device cpu",
                outcome.freeBytes / kGigabyte,
                outcome.wantedBytes / kGigabyte));
        case DeviceOutcome::Kind::Failed:
            break;
    }
    throw internalError(
        fmt::format("the GPU failed: {}; device cpu works everywhere", outcome.reason));
}

}  // namespace winnow::infinite
