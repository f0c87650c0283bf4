// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/data/source.h"

/// One opener per format; detection (detect.cpp) chooses among them. Each throws Error{BadInput}.
namespace winnow::data {

/// The format that the content of a file or folder shows; throws Error{BadInput} when none does.
[[nodiscard]] Format detectedFormat(const std::filesystem::path& path);

/// MNIST's format, plain or gzip: a folder with one set in it, or an images file with its labels
/// beside.
[[nodiscard]] std::unique_ptr<Source> openIdx(const std::filesystem::path& path);
/// CIFAR's binary versions: the folder, or one .bin file.
[[nodiscard]] std::unique_ptr<Source> openCifar(const std::filesystem::path& path, Format format);
/// Street View House Numbers, format 2: the folder with train_32x32.mat, or one .mat file.
[[nodiscard]] std::unique_ptr<Source> openSvhn(const std::filesystem::path& path);
/// A .npz file, a pair of .npy files (or the images file with its labels beside), or a folder with
/// those.
[[nodiscard]] std::unique_ptr<Source> openNpz(const std::filesystem::path& path);
/// One folder per class, or train/ and test/ (val/) of such.
[[nodiscard]] std::unique_ptr<Source> openFolder(const std::filesystem::path& path,
                                                 const jobs::JobContext& job);
/// Tiny ImageNet's own layout: wnids.txt, train/<wnid>/images, val/val_annotations.txt.
[[nodiscard]] std::unique_ptr<Source> openTinyImageNet(const std::filesystem::path& path,
                                                       const jobs::JobContext& job);
/// "planted", or a known set that is installed on this machine ("fashion-mnist").
[[nodiscard]] std::unique_ptr<Source> openBuiltin(std::string_view name,
                                                  const ImportOptions& options);
[[nodiscard]] bool isBuiltinName(std::string_view name);

/// Names, checks, counts shared by the openers.
/// Throws Error{BadInput} naming `where` when a label is negative or not below `classes`.
void requireLabels(std::span<const std::int64_t> labels,
                   std::int64_t classes,
                   const std::string& where);
/// One more than the largest training label; throws Error{BadInput} for labels no class count
/// explains (negative, over 65,535, or more classes than max(256, samples)).
[[nodiscard]] std::int64_t classesIn(std::span<const std::int64_t> labels,
                                     const std::string& where);
/// The names in a text file, one a line (blank lines left out); empty when it is not there.
[[nodiscard]] std::vector<std::string> namesIn(const std::filesystem::path& file);
/// Class names that lie beside a data set (winnow.json of an export, classes.txt), when there are
/// at least `classes` of them; else "0", "1", ...
[[nodiscard]] std::vector<std::string> namesBeside(const std::filesystem::path& folder,
                                                   std::int64_t classes);

}  // namespace winnow::data
