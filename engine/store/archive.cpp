// SPDX-License-Identifier: Apache-2.0
#include "engine/store/archive.h"

#include "engine/store/atomic.h"
#include "engine/store/error.h"
#include "engine/store/system_error.h"

#include <deque>
#include <fcntl.h>
#include <zip.h>

namespace winnow::store {
namespace {

/// 1 January 1980, the earliest a zip archive can say.
constexpr std::uint16_t kEarliestDate = 0x21;

/// `code` is a libzip error, `system` the errno that goes with some of them.
Error archiveError(int code,
                   int system,
                   const std::string& where,
                   const std::filesystem::path& file) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const bool hasErrno = zip_error_system_type(&error) == ZIP_ET_SYS;
    zip_error_fini(&error);
    if (hasErrno && system != 0) return systemError(system, "read or write", file);
    switch (code) {
        case ZIP_ER_NOENT:
            return systemError(ENOENT, "read", file);
        case ZIP_ER_MEMORY:
            return outOfResources("there is not enough memory to unpack " + where);
        case ZIP_ER_NOZIP:
            return badInput(where + " is no zip archive (.npz)");
        case ZIP_ER_ENCRNOTSUPP:
        case ZIP_ER_NOPASSWD:
            return badInput(where + " is encrypted; save it without a password");
        case ZIP_ER_COMPNOTSUPP:
            return badInput(where +
                            " is compressed in a way NumPy does not use; stored or deflated is "
                            "needed");
        case ZIP_ER_MULTIDISK:
            return badInput(where + " is a part of an archive; join its parts first");
        default:
            return badInput(where +
                            " is damaged, cut short or no zip archive; copy or save it again");
    }
}

}  // namespace

struct Archive::Impl {
    std::filesystem::path path;
    std::uint64_t size = 0;
    zip_t* handle = nullptr;
    std::vector<ArchiveEntry> entries;

    explicit Impl(std::filesystem::path file) : path(std::move(file)) {
        size = File(path, O_RDONLY).size();
        int code = 0;
        handle = zip_open(path.c_str(), ZIP_RDONLY, &code);
        if (handle == nullptr) throw archiveError(code, errno, path.string(), path);
    }
    ~Impl() { zip_discard(handle); }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void list() {
        const zip_int64_t count = zip_get_num_entries(handle, 0);
        for (zip_int64_t i = 0; i < count; ++i) {
            zip_stat_t facts;
            zip_stat_init(&facts);
            constexpr zip_uint64_t kWanted = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
            if (zip_stat_index(handle, static_cast<zip_uint64_t>(i), 0, &facts) != 0 ||
                (facts.valid & kWanted) != kWanted)
                throw archiveError(ZIP_ER_INCONS, 0, path.string(), path);
            entries.push_back(
                {static_cast<std::uint64_t>(i), facts.name, facts.comp_size, facts.size});
        }
    }
};

Archive::Archive(std::filesystem::path path) : m_impl(std::make_unique<Impl>(std::move(path))) {
    m_impl->list();
}
Archive::~Archive() = default;
const std::filesystem::path& Archive::path() const { return m_impl->path; }
std::uint64_t Archive::size() const { return m_impl->size; }
const std::vector<ArchiveEntry>& Archive::entries() const { return m_impl->entries; }

struct ArchiveReader::Impl {
    const Archive& archive;
    std::string where;
    zip_file_t* handle = nullptr;

    ~Impl() {
        if (handle != nullptr) zip_fclose(handle);
    }
    [[nodiscard]] Error failure(zip_error_t* error) const {
        return archiveError(
            zip_error_code_zip(error), zip_error_code_system(error), where, archive.path());
    }
};

ArchiveReader::ArchiveReader(const Archive& archive, const ArchiveEntry& entry)
    : m_impl(new Impl{archive, "'" + entry.name + "' in " + archive.path().string()}) {
    zip_t* zip = archive.m_impl->handle;
    m_impl->handle = zip_fopen_index(zip, entry.index, 0);
    if (m_impl->handle == nullptr) throw m_impl->failure(zip_get_error(zip));
}
ArchiveReader::~ArchiveReader() = default;

std::size_t ArchiveReader::read(std::span<std::byte> into) {
    std::size_t done = 0;
    while (done < into.size()) {
        const zip_int64_t got = zip_fread(m_impl->handle, into.data() + done, into.size() - done);
        if (got < 0) throw m_impl->failure(zip_file_get_error(m_impl->handle));
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

bool ArchiveReader::atEnd() {
    std::byte beyond{};
    return read({&beyond, 1}) == 0;
}

struct ArchiveWriter::Impl {
    AtomicFile file;
    std::filesystem::path target;
    zip_t* handle = nullptr;
    std::deque<std::vector<std::byte>> heads;  ///< libzip reads them when the archive is closed

    explicit Impl(const std::filesystem::path& path) : file(path), target(path) {
        int code = 0;
        handle = zip_open(file.temporary().c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
        if (handle == nullptr) throw archiveError(code, errno, target.string(), target);
    }
    ~Impl() {
        if (handle != nullptr) zip_discard(handle);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    [[nodiscard]] Error failure() const {
        zip_error_t* error = zip_get_error(handle);
        return archiveError(
            zip_error_code_zip(error), zip_error_code_system(error), target.string(), target);
    }
};

ArchiveWriter::ArchiveWriter(std::filesystem::path target)
    : m_impl(std::make_unique<Impl>(target)) {}
ArchiveWriter::~ArchiveWriter() = default;

void ArchiveWriter::add(const std::string& name,
                        std::vector<std::byte> head,
                        std::span<const std::byte> body,
                        bool deflate) {
    auto& kept = m_impl->heads.emplace_back(std::move(head));
    // libzip's fragments are not const, but a source that is only read leaves them alone.
    auto* start = const_cast<std::byte*>(body.data());
    const zip_buffer_fragment_t parts[] = {
        {reinterpret_cast<zip_uint8_t*>(kept.data()), kept.size()},
        {reinterpret_cast<zip_uint8_t*>(start), body.size()}};
    zip_source_t* source =
        zip_source_buffer_fragment(m_impl->handle, parts, body.empty() ? 1 : 2, 0);
    if (source == nullptr) throw m_impl->failure();
    const zip_int64_t index = zip_file_add(m_impl->handle, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        throw m_impl->failure();
    }
    const auto entry = static_cast<zip_uint64_t>(index);
    if (zip_set_file_compression(
            m_impl->handle, entry, deflate ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0) != 0 ||
        zip_file_set_dostime(m_impl->handle, entry, 0, kEarliestDate, 0) != 0)
        throw m_impl->failure();
}

void ArchiveWriter::commit() {
    // With no members libzip would remove the file instead of writing an empty archive.
    if (m_impl->heads.empty()) throw internalError("an archive without arrays was to be written");
    if (zip_close(m_impl->handle) != 0) throw m_impl->failure();
    m_impl->handle = nullptr;
    m_impl->file.commit();
}

}  // namespace winnow::store
