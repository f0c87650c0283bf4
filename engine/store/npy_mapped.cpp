// SPDX-License-Identifier: Apache-2.0
#include "engine/store/atomic.h"
#include "engine/store/error.h"
#include "engine/store/npy.h"
#include "engine/store/system_error.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace winnow::store {
namespace {

/// Pages of a file in memory. Move-only; unmapped when it goes.
class Mapping {
public:
    Mapping(const File& file, std::size_t size, bool writable) : m_size(size) {
        m_start = ::mmap(nullptr,
                         size,
                         writable ? PROT_READ | PROT_WRITE : PROT_READ,
                         MAP_SHARED,
                         file.descriptor(),
                         0);
        if (m_start == MAP_FAILED) throw systemError(errno, "map into memory", file.path());
    }
    ~Mapping() { ::munmap(m_start, m_size); }
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;

    [[nodiscard]] std::span<std::byte> bytes() const {
        return {static_cast<std::byte*>(m_start), m_size};
    }
    void sync(const File& file) const {
        if (::msync(m_start, m_size, MS_SYNC) != 0) throw systemError(errno, "write", file.path());
    }

private:
    void* m_start = nullptr;
    std::size_t m_size = 0;
};

void requireMappable(const NpyHeader& header, std::size_t size, const std::string& where) {
    const std::size_t wanted =
        static_cast<std::size_t>(elementCount(header.shape)) * itemSize(header.dtype);
    if (size - header.dataOffset != wanted)
        throw badInput(where + " is damaged: its header promises " + std::to_string(wanted) +
                       " bytes of numbers and " + std::to_string(size - header.dataOffset) +
                       " are there");
    const bool anyOrder =
        std::ranges::count_if(header.shape, [](std::int64_t extent) { return extent > 1; }) < 2;
    if ((header.fortranOrder && !anyOrder) || header.bigEndian ||
        header.dataOffset % itemSize(header.dtype) != 0)
        throw badInput(
            where +
            " is laid out so that it cannot be mapped; save it in C order and little-endian "
            "with numpy.save");
}

[[noreturn]] void wrongType(const std::string& where, DType got, DType wanted) {
    throw badInput(where + " holds " + std::string(dtypeName(got)) + " where " +
                   std::string(dtypeName(wanted)) + " is needed");
}

}  // namespace

struct MappedNpy::Impl {
    File file;
    Mapping mapping;
    NpyHeader header;

    explicit Impl(const std::filesystem::path& path)
        : file(path, O_RDONLY), mapping(file, sizeOf(file), false) {
        header = parseNpyHeader(mapping.bytes(), path.string());
        requireMappable(header, mapping.bytes().size(), path.string());
        const auto data = mapping.bytes().subspan(header.dataOffset);
        if (header.dtype == DType::Bool &&
            std::ranges::any_of(data, [](std::byte value) { return value > std::byte{1}; }))
            throw badInput(path.string() + " holds truth values that are neither 0 nor 1");
    }
    static std::size_t sizeOf(const File& file) {
        const std::size_t size = file.size();
        if (size == 0) throw badInput(file.path().string() + " is empty; a .npy file is needed");
        return size;
    }
};

MappedNpy::MappedNpy(const std::filesystem::path& file) : m_impl(std::make_unique<Impl>(file)) {}
MappedNpy::~MappedNpy() = default;
MappedNpy::MappedNpy(MappedNpy&&) noexcept = default;
MappedNpy& MappedNpy::operator=(MappedNpy&&) noexcept = default;

DType MappedNpy::dtype() const { return m_impl->header.dtype; }
const Shape& MappedNpy::shape() const { return m_impl->header.shape; }
std::span<const std::byte> MappedNpy::bytes() const {
    return m_impl->mapping.bytes().subspan(m_impl->header.dataOffset);
}
void MappedNpy::requireType(DType wanted) const {
    if (wanted != dtype()) wrongType(m_impl->file.path().string(), dtype(), wanted);
}

struct NpyWriter::Impl {
    std::filesystem::path target;
    DType dtype;
    std::vector<std::byte> header;
    std::size_t size;  ///< of the whole file
    bool keepPartial;
    bool resumed = false;
    bool committed = false;
    std::optional<File> file;
    std::optional<Mapping> mapping;

    Impl(const std::filesystem::path& path, DType type, const Shape& shape, bool keep)
        : target(path), dtype(type), header(npyHeaderBytes(type, shape)), keepPartial(keep) {
        std::size_t data = 0;
        if (__builtin_mul_overflow(
                static_cast<std::size_t>(elementCount(shape)), itemSize(type), &data))
            throw badInput("the array shape " + shapeText(shape) + " is not a possible one");
        size = header.size() + data;
        // The partial file's name is fixed, so that a later writer finds it again.
        std::filesystem::path temporary = keep ? target : temporaryBeside(target);
        if (keep) temporary += ".partial";
        try {
            file.emplace(temporary, O_RDWR | O_CREAT, target);
            resumed = keep && matches();
            if (!resumed) startAnew();
            mapping.emplace(*file, size, true);
        } catch (...) {
            if (!resumed) discard();
            throw;
        }
    }
    ~Impl() {
        if (!committed && !keepPartial) discard();
    }

    [[nodiscard]] bool matches() const {
        if (file->size() != size) return false;
        std::vector<std::byte> found(header.size());
        return file->read(found, 0) == found.size() && found == header;
    }
    /// Reserving the space here is what keeps a full disk from becoming a SIGBUS in a later store.
    void startAnew() {
        requireSpace();
        if (::ftruncate(file->descriptor(), 0) != 0) throw systemError(errno, "write", target);
        file->write(header);
        int failure = 0;
        do {
            failure = ::posix_fallocate(file->descriptor(), 0, static_cast<off_t>(size));
        } while (failure == EINTR);
        if (failure != 0) throw systemError(failure, "write", target);
    }
    /// posix_fallocate would fill the disk to the brim, to everyone's harm, before it gave up.
    void requireSpace() const {
        std::error_code failure;
        const auto space = std::filesystem::space(file->path().parent_path(), failure);
        if (!failure && space.capacity > 0 && space.available < size)
            throw systemError(ENOSPC, "write", target);
    }
    void discard() const {
        std::error_code ignored;
        if (file) std::filesystem::remove(file->path(), ignored);
    }
};

NpyWriter::NpyWriter(const std::filesystem::path& file,
                     DType dtype,
                     const Shape& shape,
                     bool keepPartial)
    : m_impl(std::make_unique<Impl>(file, dtype, shape, keepPartial)) {}
NpyWriter::~NpyWriter() = default;
NpyWriter::NpyWriter(NpyWriter&&) noexcept = default;
NpyWriter& NpyWriter::operator=(NpyWriter&&) noexcept = default;

std::span<std::byte> NpyWriter::bytes() {
    if (!m_impl->mapping) throw internalError("an array was written to after it was committed");
    return m_impl->mapping->bytes().subspan(m_impl->header.size());
}
bool NpyWriter::resumed() const { return m_impl->resumed; }

void NpyWriter::flush() {
    if (m_impl->mapping) m_impl->mapping->sync(*m_impl->file);
}

void NpyWriter::commit() {
    if (m_impl->committed) throw internalError("an array was committed twice");
    flush();
    m_impl->file->sync();
    m_impl->mapping.reset();
    renameDurably(m_impl->file->path(), m_impl->target);
    m_impl->committed = true;
    m_impl->file.reset();
}

void NpyWriter::requireType(DType wanted) const {
    if (wanted != m_impl->dtype) wrongType(m_impl->target.string(), m_impl->dtype, wanted);
}

}  // namespace winnow::store
