// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/distil/distil_images.h"

#include "engine/store/error.h"

#include <QDir>
#include <QRegularExpression>

#include <algorithm>
#include <numeric>

namespace winnow::ui {
namespace {

Mapped<float> mapLive(const QString& path) {
    return Mapped<float>(std::make_shared<const store::MappedNpy>(path.toStdString()));
}

DistilShape shapeOf(const Mapped<float>& shown, const Mapped<float>& label) {
    return {shown.dim(0), shown.dim(1), shown.dim(2), shown.dim(3), label.dim(1)};
}

bool isShape(const DistilShape& shape, const Mapped<float>& shown, const Mapped<float>& label) {
    return shape.isDrawable() && shape.images > 0 && shape.classes > 0 &&
           label.dim(0) == shape.images &&
           shown.size() == shape.images * static_cast<std::int64_t>(shape.imageSize()) &&
           label.size() == shape.images * shape.classes;
}

std::int64_t largestOf(std::span<const float> label) {
    return std::ranges::max_element(label) - label.begin();
}

}  // namespace

std::vector<std::int64_t> DistilImages::byClass() const {
    std::vector<std::int64_t> order(static_cast<std::size_t>(shape.images));
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(
        order, {}, [this](std::int64_t i) { return startClass[static_cast<std::size_t>(i)]; });
    return order;
}

std::vector<std::int64_t> DistilImages::onePerClass() const {
    std::vector<std::int64_t> first;
    std::int64_t before = -1;
    for (const std::int64_t i : byClass()) {
        const std::int64_t own = startClass[static_cast<std::size_t>(i)];
        if (!first.empty() && own == before) continue;
        before = own;
        first.push_back(i);
    }
    return first;
}

std::shared_ptr<const DistilImages> LiveImages::read(const QString& folder) {
    if (folder != m_folder) *this = LiveImages();
    m_folder = folder;
    const std::size_t known = m_files.size();
    const QDir there(folder);
    static const QRegularExpression name(QStringLiteral("^shown-(\\d+)\\.npy$"));
    for (const QString& file : there.entryList({QStringLiteral("shown-*.npy")}, QDir::Files)) {
        const auto match = name.match(file);
        const QString label = QStringLiteral("label-%1.npy").arg(match.captured(1));
        // The metric comes when both are there; this may be called before it.
        if (!match.hasMatch() || !there.exists(label)) continue;
        const std::int64_t step = match.captured(1).toLongLong();
        if (m_files.contains(step)) continue;
        Files files;
        files.shown = mapLive(there.filePath(file));
        files.label = mapLive(there.filePath(label));
        const QString support = QStringLiteral("support-%1.npy").arg(match.captured(1));
        if (there.exists(support)) files.support = mapLive(there.filePath(support));
        m_files[step] = std::move(files);
    }
    if (m_files.size() == known) return m_images;
    auto images = std::make_shared<DistilImages>();
    const Files& first = m_files.begin()->second;
    images->shape = shapeOf(first.shown, first.label);
    for (const auto& [step, files] : m_files) {
        const DistilShape shape = shapeOf(files.shown, files.label);
        const bool whole = !files.support || files.support.size() == files.shown.size();
        if (shape != images->shape || !isShape(shape, files.shown, files.label) || !whole) {
            const std::string where = std::to_string(step) + " in " + folder.toStdString();
            *this = LiveImages();
            throw badInput("the images after step " + where +
                           " do not fit those before; stop the job and start it again");
        }
        images->checkpoints.push_back(
            {step, files.shown.values(), files.support.values(), files.label.values()});
        for (const Mapped<float>& file : {files.shown, files.label, files.support})
            images->files.push_back(file);
    }
    for (std::int64_t i = 0; i < images->shape.images; ++i)
        images->startClass.push_back(
            largestOf(images->labelOf(images->checkpoints.front().label, i)));
    images->startSample.assign(images->startClass.size(), -1);
    m_images = images;
    return m_images;
}

}  // namespace winnow::ui
