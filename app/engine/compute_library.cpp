// SPDX-License-Identifier: Apache-2.0
#include "app/engine/compute_library.h"

#include "app/engine/output.h"
#include "engine/store/error.h"

#include <fmt/format.h>

#include <cstdlib>
#include <dlfcn.h>
#include <malloc.h>

namespace winnow::app {
namespace {

std::filesystem::path libraryPath() {
    const auto program = std::filesystem::read_symlink("/proc/self/exe");
    return program.parent_path().parent_path() / "lib" / "winnow" / "winnow_compute.so";
}

template <typename T>
T* symbol(void* library, const char* name, const std::filesystem::path& path) {
    auto* found = reinterpret_cast<T*>(dlsym(library, name));
    if (found == nullptr)
        throw internalError(fmt::format(
            "{} belongs to another version of winnow-engine; install both again", path.string()));
    return found;
}

/// Jobs take and give back arrays of tens of megabytes again and again. By default the C library
/// returns each to the system, and a third of the time of a ResNet's features goes into clearing
/// the pages it gets next time.
void keepFreedMemory() {
    constexpr int kMost = 1 << 28;
    mallopt(M_MMAP_THRESHOLD, kMost);
    mallopt(M_TRIM_THRESHOLD, kMost);
    mallopt(M_TOP_PAD, 1 << 26);
}

/// LibTorch's threads wait for each other by spinning, several milliseconds a time. Where other
/// programs want the cores too, they spin while the one they wait for is not let run, and a job of
/// seconds takes minutes. A short spin keeps the speed of an idle machine. libgomp reads these
/// once, when it is loaded; what the person has set stays.
void waitPatiently() {
    if (std::getenv("OMP_WAIT_POLICY") != nullptr) return;
    constexpr int kKeepWhatIsSet = 0;
    setenv("GOMP_SPINCOUNT", "2000", kKeepWhatIsSet);
}

}  // namespace

ComputeLibrary loadComputeLibrary() {
    keepFreedMemory();
    waitPatiently();
    const auto path = libraryPath();
    void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        if (std::getenv("WINNOW_DEBUG") != nullptr) writeError(dlerror());
        const bool there = std::filesystem::exists(path);
        throw internalError(
            fmt::format("{} {}; `sh packaging/setup.sh` builds and installs what is needed",
                        path.string(),
                        there ? "cannot be loaded, as LibTorch is missing" : "is missing"));
    }
    if (*symbol<const int>(library, run::kInterfaceSymbol, path) != run::kModuleInterface)
        throw internalError(fmt::format(
            "{} belongs to another version of winnow-engine; install both again", path.string()));
    return {symbol<run::RunJobEntry>(library, run::kRunJobSymbol, path),
            symbol<run::CalcEntry>(library, run::kCalcSymbol, path),
            symbol<run::ServeEntry>(library, run::kServeSymbol, path)};
}

}  // namespace winnow::app
