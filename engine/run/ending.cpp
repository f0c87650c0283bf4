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

Ending outOfMemory(std::string detail) {
    return {
        exit_code::kOutOfResources,
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
    return {exit_code::kInternal,
            "the computation failed inside LibTorch; the job's log says where, and WINNOW_DEBUG=1 "
            "shows it",
            std::string(text),
            {},
            {}};
}

Ending ofFileSystem(const std::filesystem::filesystem_error& error) {
    const bool full =
        error.code() == std::errc::no_space_on_device || error.code().value() == EDQUOT;
    return {full ? exit_code::kOutOfResources : exit_code::kBadInput,
            fmt::format("{}: {}", error.path1().string(), error.code().message()),
            error.what(),
            {},
            {}};
}

Ending unexpected(std::string detail) {
    return {exit_code::kInternal,
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
        return {exit_code::kCancelled, "cancelled", {}, {}, {}};
    } catch (const Error& error) {
        return {exitCodeOf(error.kind()), error.what(), {}, {}, {}};
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
    return {exit_code::kOutOfResources, {}, {}, {}, {}};  // not even the sentence fits into memory
}

}  // namespace winnow::run
