// SPDX-License-Identifier: Apache-2.0
#include "engine/store/catalogue_file.h"

#include "engine/store/file.h"
#include "engine/store/schema.h"
#include "engine/store/system_error.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <sqlite3.h>

namespace winnow::store {
namespace {

std::string folderOf(const std::filesystem::path& file) { return file.parent_path().string(); }

/// Offsets of https://www.sqlite.org/fileformat.html#the_database_header
struct DatabaseHeader {
    std::uint32_t userVersion, applicationId;
};

/// Read without SQLite, which would already recover, lock or convert the file. Empty: a file of no
/// bytes.
std::optional<DatabaseHeader> headerOf(const std::filesystem::path& path) {
    const File file(path, O_RDONLY);
    if (file.size() == 0) return std::nullopt;
    std::array<std::byte, 100> head{};
    const std::size_t got = file.read(head, 0);
    constexpr std::string_view kMagic("SQLite format 3\0", 16);
    const std::string_view text(reinterpret_cast<const char*>(head.data()), got);
    if (got < head.size() || !text.starts_with(kMagic))
        throw badInput(path.string() +
                       " is damaged or no catalogue of Winnow; restore the project from a backup");
    const auto number = [&](std::size_t at) {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < 4; ++i)
            value = value << 8 | std::to_integer<std::uint32_t>(head.at(at + i));
        return value;
    };
    return DatabaseHeader{number(60), number(68)};
}

}  // namespace

void refuseNewer(std::int64_t version, const std::filesystem::path& file) {
    if (version > kSchemaVersion)
        throw badInput("the project " + folderOf(file) +
                       " was made by a newer version of Winnow (catalogue version " +
                       std::to_string(version) + ", this program knows " +
                       std::to_string(kSchemaVersion) +
                       "); update Winnow to open it, nothing was changed");
}

void requireCatalogue(const std::filesystem::path& file) {
    const auto header = headerOf(file);
    if (!header)
        throw badInput("the project " + folderOf(file) +
                       " has an empty catalogue; restore its project.db from a backup");
    if (header->applicationId != static_cast<std::uint32_t>(kApplicationId))
        throw badInput(file.string() + " is a database of another program; choose another folder");
    refuseNewer(header->userVersion, file);
}

Error catalogueError(int extended,
                     int system,
                     const std::string& text,
                     const std::filesystem::path& file) {
    const std::string project = "the project " + folderOf(file);
    switch (extended & 0xff) {
        case SQLITE_FULL:
            return systemError(ENOSPC, "write to the project", folderOf(file));
        case SQLITE_NOMEM:
            return outOfResources("there is not enough memory to read " + project);
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return badInput(project +
                            " is being written by another program and was not released within "
                            "10 s; wait for it or close it");
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return systemError(EACCES, "write to the project", folderOf(file));
        case SQLITE_CANTOPEN:
            return systemError(system != 0 ? system : EACCES, "open", file);
        case SQLITE_IOERR:
            return systemError(system != 0 ? system : EIO, "read or write", file);
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT:
        case SQLITE_ERROR:  // our statements are fixed: one that fails misses a table or a column
            return badInput("the catalogue of " + project +
                            " is damaged; restore project.db from a backup, the arrays are "
                            "still in its folder arrays");
        default:
            return internalError("the catalogue of " + project + " refused a change: " + text);
    }
}

}  // namespace winnow::store
