// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/thumbnails.h"

#include "engine/store/error.h"
#include "ui/session/session.h"

#include <cstring>

namespace winnow::ui {
namespace {

/// Of images kept decoded: a gallery at 2560x1440 shows some 400 tiles, a few screens are kept.
constexpr int kMostBytes = 16 << 20;

/// [H,W,C] bytes, C 1 or 3; copied, so that the image outlives the mapping.
QImage packedImage(std::span<const std::uint8_t> pixels, int height, int width, int channels) {
    const QImage::Format format = channels == 3 ? QImage::Format_RGB888 : QImage::Format_Grayscale8;
    QImage image(width, height, format);
    const auto row = static_cast<std::size_t>(width) * static_cast<std::size_t>(channels);
    for (int y = 0; y < height; ++y)
        std::memcpy(image.scanLine(y), pixels.data() + static_cast<std::size_t>(y) * row, row);
    return image;
}

/// [C,H,W] bytes.
QImage planarImage(std::span<const std::uint8_t> pixels, int channels, int height, int width) {
    if (channels == 1) return packedImage(pixels, height, width, 1);
    QImage image(width, height, QImage::Format_RGB888);
    const std::size_t plane = static_cast<std::size_t>(height) * static_cast<std::size_t>(width);
    for (int y = 0; y < height; ++y) {
        uchar* line = image.scanLine(y);
        for (int x = 0; x < width; ++x) {
            const auto at = static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                            static_cast<std::size_t>(x);
            for (std::size_t c = 0; c < 3; ++c)
                line[3 * static_cast<std::size_t>(x) + c] = pixels[c * plane + at];
        }
    }
    return image;
}

}  // namespace

Thumbnails::Thumbnails(const Session* session) : m_session(session), m_cache(kMostBytes) {
    reset();
}

void Thumbnails::reset() {
    m_cache.clear();
    m_file = {};
    const store::Dataset* dataset = m_session->dataset();
    if (dataset == nullptr) return;
    try {
        const auto& project = m_session->project();
        if (!project.has(dataset->id, "thumbnails.npy")) return;
        Mapped<std::uint8_t> file(
            std::make_shared<const store::MappedNpy>(project.map(dataset->id, "thumbnails.npy")));
        const bool fits = file.dim(0) == dataset->train.size() && file.dim(1) > 0 &&
                          file.dim(2) > 0 && (file.dim(3) == 1 || file.dim(3) == 3);
        if (fits) m_file = file;
    } catch (const Error&) {
        // Tiles then show the pictures at the model's size.
    }
}

QImage Thumbnails::thumbnail(std::int64_t id) const {
    if (id < 0 || id >= m_session->sampleCount()) return {};
    if (const QImage* known = m_cache.object(id)) return *known;
    const QImage made = m_file ? packedImage(m_file.row(id),
                                             static_cast<int>(m_file.dim(1)),
                                             static_cast<int>(m_file.dim(2)),
                                             static_cast<int>(m_file.dim(3)))
                               : image(id);
    m_cache.insert(id, new QImage(made), static_cast<int>(made.sizeInBytes()));
    return made;
}

QImage Thumbnails::image(std::int64_t id) const {
    const store::Dataset* dataset = m_session->dataset();
    return dataset == nullptr ? QImage() : imageOf(dataset->train, id);
}

QImage Thumbnails::testImage(std::int64_t id) const {
    const store::Dataset* dataset = m_session->dataset();
    return dataset == nullptr || !dataset->test ? QImage() : imageOf(*dataset->test, id);
}

QImage Thumbnails::imageOf(const store::Split& split, std::int64_t id) const {
    const store::Dataset* dataset = m_session->dataset();
    if (id < 0 || id >= split.size()) return {};
    if (dataset->channels != 1 && dataset->channels != 3) return {};
    const auto size = static_cast<std::size_t>(dataset->imageSize());
    return planarImage(split.pixels().subspan(static_cast<std::size_t>(id) * size, size),
                       static_cast<int>(dataset->channels),
                       static_cast<int>(dataset->height),
                       static_cast<int>(dataset->width));
}

QSize Thumbnails::size() const {
    if (m_file) return {static_cast<int>(m_file.dim(2)), static_cast<int>(m_file.dim(1))};
    const store::Dataset* dataset = m_session->dataset();
    return dataset == nullptr
               ? QSize()
               : QSize(static_cast<int>(dataset->width), static_cast<int>(dataset->height));
}

}  // namespace winnow::ui
