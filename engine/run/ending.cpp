// SPDX-License-Identifier: Apache-2.0
#include "engine/run/ending.h"

#include "engine/store/error.h"

#include <c10/util/Exception.h>
#include <fmt/format.h>

#include <filesystem>
#include <new>
#include <string_view>
#include <system_error>

namespace winnow::run {
namespace {

constexpr int kInternal = 1, kBadInput = 2, kCancelled = 3, kResources = 4;

int codeOf(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::BadInput:
            return kBadInput;
        case ErrorKind::OutOfResources:
            return kResources;
        case ErrorKind::Internal:
            return kInternal;
    }
    return kInternal;
}

Ending outOfMemory(std::string detail) {
    return {
        kResources,
        "there is not enough memory for this; a smaller batch, block or set of samples needs less",
        std::move(detail),
        {},
        {}};
}

/// LibTorch says "can't allocate memory" on the CPU and "out of memory" on a GPU.
Ending ofLibTorch(const c10::Error& error) {
    const std::string_view text = error.what_without_backtrace();
    if (text.find("allocate memory") != std::string_view::npos ||
        text.find("out of memory") != std::string_view::npos)
        return outOfMemory(std::string(text));
    return {kInternal,
            "the computation failed inside LibTorch; the job's log says where, and WINNOW_DEBUG=1 "
            "shows it",
            std::string(text),
            {},
            {}};
}

Ending ofFileSystem(const std::filesystem::filesystem_error& error) {
    const bool full =
        error.code() == std::errc::no_space_on_device || error.code().value() == EDQUOT;
    return {full ? kResources : kBadInput,
            fmt::format("{}: {}", error.path1().string(), error.code().message()),
            error.what(),
            {},
            {}};
}

Ending unexpected(std::string detail) {
    return {kInternal,
            "something went wrong that Winnow did not expect; WINNOW_DEBUG=1 shows the technical "
            "message",
            std::move(detail),
            {},
            {}};
}

}  // namespace

Ending endingOfException() noexcept try {
    try {
        throw;
    } catch (const Cancelled&) {
        return {kCancelled, "cancelled", {}, {}, {}};
    } catch (const Error& error) {
        return {codeOf(error.kind()), error.what(), {}, {}, {}};
    } catch (const c10::Error& error) {
        return ofLibTorch(error);
    } catch (const std::bad_alloc& error) {
        return outOfMemory(error.what());
    } catch (const std::filesystem::filesystem_error& error) {
        return ofFileSystem(error);
    } catch (const std::exception& error) {
        return unexpected(error.what());
    } catch (...) {
        return unexpected({});
    }
} catch (...) {
    return {kResources, {}, {}, {}, {}};  // not even the sentence fits into memory
}

}  // namespace winnow::run
