// SPDX-License-Identifier: Apache-2.0
#include "engine/models/device.h"

#include "engine/store/error.h"

#include <torch/torch.h>

#include <algorithm>
#include <dlfcn.h>
#include <exception>
#include <filesystem>
#include <string>
#include <thread>

namespace winnow::models {
namespace {

/// Folder of the libtorch_cpu.so this process runs, empty when it cannot be told.
std::filesystem::path torchFolder() {
    Dl_info info{};
    const auto* symbol = reinterpret_cast<const void*>(&at::set_num_threads);
    if (dladdr(symbol, &info) == 0 || info.dli_fname == nullptr) return {};
    std::error_code ignored;
    const auto library = std::filesystem::canonical(info.dli_fname, ignored);
    return ignored ? std::filesystem::path() : library.parent_path();
}

/// Empty when CUDA can be used, else the reason in words that complete "device cuda: ".
std::string whyNoCuda() {
    std::error_code ignored;
    if (!std::filesystem::exists("/dev/nvidia0", ignored) &&
        !std::filesystem::exists("/dev/dxg", ignored))
        return "this machine has no NVIDIA GPU that can be seen (no /dev/nvidia0)";
    if (dlopen("libcuda.so.1", RTLD_LAZY | RTLD_GLOBAL) == nullptr)
        return "NVIDIA's driver library libcuda.so.1 is not installed";
    const auto library = torchFolder() / "libtorch_cuda.so";
    if (!std::filesystem::exists(library, ignored))
        return "this LibTorch has no CUDA library; install the wheel torch==2.11.0 with its CUDA "
               "packages";
    // Global, and never closed: its operators register themselves with the CPU library.
    if (dlopen(library.c_str(), RTLD_NOW | RTLD_GLOBAL) == nullptr)
        return "LibTorch's CUDA library cannot be loaded, as one of NVIDIA's libraries is missing; "
               "install the wheel "
               "torch==2.11.0 with its CUDA packages";
    try {
        if (at::globalContext().hasCUDA() && at::detail::getCUDAHooks().deviceCount() > 0)
            return {};
    } catch (const std::exception&) {
        return "NVIDIA's driver is too old for CUDA 13, or the GPU is not usable";
    }
    return "NVIDIA's driver offers no usable GPU";
}

}  // namespace

Device chooseDevice(std::string_view wanted) {
    if (wanted == "cpu") return Device::Cpu;
    if (wanted != "auto" && wanted != "cuda")
        throw badInput("device is \"" + std::string(wanted) + "\"; there are auto, cpu, cuda");
    const std::string reason = whyNoCuda();
    if (reason.empty()) return Device::Cuda;
    if (wanted == "cuda")
        throw badInput("device cuda: " + reason + "; device cpu works everywhere");
    return Device::Cpu;
}

std::string_view deviceName(Device device) { return device == Device::Cuda ? "cuda" : "cpu"; }

Device deviceNamed(std::string_view name) { return name == "cuda" ? Device::Cuda : Device::Cpu; }

int useThreads(std::int64_t threads) {
    const auto cores = static_cast<std::int64_t>(std::max(1U, std::thread::hardware_concurrency()));
    const auto count =
        static_cast<int>(threads <= 0 ? cores : std::min<std::int64_t>(threads, 1024));
    if (at::get_num_threads() != count) at::set_num_threads(count);
    return count;
}

int threadsInUse() { return at::get_num_threads(); }

}  // namespace winnow::models
