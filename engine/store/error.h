// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

/// The words every part of Winnow shares. Standard library only.
namespace winnow {

/// Whose fault it is; decides the engine's exit code.
enum class ErrorKind { BadInput, OutOfResources, Internal };

/// A failure told in one sentence: what is wrong, in which file or field, what would be right.
class Error : public std::runtime_error {
public:
    Error(ErrorKind kind, const std::string& sentence)
        : std::runtime_error(sentence), m_kind(kind) {}
    [[nodiscard]] ErrorKind kind() const { return m_kind; }

private:
    ErrorKind m_kind;
};

[[nodiscard]] inline Error badInput(const std::string& sentence) {
    return {ErrorKind::BadInput, sentence};
}
[[nodiscard]] inline Error outOfResources(const std::string& sentence) {
    return {ErrorKind::OutOfResources, sentence};
}
[[nodiscard]] inline Error internalError(const std::string& sentence) {
    return {ErrorKind::Internal, sentence};
}

/// The person asked for it, so nobody reports it as a failure.
struct Cancelled {};

/// What the engine's programs end with (design, section 4); 0 where all is done.
namespace exit_code {
inline constexpr int kInternal = 1;
inline constexpr int kBadInput = 2;
inline constexpr int kCancelled = 3;
inline constexpr int kOutOfResources = 4;
}  // namespace exit_code

[[nodiscard]] constexpr int exitCodeOf(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::BadInput:
            return exit_code::kBadInput;
        case ErrorKind::OutOfResources:
            return exit_code::kOutOfResources;
        case ErrorKind::Internal:
            break;
    }
    return exit_code::kInternal;
}

/// Position of a sample in the training split of its data set: stable for the life of the data set.
enum class SampleId : std::int64_t {};

}  // namespace winnow
