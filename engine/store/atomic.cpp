// SPDX-License-Identifier: Apache-2.0
#include "engine/store/atomic.h"

#include "engine/store/system_error.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/random.h>

namespace winnow::store {
namespace {

constexpr std::string_view kPrefix = ".winnow-";
constexpr std::string_view kSuffix = ".tmp";

std::filesystem::path folderOf(const std::filesystem::path& file) {
    return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

}  // namespace

std::string randomName() {
    std::uint64_t bits = 0;
    while (::getrandom(&bits, sizeof bits, 0) != sizeof bits) {
        if (errno != EINTR) throw internalError("the system's random source cannot be read");
    }
    char text[17];
    std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(bits));
    return text;
}

std::filesystem::path temporaryBeside(const std::filesystem::path& target) {
    return folderOf(target) / (std::string(kPrefix) + randomName() + std::string(kSuffix));
}

bool isTemporary(const std::filesystem::path& file) {
    const std::string name = file.filename().string();
    return name.starts_with(kPrefix) && name.ends_with(kSuffix);
}

AtomicFile::AtomicFile(std::filesystem::path target)
    : m_target(std::move(target)),
      m_file(temporaryBeside(m_target), O_WRONLY | O_CREAT | O_EXCL, m_target) {}

AtomicFile::~AtomicFile() {
    std::error_code ignored;
    if (!m_committed) std::filesystem::remove(temporary(), ignored);
}

void AtomicFile::commit() {
    // Opened anew because a library may have replaced the file behind the temporary name.
    File(temporary(), O_RDONLY, m_target).sync();
    if (std::rename(temporary().c_str(), m_target.c_str()) != 0)
        throw systemError(errno, "write", m_target);
    m_committed = true;
    syncFolder(folderOf(m_target));
}

void writeFile(const std::filesystem::path& file, std::span<const std::byte> bytes) {
    AtomicFile out(file);
    out.write(bytes);
    out.commit();
}

void writeFile(const std::filesystem::path& file, std::string_view text) {
    writeFile(file, std::as_bytes(std::span(text)));
}

std::string readText(const std::filesystem::path& file, std::size_t limit) {
    const File in(file, O_RDONLY);
    const std::size_t size = in.size();
    if (size > limit)
        throw badInput("cannot read " + file.string() + ": it has " + std::to_string(size) +
                       " bytes, where at most " + std::to_string(limit) + " are sensible");
    std::string text(size, '\0');
    text.resize(in.read(std::as_writable_bytes(std::span(text)), 0));
    return text;
}

void renameDurably(const std::filesystem::path& from, const std::filesystem::path& to) {
    if (std::rename(from.c_str(), to.c_str()) != 0) throw systemError(errno, "write", to);
    syncFolder(folderOf(to));
    if (folderOf(from) != folderOf(to)) syncFolder(folderOf(from));
}

}  // namespace winnow::store
