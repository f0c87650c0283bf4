// SPDX-License-Identifier: Apache-2.0
#include "engine/store/system_error.h"

#include <cerrno>
#include <system_error>

namespace winnow::store {
namespace {

struct Cause {
    ErrorKind kind;
    std::string sentence;
};

Cause causeOf(int code) {
    using enum ErrorKind;
    switch (code) {
        case ENOSPC:
            return {OutOfResources, "the disk is full; free some space and start again"};
        case EDQUOT:
            return {OutOfResources, "your disk quota is used up; free some space and start again"};
        case EFBIG:
            return {OutOfResources, "the file would be larger than this file system allows"};
        case ENOMEM:
            return {OutOfResources, "there is not enough memory"};
        case EMFILE:
        case ENFILE:
            return {OutOfResources, "too many files are open; close some programs"};
        case EIO:
            return {OutOfResources, "the disk reported an error; check the disk and its cable"};
        case EROFS:
            return {BadInput, "the file system is read-only; choose a folder that can be written"};
        case EACCES:
        case EPERM:
            return {BadInput,
                    "permission is denied; change its permissions or choose another place"};
        case ENOENT:
            return {BadInput, "there is no such file or folder"};
        case EEXIST:
        case ENOTEMPTY:
            return {BadInput, "something of that name is there already"};
        case ENOTDIR:
            return {BadInput, "a part of the path is a file, not a folder"};
        case EISDIR:
            return {BadInput, "it is a folder; a file is needed"};
        case ENAMETOOLONG:
            return {BadInput, "the name is too long; choose a shorter one"};
        case ELOOP:
            return {BadInput, "its symbolic links lead in a circle"};
        case ETXTBSY:
        case EBUSY:
            return {BadInput, "another program is using it; close that program"};
        default:
            return {Internal, std::generic_category().message(code)};
    }
}

}  // namespace

Error systemError(int code, std::string_view action, const std::filesystem::path& file) {
    const auto [kind, sentence] = causeOf(code);
    return {kind, "cannot " + std::string(action) + " " + file.string() + ": " + sentence};
}

}  // namespace winnow::store
