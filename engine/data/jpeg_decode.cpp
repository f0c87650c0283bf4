// SPDX-License-Identifier: Apache-2.0
#include "engine/data/decode.h"

#include <cstring>
#include <memory>
#include <string_view>
#include <turbojpeg.h>

namespace winnow::data {

namespace {

struct HandleCloser {
    void operator()(void* handle) const { tjDestroy(handle); }
};
using Handle = std::unique_ptr<void, HandleCloser>;

struct JpegInfo {
    int width = 0, height = 0, subsampling = 0, colours = 0;
};

tl::expected<JpegInfo, Refusal> infoOf(void* handle, std::span<const std::uint8_t> file) {
    JpegInfo info;
    if (tjDecompressHeader3(handle,
                            file.data(),
                            file.size(),
                            &info.width,
                            &info.height,
                            &info.subsampling,
                            &info.colours) != 0 ||
        info.width < 1 || info.height < 1)
        return tl::make_unexpected("is a JPEG image with a damaged header");
    return info;
}

bool isCmyk(const JpegInfo& info) { return info.colours == TJCS_CMYK || info.colours == TJCS_YCCK; }

/// Adobe's CMYK is stored inverted, so a product of two samples is the colour.
Image fromCmyk(const Image& image) {
    Image out({3, image.geometry.height, image.geometry.width});
    const std::size_t plane = out.pixels.size() / 3;
    for (std::size_t i = 0; i < out.pixels.size(); ++i)
        out.pixels[i] = static_cast<std::uint8_t>(
            (std::uint32_t{image.pixels[i]} * image.pixels[3 * plane + i % plane] + 127) / 255);
    return out;
}

/// Stray bytes between markers are common in photographs and lose nothing; every other warning
/// means that part of the picture is missing or made up.
bool isHarmless(std::string_view warning) {
    return warning.find("extraneous bytes") != std::string_view::npos;
}

}  // namespace

tl::expected<ImageHeader, Refusal> jpegHeader(std::span<const std::uint8_t> file) {
    const Handle handle(tjInitDecompress());
    const auto info = infoOf(handle.get(), file);
    if (!info) return tl::make_unexpected(info.error());
    ImageHeader header;
    header.geometry = {info->colours == TJCS_GRAY ? 1 : 3, info->height, info->width};
    header.orientation = exifOrientation(file);
    return header;
}

tl::expected<Image, Refusal> decodeJpeg(std::span<const std::uint8_t> file) {
    const Handle handle(tjInitDecompress());
    const auto info = infoOf(handle.get(), file);
    if (!info) return tl::make_unexpected(info.error());
    const int format = isCmyk(*info)                ? TJPF_CMYK
                       : info->colours == TJCS_GRAY ? TJPF_GRAY
                                                    : TJPF_RGB;
    const Geometry geometry{tjPixelSize[format], info->height, info->width};
    std::vector<std::uint8_t> pixels(geometry.size());
    if (tjDecompress2(handle.get(),
                      file.data(),
                      file.size(),
                      pixels.data(),
                      info->width,
                      0,
                      info->height,
                      format,
                      TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS) != 0) {
        const std::string message = tjGetErrorStr2(handle.get());
        if (tjGetErrorCode(handle.get()) != TJERR_WARNING || !isHarmless(message))
            return tl::make_unexpected("is a damaged JPEG image (" + message + ")");
    }
    Image image = planar(pixels, geometry);
    return isCmyk(*info) ? fromCmyk(image) : image;
}

}  // namespace winnow::data
