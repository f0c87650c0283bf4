// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/empirical/kind.h"
#include "engine/empirical/projection.h"
#include "engine/jobs/context.h"
#include "engine/models/network.h"
#include "engine/store/array.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

/// All pairs of a data set, tile by tile, without the N x N matrix (methods/lpntk.md, section 3.3).
namespace winnow::empirical {

/// The labelled samples of a kernel: rows of a resident or mapped split. Everything here is
/// borrowed.
struct SampleSet {
    std::span<const std::uint8_t> pixels;  ///< (n, C, H, W) of the whole split
    store::Shape imageShape;               ///< [C,H,W]
    std::vector<double> mean, deviation;   ///< per channel, of pixels / 255
    std::vector<std::int64_t> ids;         ///< rows that take part, ascending within a class
    std::vector<std::int64_t> labels;      ///< of those rows
};

struct SweepOptions {
    /// Where one alone is computed.
    KernelKind kind = KernelKind::LpNtk;
    bool perClass = false;         ///< only pairs of equal label
    std::int64_t neighbours = 64;  ///< k of each sign
    std::int64_t unrelated = 16;
    double relation = 0.6;        ///< t in (1/2, 1]
    std::int64_t tile = 0;        ///< edge of a tile; 0: chosen
    std::int64_t projection = 0;  ///< d; 0: exact
    std::uint64_t seed = 1;       ///< of the projection and of the sampled check
    double memoryBytes = 0;       ///< ceiling for features held at once; 0: half of what is free
    models::Precision precision = models::Precision::Float32;
    models::Device device = models::Device::Cpu;
    /// Where matrices go, into a folder with the kind's name; empty: not stored. Scope all:
    /// matrix.npy (n, n) float32; per class: matrix_class_<c>.npy. Rows and columns are the class's
    /// samples by rising id.
    std::filesystem::path matrixFolder;
};

/// What the work will take, told before it starts; of all kinds together.
struct SweepCost {
    std::int64_t samples = 0, pairs = 0, parameters = 0;
    std::int64_t macsPerPair = 0, numbersPerSample = 0;
    double flops = 0;          ///< pairs and features together
    double featureBytes = 0;   ///< of all samples
    double residentBytes = 0;  ///< held at once
    double matrixBytes = 0;    ///< on disk, when stored
};

struct SweepResult {
    store::NamedArrays arrays;  ///< the kernel artifact's, by file name without ".npy"
    std::vector<std::string> warnings;
    std::vector<std::filesystem::path> matrices;  ///< stored files
    std::optional<ProjectionError> projectionError;
    /// Smallest eigenvalue over the mean of the diagonal of one sampled block of at most 512; a
    /// kernel is positive semi-definite, so below -1e-5 is a bug (section 3.5). Relative to the
    /// block's trace.
    double smallestEigenvalue = 0;
};

/// `kinds`: not empty, each once; options.kind is not looked at.
[[nodiscard]] SweepCost sweepCost(const models::Model& model,
                                  const SampleSet& samples,
                                  const SweepOptions& options,
                                  std::span<const KernelKind> kinds);

/// Runs one sweep for all `kinds` (as above) and returns a result for each. The forward pass, the
/// layers' inputs and their products are computed once. One or two kinds: bit for bit what each
/// gives alone where memory allows the same tiles; of three lpNTK follows from the other two and
/// differs by rounding (kind.h). With a work folder, finished rows of tiles survive a cancel or a
/// crash there and are not computed again; of what it holds any of the kinds may be asked for.
/// Throws Error{OutOfResources} beforehand when even one tile's features exceed the memory allowed;
/// Error{BadInput} for samples without finite gradients; Cancelled.
[[nodiscard]] std::vector<SweepResult> sweep(const models::Model& model,
                                             const SampleSet& samples,
                                             const SweepOptions& options,
                                             std::span<const KernelKind> kinds,
                                             const std::filesystem::path& workFolder,
                                             const jobs::JobContext& context);

/// The same for options.kind alone.
[[nodiscard]] SweepResult sweep(const models::Model& model,
                                const SampleSet& samples,
                                const SweepOptions& options,
                                const std::filesystem::path& workFolder,
                                const jobs::JobContext& context);

}  // namespace winnow::empirical
