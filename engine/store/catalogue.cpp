// SPDX-License-Identifier: Apache-2.0
#include "engine/store/catalogue.h"

#include "engine/store/atomic.h"
#include "engine/store/catalogue_file.h"
#include "engine/store/file.h"
#include "engine/store/schema.h"
#include "engine/store/system_error.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <optional>
#include <sqlite3.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace winnow::store {
namespace {

bool canWrite(const std::filesystem::path& path) { return ::access(path.c_str(), W_OK) == 0; }

void requireWritable(const std::filesystem::path& path) {
    if (!canWrite(path)) throw systemError(errno, "write to the project", path);
}

/// WAL needs memory shared between the processes, which network file systems do not give.
bool isNetwork(const std::filesystem::path& path) {
    constexpr std::array<std::uint32_t, 11> kNetwork{0x6969,       // NFS
                                                     0x517b,       // SMB
                                                     0xff534d42,   // CIFS
                                                     0xfe534d42,   // SMB2
                                                     0x01021997,   // 9P
                                                     0x65735546,   // FUSE (sshfs among them)
                                                     0x0bd00bd0,   // Lustre
                                                     0x47504653,   // GPFS
                                                     0x00c36400,   // Ceph
                                                     0x19830326,   // BeeGFS
                                                     0x5346414f};  // AFS
    struct statfs facts {};
    if (::statfs(path.c_str(), &facts) != 0) return true;
    return std::ranges::count(kNetwork, static_cast<std::uint32_t>(facts.f_type)) > 0;
}

/// On read-only media SQLite can make no shared-memory file, so it is told that nobody else writes.
/// A leftover write-ahead log there would be passed over, and is refused instead.
std::string immutableUri(const std::filesystem::path& file) {
    std::filesystem::path log = file;
    log += "-wal";
    std::error_code ignored;
    if (std::filesystem::exists(log, ignored) && std::filesystem::file_size(log, ignored) > 0)
        throw badInput("the project " + file.parent_path().string() +
                       " was not closed before it was made read-only; open it once where it can be "
                       "written");
    std::string uri = "file:";
    for (const char c : file.string()) {
        if (c == '%' || c == '?' || c == '#') {
            constexpr std::string_view kDigits = "0123456789abcdef";
            const auto code = static_cast<unsigned char>(c);
            uri += {'%', kDigits[code >> 4], kDigits[code & 15]};
        } else {
            uri += c;
        }
    }
    return uri + "?immutable=1";
}

SQLite::Database opened(const std::filesystem::path& file, Catalogue::Mode mode) {
    using enum Catalogue::Mode;
    requireCatalogue(file);
    if (mode == Write) {
        requireWritable(file.parent_path());
        requireWritable(file);
    }
    if (mode == Write) return {file.string(), SQLite::OPEN_READWRITE, kBusyMilliseconds};
    if (canWrite(file.parent_path()))
        return {file.string(), SQLite::OPEN_READONLY, kBusyMilliseconds};
    return {immutableUri(file), SQLite::OPEN_READONLY | SQLite::OPEN_URI, kBusyMilliseconds};
}

/// Builds the whole catalogue under a name that nobody opens.
void build(const std::filesystem::path& temporary) {
    SQLite::Database database(temporary.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    // A journal file would be one more thing to leave behind.
    database.exec("PRAGMA journal_mode = MEMORY");
    SQLite::Transaction transaction(database);
    migrate(database);
    transaction.commit();
}

/// Gives the file its name without replacing what another process may have put there.
void giveName(const std::filesystem::path& temporary, const std::filesystem::path& file) {
    if (::link(temporary.c_str(), file.c_str()) == 0) return;
    const int failure = errno;
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) return;
    if (failure != EPERM && failure != EOPNOTSUPP) throw systemError(failure, "write", file);
    renameDurably(temporary, file);  // a file system without links
}

SQLite::Database openedOrError(const std::filesystem::path& file, Catalogue::Mode mode) {
    try {
        return opened(file, mode);
    } catch (const SQLite::Exception& failure) {
        throw catalogueError(failure.getExtendedErrorCode(), errno, failure.what(), file);
    }
}

}  // namespace

void Catalogue::create(const std::filesystem::path& file) {
    const std::filesystem::path temporary = temporaryBeside(file);
    std::error_code ignored;
    try {
        build(temporary);
        giveName(temporary, file);
        std::filesystem::remove(temporary, ignored);
    } catch (const SQLite::Exception& failure) {
        std::filesystem::remove(temporary, ignored);
        throw catalogueError(failure.getExtendedErrorCode(), errno, failure.what(), file);
    } catch (...) {
        std::filesystem::remove(temporary, ignored);
        throw;
    }
}

Catalogue::Catalogue(std::filesystem::path file, Mode mode)
    : m_file(std::move(file)), m_database(openedOrError(m_file, mode)) {
    run([&](SQLite::Database&) { prepare(mode); });
}

void Catalogue::prepare(Mode mode) {
    m_database.exec("PRAGMA foreign_keys = ON");
    const auto version = [&] { return m_database.execAndGet("PRAGMA user_version").getInt64(); };
    refuseNewer(version(), m_file);
    if (mode == Mode::Read) {
        if (version() < kSchemaVersion)
            throw badInput("the project " + m_file.parent_path().string() +
                           " is of an older version; it is brought up to date when it is next "
                           "opened for writing");
        return;
    }
    m_database.exec("PRAGMA synchronous = FULL");
    if (version() < kSchemaVersion) write([](SQLite::Database& database) { migrate(database); });
    // A refused switch (another process is in the middle of a transaction) leaves the mode there
    // is.
    sqlite3_exec(m_database.getHandle(),
                 isNetwork(m_file) ? "PRAGMA journal_mode = DELETE" : "PRAGMA journal_mode = WAL",
                 nullptr,
                 nullptr,
                 nullptr);
}

Error Catalogue::error(const SQLite::Exception& failure) const {
    return catalogueError(failure.getExtendedErrorCode(),
                          sqlite3_system_errno(m_database.getHandle()),
                          failure.what(),
                          m_file);
}

}  // namespace winnow::store
