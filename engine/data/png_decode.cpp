// SPDX-License-Identifier: Apache-2.0
#include "engine/data/byte_stream.h"
#include "engine/data/decode.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <png.h>

namespace winnow::data {

namespace {

constexpr std::size_t kHeaderEnd = 8 + 4 + 4 + 13 + 4;

std::uint32_t bigEndian(std::span<const std::uint8_t> bytes, std::size_t at) {
    return std::uint32_t{bytes[at]} << 24 | std::uint32_t{bytes[at + 1]} << 16 |
           std::uint32_t{bytes[at + 2]} << 8 | bytes[at + 3];
}

/// Contents of the first chunk of this type; empty when there is none.
std::span<const std::uint8_t> chunk(std::span<const std::uint8_t> file, const char* type) {
    std::size_t at = 8;
    while (at + 12 <= file.size()) {
        const std::size_t length = bigEndian(file, at);
        if (length > file.size() - at - 12) break;
        if (std::memcmp(file.data() + at + 4, type, 4) == 0) return file.subspan(at + 8, length);
        at += 12 + length;
    }
    return {};
}

/// What libpng's callbacks and the code around setjmp share; it owns everything, so a jump leaks
/// nothing.
struct PngReader {
    std::span<const std::uint8_t> file;
    std::size_t position = 0;
    std::string message;
    png_structp png = nullptr;
    png_infop info = nullptr;
    Geometry geometry;
    std::vector<std::uint8_t> pixels;
    std::vector<png_bytep> rows;

    ~PngReader() { png_destroy_read_struct(&png, &info, nullptr); }
};

void onError(png_structp png, png_const_charp message) {
    static_cast<PngReader*>(png_get_error_ptr(png))->message = message;
    png_longjmp(png, 1);
}

void onWarning(png_structp, png_const_charp) {}

void onRead(png_structp png, png_bytep out, std::size_t count) {
    auto& reader = *static_cast<PngReader*>(png_get_io_ptr(png));
    if (count > reader.file.size() - reader.position) png_error(png, "the file ends early");
    std::copy_n(reader.file.begin() + static_cast<std::ptrdiff_t>(reader.position), count, out);
    reader.position += count;
}

/// Everything that can jump. No object with a destructor lives in this frame.
bool readPixels(PngReader& reader) {
    if (setjmp(png_jmpbuf(reader.png))) return false;
    png_set_user_limits(reader.png, 0x7fffffff, 0x7fffffff);
    png_set_chunk_malloc_max(reader.png, 8U << 20);
    png_set_read_fn(reader.png, &reader, onRead);
    png_read_info(reader.png, reader.info);
    png_set_expand(reader.png);
    png_set_scale_16(reader.png);
    png_set_interlace_handling(reader.png);
    png_read_update_info(reader.png, reader.info);
    reader.geometry = {png_get_channels(reader.png, reader.info),
                       png_get_image_height(reader.png, reader.info),
                       png_get_image_width(reader.png, reader.info)};
    const std::size_t stride = png_get_rowbytes(reader.png, reader.info);
    const auto height = static_cast<std::size_t>(reader.geometry.height);
    if (stride != static_cast<std::size_t>(reader.geometry.channels * reader.geometry.width))
        png_error(reader.png, "a bit depth that cannot be expanded");
    reader.pixels.resize(stride * height);
    reader.rows.resize(height);
    for (std::size_t y = 0; y < height; ++y) reader.rows[y] = reader.pixels.data() + y * stride;
    png_read_image(reader.png, reader.rows.data());
    png_read_end(reader.png, nullptr);
    return true;
}

}  // namespace

tl::expected<ImageHeader, Refusal> pngHeader(std::span<const std::uint8_t> file) {
    if (file.size() < kHeaderEnd || std::memcmp(file.data() + 12, "IHDR", 4) != 0)
        return tl::make_unexpected("is a PNG image cut short in its header");
    ImageHeader header;
    const int depth = file[24], type = file[25];
    const bool transparent = !chunk(file, "tRNS").empty();
    const std::int64_t colours = type == 0 || type == 4 ? 1 : 3;
    const bool alpha = type == 4 || type == 6 || transparent;
    header.geometry = {colours + (alpha ? 1 : 0), bigEndian(file, 20), bigEndian(file, 16)};
    const std::uint64_t samples =
        type == 3 ? 1 : static_cast<std::uint64_t>(colours + (type >= 4 ? 1 : 0));
    const auto width = static_cast<std::uint64_t>(header.geometry.width),
               height = static_cast<std::uint64_t>(header.geometry.height);
    const std::uint64_t rowBytes =
        (width * samples * static_cast<std::uint64_t>(depth) + 7) / 8 + 1;
    if (height > 0 && rowBytes > file.size() * kLargestInflation / height + 1)
        return tl::make_unexpected(fmt::format(
            "claims {}x{} pixels, more than its {} bytes can hold", width, height, file.size()));
    if (const auto exif = chunk(file, "eXIf"); !exif.empty()) {
        std::vector<std::uint8_t> block{'E', 'x', 'i', 'f', 0, 0};
        block.insert(block.end(), exif.begin(), exif.end());
        header.orientation = exifOrientation(block);
    }
    return header;
}

tl::expected<Image, Refusal> decodePng(std::span<const std::uint8_t> file) {
    PngReader reader;
    reader.file = file;
    reader.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader, onError, onWarning);
    if (reader.png) reader.info = png_create_info_struct(reader.png);
    if (!reader.info) return tl::make_unexpected("cannot be decoded: no memory for libpng");
    if (!readPixels(reader))
        return tl::make_unexpected("is a damaged PNG image (" + reader.message + ")");
    return planar(reader.pixels, reader.geometry);
}

}  // namespace winnow::data
