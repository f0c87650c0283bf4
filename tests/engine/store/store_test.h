// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/error.h"
#include "engine/store/project.h"

#include <QTemporaryDir>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace winnow::test {

[[nodiscard]] std::filesystem::path pathOf(const QTemporaryDir& folder);

[[nodiscard]] std::string bytesOf(const std::filesystem::path& file);
void writeBytes(const std::filesystem::path& file, std::string_view bytes);
/// Turns one byte of a file into another one.
void flipByte(const std::filesystem::path& file, std::size_t at);
/// Names in a folder, hidden ones too, sorted.
[[nodiscard]] std::vector<std::string> namesIn(const std::filesystem::path& folder);

/// Runs SQL on a catalogue behind the program's back, foreign keys off: damage of many kinds.
void sql(const std::filesystem::path& project, const std::string& statement);

/// A small artifact: values.npy float32 [count] that all hold `value`, and note.txt.
std::string addArtifact(store::Project& project,
                        const std::string& kind,
                        float value = 1,
                        const std::string& name = {},
                        std::vector<std::string> parents = {},
                        std::int64_t count = 16);

/// Runs `work`; "" when it throws an Error of `kind` whose sentence holds `fragment`, else what
/// happened.
template <typename Work>
[[nodiscard]] std::string notError(Work&& work, ErrorKind kind, const std::string& fragment) {
    try {
        work();
    } catch (const Error& error) {
        const std::string sentence = error.what();
        if (error.kind() != kind)
            return "kind " + std::to_string(static_cast<int>(error.kind())) + ": " + sentence;
        return sentence.find(fragment) == std::string::npos ? sentence : std::string();
    }
    return "nothing was thrown";
}

}  // namespace winnow::test

/// The statement throws an Error of this kind whose sentence holds this text.
#define WINNOW_THROWS(errorKind, fragment, ...)                                    \
    do {                                                                           \
        const std::string otherwise = winnow::test::notError(                      \
            [&] { (void)(__VA_ARGS__); }, winnow::ErrorKind::errorKind, fragment); \
        QVERIFY2(otherwise.empty(), otherwise.c_str());                            \
    } while (false)
