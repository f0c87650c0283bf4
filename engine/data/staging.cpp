// SPDX-License-Identifier: Apache-2.0
#include "engine/data/staging.h"

#include "engine/data/byte_stream.h"
#include "engine/store/atomic.h"
#include "engine/store/error.h"
#include "engine/store/system_error.h"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

namespace winnow::data {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;

void makeFolders(const fs::path& folder) {
    std::error_code code;
    fs::create_directories(folder, code);
    if (code) throw store::systemError(code.value(), "make the folder", folder);
}

}  // namespace

StagingFolder::StagingFolder(const fs::path& target) : m_target(fs::absolute(target)) {
    if (!m_target.has_filename()) m_target = m_target.parent_path();
    std::error_code code;
    if (fs::exists(fs::symlink_status(m_target, code)) &&
        !(fs::is_directory(m_target, code) && !fs::is_symlink(m_target, code) &&
          fs::is_empty(m_target, code)))
        throw badInput(displayed(m_target) +
                       " is there already and is no empty folder; give a new or empty folder");
    makeFolders(m_target.parent_path());
    m_temporary = store::temporaryBeside(m_target);
    if (!fs::create_directory(m_temporary, code))
        throw store::systemError(code ? code.value() : EEXIST, "make the folder", m_temporary);
}

StagingFolder::~StagingFolder() {
    std::error_code ignored;
    if (!m_committed) fs::remove_all(m_temporary, ignored);
}

fs::path StagingFolder::place(const fs::path& relative) const {
    const fs::path file = m_temporary / relative;
    makeFolders(file.parent_path());
    return file;
}

void StagingFolder::write(const fs::path& relative, std::string_view text) const {
    write(relative, std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

void StagingFolder::write(const fs::path& relative, std::span<const std::uint8_t> bytes) const {
    RecordWriter writer(place(relative), false);
    writer.append(bytes);
    writer.finish();
}

void StagingFolder::commit() {
    {
        // One call for all files: an fsync each would take minutes for a folder of images.
        const store::File folder(m_temporary, O_RDONLY | O_DIRECTORY);
        if (::syncfs(folder.descriptor()) != 0) throw store::systemError(errno, "write", m_target);
    }
    store::renameDurably(m_temporary, m_target);
    m_committed = true;
}

RecordWriter::RecordWriter(const fs::path& file, bool packed)
    : m_file(file), m_plain(file, O_WRONLY | O_CREAT | O_EXCL) {
    m_buffer.reserve(kPiece);
    if (!packed) return;
    m_packed = gzdopen(::dup(m_plain.descriptor()), "wb6");
    if (!m_packed) throw store::systemError(errno, "write", m_file);
}

RecordWriter::~RecordWriter() {
    if (m_packed) gzclose_w(static_cast<gzFile>(m_packed));
}

void RecordWriter::append(std::span<const std::uint8_t> bytes) {
    if (m_buffer.size() + bytes.size() > kPiece) flush();
    m_buffer.insert(m_buffer.end(), bytes.begin(), bytes.end());
}

void RecordWriter::flush() {
    if (m_buffer.empty()) return;
    if (!m_packed)
        m_plain.write(std::as_bytes(std::span(m_buffer)));
    else if (gzfwrite(m_buffer.data(), 1, m_buffer.size(), static_cast<gzFile>(m_packed)) !=
             m_buffer.size())
        throw store::systemError(errno == 0 ? EIO : errno, "write", m_file);
    m_buffer.clear();
}

void RecordWriter::finish() {
    flush();
    if (!m_packed) return;
    auto* const packed = static_cast<gzFile>(m_packed);
    m_packed = nullptr;
    if (gzclose_w(packed) != Z_OK)
        throw store::systemError(errno == 0 ? EIO : errno, "write", m_file);
}

}  // namespace winnow::data
