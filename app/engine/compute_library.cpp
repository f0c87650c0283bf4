// SPDX-License-Identifier: Apache-2.0
#include "app/engine/compute_library.h"

#include "app/engine/output.h"
#include "app/engine/process_settings.h"
#include "engine/store/error.h"

#include <fmt/format.h>

#include <cstdlib>
#include <dlfcn.h>

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
