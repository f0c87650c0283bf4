// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/store/array.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>

/// NumPy's .npy format (versions 1.0 to 3.0): whole arrays, and memory-mapped ones both ways.
namespace winnow::store {

/// What the header of a .npy file says. `dataOffset` is where the elements begin.
struct NpyHeader {
    DType dtype = DType::Float32;
    Shape shape;
    bool fortranOrder = false;
    bool bigEndian = false;
    std::size_t dataOffset = 0;
};

/// Bytes of a file that hold its header for sure: NumPy refuses longer ones, too.
inline constexpr std::size_t kLongestNpyHeader = 12 + 10000;

/// Parses the header at the start of `bytes`; `where` names the file in errors.
/// Throws Error{BadInput}: not .npy, cut short, an object or structured type, an impossible shape.
[[nodiscard]] NpyHeader parseNpyHeader(std::span<const std::byte> bytes, const std::string& where);

/// The header NumPy itself would write (version 1.0, C order, little-endian, 64-byte aligned).
[[nodiscard]] std::vector<std::byte> npyHeaderBytes(DType dtype, const Shape& shape);

/// Reads a whole file to C order and native endianness. The size the header claims is checked
/// against the file's before memory is taken. Throws Error{BadInput}, Error{OutOfResources}.
[[nodiscard]] Array readNpy(const std::filesystem::path& file);
/// The same from memory (a member of an archive).
[[nodiscard]] Array readNpy(std::span<const std::byte> bytes, const std::string& where);

/// Writes atomically: temporary name in the same folder, fsync, rename.
void writeNpy(const std::filesystem::path& file, const Array& array);
template <typename T>
void writeNpy(const std::filesystem::path& file, std::span<const T> values, Shape shape) {
    writeNpy(file, Array::from<T>(values, std::move(shape)));
}

/// A read-only mapping of a C-ordered, little-endian .npy file. Move-only.
class MappedNpy {
public:
    explicit MappedNpy(const std::filesystem::path& file);
    ~MappedNpy();
    MappedNpy(MappedNpy&&) noexcept;
    MappedNpy& operator=(MappedNpy&&) noexcept;

    [[nodiscard]] DType dtype() const;
    [[nodiscard]] const Shape& shape() const;
    [[nodiscard]] std::span<const std::byte> bytes() const;
    /// Throws Error{BadInput} naming the file when the element type is another one.
    template <typename T>
    [[nodiscard]] std::span<const T> as() const {
        requireType(dtypeOf<T>());
        return {reinterpret_cast<const T*>(bytes().data()), bytes().size() / sizeof(T)};
    }

private:
    void requireType(DType wanted) const;
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// A .npy of known shape written through a mapping. The file carries a temporary name until
/// commit() has synced it; without commit() it is removed. Disk space is reserved beforehand:
/// a full disk is Error{OutOfResources} here, never a crash in a later store.
/// With keepPartial the temporary file survives the destructor and a later writer of the same
/// path and shape continues in it (tiles of a cancelled job).
class NpyWriter {
public:
    NpyWriter(const std::filesystem::path& file,
              DType dtype,
              const Shape& shape,
              bool keepPartial = false);
    ~NpyWriter();
    NpyWriter(NpyWriter&&) noexcept;
    NpyWriter& operator=(NpyWriter&&) noexcept;

    template <typename T>
    [[nodiscard]] std::span<T> as() {
        requireType(dtypeOf<T>());
        const auto raw = bytes();
        return {reinterpret_cast<T*>(raw.data()), raw.size() / sizeof(T)};
    }
    [[nodiscard]] std::span<std::byte> bytes();
    /// True when an earlier writer's partial file is being continued.
    [[nodiscard]] bool resumed() const;
    void flush();  ///< msync, so that what was written so far survives a power cut
    void commit();

private:
    void requireType(DType wanted) const;
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace winnow::store
