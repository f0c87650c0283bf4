// SPDX-License-Identifier: Apache-2.0
#include "engine/data/export_writers.h"
#include "engine/store/error.h"
#include "engine/store/npz.h"

#include <fmt/format.h>

#include <algorithm>

namespace winnow::data {

namespace {

using Rows = std::span<const std::int64_t>;

std::string joined(const std::vector<std::string>& lines) {
    return fmt::format("{}\n", fmt::join(lines, "\n"));
}

std::vector<std::uint8_t> idxHeader(std::initializer_list<std::int64_t> dims) {
    std::vector<std::uint8_t> header{0, 0, 0x08, static_cast<std::uint8_t>(dims.size())};
    for (const std::int64_t dim : dims)
        for (int shift = 24; shift >= 0; shift -= 8)
            header.push_back(static_cast<std::uint8_t>(dim >> shift & 0xff));
    return header;
}

void writeIdxPair(const ExportRequest& request,
                  const store::Split& split,
                  Rows rows,
                  const std::string& name,
                  const StagingFolder& folder,
                  const jobs::JobContext& job) {
    const std::string ending = request.packed ? ".gz" : "";
    const auto count = static_cast<std::int64_t>(rows.size());
    RecordWriter images(folder.place(name + "-images-idx3-ubyte" + ending), request.packed);
    RecordWriter labels(folder.place(name + "-labels-idx1-ubyte" + ending), request.packed);
    images.append(idxHeader({count, request.dataset.height, request.dataset.width}));
    labels.append(idxHeader({count}));
    forRows(rows, "writing images", job, [&](std::int64_t row) {
        images.append(imageOf(request.dataset, split, row).pixels);
        const auto label = static_cast<std::uint8_t>(labelOf(request, split, row));
        labels.append({&label, 1});
    });
    images.finish();
    labels.finish();
}

void writeCifarFile(const ExportRequest& request,
                    const store::Split& split,
                    Rows rows,
                    const std::string& name,
                    const StagingFolder& folder,
                    const jobs::JobContext& job) {
    RecordWriter records(folder.place(name), false);
    forRows(rows, "writing images", job, [&](std::int64_t row) {
        const auto label = static_cast<std::size_t>(labelOf(request, split, row));
        if (request.cameAs == Format::Cifar100) {
            const auto coarse =
                static_cast<std::uint8_t>(std::max<std::int64_t>(0, request.coarseOf.at(label)));
            records.append({&coarse, 1});
        }
        const auto byte = static_cast<std::uint8_t>(label);
        records.append({&byte, 1});
        records.append(imageOf(request.dataset, split, row).pixels);
    });
    records.finish();
}

store::Array pixelsOf(const store::Dataset& dataset,
                      const store::Split& split,
                      Rows rows,
                      const jobs::JobContext& job) {
    store::Array out(
        store::DType::UInt8,
        {static_cast<std::int64_t>(rows.size()), dataset.channels, dataset.height, dataset.width});
    auto at = out.as<std::uint8_t>().begin();
    forRows(rows, "gathering images", job, [&](std::int64_t row) {
        const auto pixels = imageOf(dataset, split, row).pixels;
        at = std::copy(pixels.begin(), pixels.end(), at);
    });
    return out;
}

/// The elements of `values` [N] at `rows`.
store::Array taken(const store::Array& values, Rows rows) {
    const std::size_t size = store::itemSize(values.dtype);
    store::Array out(values.dtype, {static_cast<std::int64_t>(rows.size())});
    for (std::size_t i = 0; i < rows.size(); ++i)
        std::copy_n(values.bytes.begin() + rows[i] * static_cast<std::int64_t>(size),
                    size,
                    out.bytes.begin() + static_cast<std::ptrdiff_t>(i * size));
    return out;
}

store::Array labelsAt(const ExportRequest& request, const store::Split& split, Rows rows) {
    std::vector<std::int64_t> labels;
    for (const std::int64_t row : rows) labels.push_back(labelOf(request, split, row));
    return store::Array::from<std::int64_t>(labels, {static_cast<std::int64_t>(rows.size())});
}

}  // namespace

void writeIdx(const ExportRequest& request,
              const StagingFolder& folder,
              const jobs::JobContext& job) {
    const store::Dataset& dataset = request.dataset;
    if (dataset.channels != 1 || dataset.classes() > 256)
        throw badInput(fmt::format(
            "IDX holds gray images of at most 256 classes; '{}' has {} channels and {} classes: "
            "export it as npz or folder",
            dataset.name,
            dataset.channels,
            dataset.classes()));
    writeIdxPair(request, dataset.train, request.exportedRows(), "train", folder, job);
    if (dataset.test)
        writeIdxPair(request, *dataset.test, allRowsOf(*dataset.test), "t10k", folder, job);
}

void writeCifar(const ExportRequest& request,
                const StagingFolder& folder,
                const jobs::JobContext& job) {
    const store::Dataset& dataset = request.dataset;
    const bool fine = request.cameAs == Format::Cifar100;
    if (dataset.channels != 3 || dataset.height != 32 || dataset.width != 32)
        throw badInput(fmt::format(
            "CIFAR's binary format holds 3x32x32 images; '{}' was imported as {}x{}x{}: export it "
            "as npz or folder",
            dataset.name,
            dataset.channels,
            dataset.height,
            dataset.width));
    writeCifarFile(request,
                   dataset.train,
                   request.exportedRows(),
                   fine ? "train.bin" : "data_batch_1.bin",
                   folder,
                   job);
    if (dataset.test)
        writeCifarFile(request,
                       *dataset.test,
                       allRowsOf(*dataset.test),
                       fine ? "test.bin" : "test_batch.bin",
                       folder,
                       job);
    folder.write(fine ? "fine_label_names.txt" : "batches.meta.txt", joined(dataset.classNames));
    if (fine && !request.coarseNames.empty())
        folder.write("coarse_label_names.txt", joined(request.coarseNames));
}

void writeArchive(const ExportRequest& request,
                  const StagingFolder& folder,
                  const jobs::JobContext& job) {
    const store::Dataset& dataset = request.dataset;
    const std::vector<std::int64_t> rows = request.exportedRows();
    const store::Shape count{static_cast<std::int64_t>(rows.size())};
    store::NamedArrays arrays;
    arrays["x_train"] = pixelsOf(dataset, dataset.train, rows, job);
    arrays["y_train"] = labelsAt(request, dataset.train, rows);
    arrays["train_index"] = store::Array::from<std::int64_t>(rows, count);
    std::vector<std::uint8_t> validation;
    for (const std::int64_t row : rows)
        validation.push_back(request.stage[static_cast<std::size_t>(row)] ==
                             static_cast<std::uint8_t>(Stage::Validation));
    arrays["train_validation"] = store::Array::from<std::uint8_t>(validation, count);
    for (const auto& [name, values] : request.truth) arrays[name] = taken(values, rows);
    if (dataset.test) {
        const std::vector<std::int64_t> all = allRowsOf(*dataset.test);
        arrays["x_test"] = pixelsOf(dataset, *dataset.test, all, job);
        arrays["y_test"] = labelsAt(request, *dataset.test, all);
    }
    store::writeNpz(folder.place("dataset.npz"), arrays);
}

}  // namespace winnow::data
