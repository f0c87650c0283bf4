// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <string>

/// Situations that a test can only have in a process of its own.
namespace winnow::test {

/// What a child's work returns: "" when all was well, kSkip + reason, or what was wrong.
using ChildWork = std::function<std::string()>;
inline constexpr std::string_view kSkip = "skip: ";

/// Runs `work` in a forked child and returns its answer, or how the child died.
[[nodiscard]] std::string inChild(const ChildWork& work);

/// With a file system of `bytes` mounted on `folder`, seen by the child alone.
[[nodiscard]] std::string onSmallDisk(const std::filesystem::path& folder,
                                      std::size_t bytes,
                                      const ChildWork& work);
/// With `folder` mounted read-only, seen by the child alone.
[[nodiscard]] std::string onReadOnlyDisk(const std::filesystem::path& folder,
                                         const ChildWork& work);

/// As a user who is not root; `folder` and what it holds stay readable.
[[nodiscard]] std::string asOrdinaryUser(const std::filesystem::path& folder,
                                         const ChildWork& work);

}  // namespace winnow::test

/// Fails with the child's answer, skips when it could not have its situation.
#define WINNOW_CHILD(...)                                                   \
    do {                                                                    \
        const std::string answer = __VA_ARGS__;                             \
        if (answer.starts_with(winnow::test::kSkip)) QSKIP(answer.c_str()); \
        QVERIFY2(answer.empty(), answer.c_str());                           \
    } while (false)
