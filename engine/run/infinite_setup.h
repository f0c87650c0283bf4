// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/distill/augmentation.h"
#include "engine/distill/preprocessing.h"
#include "engine/distill/support.h"
#include "engine/infinite/kernel.h"
#include "engine/run/executor.h"
#include "engine/run/kernel_spec.h"
#include "engine/store/dataset.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <span>
#include <vector>

/// What the fields of a job that fits kernel machines mean (engine/jobs/infinite_fields.h);
/// `fields` are validated.
namespace winnow::run {

[[nodiscard]] models::Precision precisionOf(const nlohmann::json& fields);

/// One specification per --kernel, checked against the images; what the person should know of them
/// is reported. Throws Error{BadInput}.
[[nodiscard]] std::vector<infinite::KernelSpec> kernelSpecsOf(const nlohmann::json& fields,
                                                              const infinite::ImageShape& shape,
                                                              jobs::JobReporter& report);

/// Where kernels are computed: on the job's device, which is settled, or on the CPU where this build
/// or that GPU has no kernels, which is reported.
[[nodiscard]] infinite::KernelOptions kernelOptionsOf(const nlohmann::json& fields,
                                                      jobs::JobReporter& report);

/// Fields corrupt, corrupt-with, corrupt-pixels.
[[nodiscard]] distill::Corruption corruptionOf(const nlohmann::json& fields, std::uint64_t seed);

/// Fields augment and augment-share; the rules of SVHN where the data set came as that.
[[nodiscard]] distill::AugmentationOptions augmentationOf(const nlohmann::json& fields,
                                                          const store::Project& project,
                                                          const store::Dataset& dataset);

/// What decides a preprocessing beside the data set, from the fields of a job: equal where it is
/// the same.
[[nodiscard]] nlohmann::json preprocessingKey(const nlohmann::json& fields);

/// Channels by the data set's mean and deviation, whitening fitted to `rows` of its training split.
/// A whitening that this job, or an earlier distillation of the data set with the same settings and
/// rows, has fitted already is read instead.
[[nodiscard]] distill::Preprocessing preprocessingOf(const JobInput& input,
                                                     const store::Dataset& dataset,
                                                     const train::ImageSource& source,
                                                     std::span<const std::int64_t> rows,
                                                     const jobs::JobContext& job);

/// Channels, height, width of a data set's images.
[[nodiscard]] infinite::ImageShape shapeOf(const store::Dataset& dataset);

/// The file of an artifact that holds Preprocessing::stored().
inline constexpr const char* kPreprocessingFile = "preprocessing.npz";

}  // namespace winnow::run
