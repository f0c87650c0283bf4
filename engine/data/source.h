// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/data/image.h"
#include "engine/jobs/context.h"
#include "engine/store/array.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace winnow::data {

enum class Format { Auto, Idx, Cifar10, Cifar100, Svhn, Npz, Folder, TinyImageNet, Builtin };

/// "idx", "cifar10", ...: the names of the command line.
[[nodiscard]] std::string_view formatName(Format format);
/// Throws Error{BadInput} that lists the names.
[[nodiscard]] Format formatOf(std::string_view name);

/// What an import was asked for. Zeros mean "as the source has it".
struct ImportOptions {
    Format format = Format::Auto;
    std::int64_t height = 0, width = 0;
    std::int64_t channels = 0;  ///< 1 or 3
    std::int64_t limit = 0;  ///< most samples to take of each split, stratified by class
    std::uint64_t seed = 0;
    double testShare = 0;  ///< of the training split, only where the source has no test split
    double flipShare = 0;  ///< of the training labels, changed to other classes (flip_labels.h)
};

/// One original of a folder: path relative to the source, size in pixels (upright) and in bytes.
struct SourceFile {
    std::string path;
    std::int64_t width = 0, height = 0, bytes = 0;
};

/// A file that was left out, and why.
struct SkippedFile {
    std::string path;
    std::string reason;
};

enum class SplitKind { Train, Test };

struct SourceSplit {
    std::vector<std::int64_t> labels;
    std::vector<SourceFile> files;  ///< folders only, parallel to labels
};

/// Everything about a source but its pixels.
struct SourceFacts {
    Format format = Format::Auto;
    std::string name;  ///< what a person would call it: "mnist", "planted"
    std::filesystem::path path;
    std::vector<std::string> classNames;
    Geometry geometry;  ///< of the images, or (folders of many sizes) the size proposed
    SourceSplit train;
    std::optional<SourceSplit> test;
    std::vector<SkippedFile> skipped;
    std::vector<std::string> notes;        ///< sentences the person should read
    store::NamedArrays truth;              ///< built-in sets: arrays over the training rows
    bool packed = false;                   ///< IDX: came as gzip
    std::vector<std::int64_t> coarseOf;    ///< CIFAR-100: coarse class of each class
    std::vector<std::string> coarseNames;  ///< CIFAR-100
    std::vector<std::int64_t> unreadable;  ///< folders: classes whose training files are all broken
    bool mayLack = false;  ///< single images can turn out to be broken while they are read
    bool chosen = false;   ///< `limit` has been applied by the source itself
};

/// Receives one image: its place in the rows asked for, and its pixels (valid during the call).
using ImageSink = std::function<void(std::size_t place, const ImageView& image)>;

/// A data set somewhere on disk (or made by our own code): labels at once, pixels in one pass.
class Source {
public:
    virtual ~Source() = default;
    [[nodiscard]] const SourceFacts& facts() const { return m_facts; }

    /// Hands the images of `rows` to `sink`, in the order of `rows`, which is ascending. An image
    /// that turns out to be broken (facts().mayLack) is left out and listed in facts().skipped.
    /// Throws Error{BadInput} when the source is broken as a whole, Cancelled.
    virtual void read(SplitKind split,
                      std::span<const std::int64_t> rows,
                      const ImageSink& sink,
                      const jobs::JobContext& job) = 0;

protected:
    SourceFacts m_facts;
};

/// Opens `path` in the format asked for, or the one its content shows. Class labels are checked and
/// every size the files claim is held against their real size before memory is taken.
/// Throws Error{BadInput}, Cancelled.
[[nodiscard]] std::unique_ptr<Source> openSource(const std::filesystem::path& path,
                                                 const ImportOptions& options,
                                                 const jobs::JobContext& job);

}  // namespace winnow::data
