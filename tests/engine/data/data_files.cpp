// SPDX-License-Identifier: Apache-2.0
#include "tests/engine/data/data_files.h"

#include "engine/store/error.h"
#include "engine/store/random.h"

#include <fstream>
#include <iterator>
#include <turbojpeg.h>
#include <zlib.h>

namespace winnow::test {

namespace {

void append(Bytes& to, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
        to.push_back(static_cast<std::uint8_t>(value >> shift));
}

void appendChunk(Bytes& file, std::string_view type, const Bytes& content) {
    append(file, static_cast<std::uint32_t>(content.size()));
    Bytes body(type.begin(), type.end());
    body.insert(body.end(), content.begin(), content.end());
    file.insert(file.end(), body.begin(), body.end());
    append(file, static_cast<std::uint32_t>(crc32(0, body.data(), static_cast<uInt>(body.size()))));
}

/// "Exif\0\0" and a little-endian TIFF block with the orientation alone.
Bytes exifBlock(int orientation) {
    return {'E', 'x',  'i',  'f', 0,
            0,   'I',  'I',  42,  0,
            8,   0,    0,    0,   1,
            0,   0x12, 0x01, 3,   0,
            1,   0,    0,    0,   static_cast<std::uint8_t>(orientation),
            0,   0,    0,    0,   0,
            0,   0};
}

}  // namespace

void put(const std::filesystem::path& file, const Bytes& bytes) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream out(file, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()),
              static_cast<std::streamsize>(bytes.size()));
}

void put(const std::filesystem::path& file, std::string_view text) {
    put(file, Bytes(text.begin(), text.end()));
}

Bytes got(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

Bytes gzipped(const Bytes& bytes) {
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    Bytes out(deflateBound(&stream, bytes.size()) + 64);
    stream.next_in = const_cast<Bytef*>(bytes.data());
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = out.data();
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

Bytes first(const Bytes& bytes, std::size_t count) {
    return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count)};
}

Bytes noise(std::size_t count, std::uint64_t seed) {
    Random random(seed);
    Bytes bytes(count);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.below(256));
    return bytes;
}

Bytes idxImages(std::uint32_t count,
                std::uint32_t height,
                std::uint32_t width,
                const Bytes& pixels) {
    Bytes file{0, 0, 8, 3};
    append(file, count);
    append(file, height);
    append(file, width);
    file.insert(file.end(), pixels.begin(), pixels.end());
    return file;
}

Bytes idxLabels(const Bytes& labels) {
    Bytes file{0, 0, 8, 1};
    append(file, static_cast<std::uint32_t>(labels.size()));
    file.insert(file.end(), labels.begin(), labels.end());
    return file;
}

Bytes pngFile(const PngParts& parts) {
    Bytes file{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}, header;
    append(header, parts.width);
    append(header, parts.height);
    header.insert(header.end(), {parts.depth, parts.type, 0, 0, 0});
    appendChunk(file, "IHDR", header);
    if (!parts.palette.empty()) appendChunk(file, "PLTE", parts.palette);
    if (!parts.transparency.empty()) appendChunk(file, "tRNS", parts.transparency);
    if (!parts.exif.empty()) appendChunk(file, "eXIf", parts.exif);
    Bytes filtered;
    const std::size_t stride = parts.height == 0 ? 0 : parts.rows.size() / parts.height;
    for (std::size_t y = 0; y < parts.height && stride > 0; ++y) {
        filtered.push_back(0);
        filtered.insert(filtered.end(),
                        parts.rows.begin() + static_cast<std::ptrdiff_t>(y * stride),
                        parts.rows.begin() + static_cast<std::ptrdiff_t>((y + 1) * stride));
    }
    uLongf size = compressBound(filtered.size());
    Bytes packed(size);
    compress(packed.data(), &size, filtered.data(), filtered.size());
    packed.resize(size);
    appendChunk(file, "IDAT", packed);
    appendChunk(file, "IEND", {});
    return file;
}

Bytes rgbPng(const data::Image& image) {
    PngParts parts;
    parts.width = static_cast<std::uint32_t>(image.geometry.width);
    parts.height = static_cast<std::uint32_t>(image.geometry.height);
    const std::size_t plane = image.pixels.size() / 3;
    for (std::size_t i = 0; i < plane; ++i)
        for (std::size_t c = 0; c < 3; ++c) parts.rows.push_back(image.pixels[c * plane + i]);
    return pngFile(parts);
}

Bytes jpegFile(const data::Image& image, int orientation) {
    const std::size_t channels = static_cast<std::size_t>(image.geometry.channels),
                      plane = image.pixels.size() / channels;
    Bytes interleaved;
    for (std::size_t i = 0; i < plane; ++i)
        for (std::size_t c = 0; c < channels; ++c)
            interleaved.push_back(image.pixels[c * plane + i]);
    tjhandle handle = tjInitCompress();
    unsigned char* out = nullptr;
    unsigned long size = 0;
    tjCompress2(handle,
                interleaved.data(),
                static_cast<int>(image.geometry.width),
                0,
                static_cast<int>(image.geometry.height),
                channels == 1 ? TJPF_GRAY : TJPF_RGB,
                &out,
                &size,
                channels == 1 ? TJSAMP_GRAY : TJSAMP_444,
                95,
                0);
    Bytes file(out, out + size);
    tjFree(out);
    tjDestroy(handle);
    if (orientation == 0) return file;
    Bytes marker{0xff, 0xe1, 0, 0};
    const Bytes block = exifBlock(orientation);
    marker[3] = static_cast<std::uint8_t>(block.size() + 2);
    marker.insert(marker.end(), block.begin(), block.end());
    file.insert(file.begin() + 2, marker.begin(), marker.end());
    return file;
}

data::ImportedData imported(const std::filesystem::path& path, const data::ImportOptions& options) {
    jobs::SilentReporter silent;
    return data::readSource(path, options, {{}, silent});
}

std::string refusal(const std::filesystem::path& path, const data::ImportOptions& options) {
    try {
        (void)imported(path, options);
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::BadInput) return error.what();
    }
    return {};
}

}  // namespace winnow::test
