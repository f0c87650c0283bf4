// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/distill/kip.h"
#include "engine/distill/support.h"
#include "engine/models/network.h"
#include "engine/store/project.h"

#include <cstdint>
#include <filesystem>
#include <limits>
#include <utility>
#include <vector>

/// What a distillation leaves behind on its way: its states and its figures, in the job's work
/// folder until it is done (docs/distill.md).
namespace winnow::run {

/// A row of curve.npy.
struct DistillPoint {
    double step = 0, loss = 0, accuracy = 0, ridge = 0, condition = 0;
    double outOfRange = std::numeric_limits<double>::quiet_NaN();
    double seconds = 0;
};

/// A row of test.npy; NaN: not measured.
struct DistillTest {
    static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    double loss = kNone, accuracy = kNone, labelFloor = kNone;
};

/// Checkpoints so far and the curves between them. Every checkpoint is three files of the work
/// folder: support-<step>.npy, shown-<step>.npy, label-<step>.npy; state.npz holds all the rest and
/// what the next step needs.
class DistillRecord {
public:
    /// `folder` is the job's work folder.
    explicit DistillRecord(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    /// The state of `kip` that was stored there, and the figures before it. False when there is
    /// none. Throws Error{BadInput}: it belongs to another run.
    [[nodiscard]] bool resume(distill::Kip& kip);
    /// A step was made.
    void add(const DistillPoint& point) {
        m_curve.push_back(point);
        m_saved = false;
    }
    /// Keeps a state: files first, so that whoever sees the checkpoint's row finds them. `gamma` is
    /// that of the kernel that measures, `heldOut` the accuracy on held-out images.
    void checkpoint(std::int64_t step,
                    const distill::Support& support,
                    double gamma,
                    const store::Array& shown,
                    const DistillTest& test,
                    double heldOut);
    /// Writes state.npz: from here a killed job goes on.
    void save(const store::NamedArrays& kipState);
    /// Whether state.npz has all of it.
    [[nodiscard]] bool isSaved() const { return m_saved; }

    [[nodiscard]] const std::vector<std::int64_t>& steps() const { return m_steps; }
    [[nodiscard]] const std::vector<DistillPoint>& curve() const { return m_curve; }
    [[nodiscard]] const std::vector<DistillTest>& tests() const { return m_tests; }
    [[nodiscard]] const std::vector<double>& heldOut() const { return m_heldOut; }
    [[nodiscard]] const std::vector<double>& gammas() const { return m_gammas; }
    /// Whether the state after `step` steps is kept.
    [[nodiscard]] bool has(std::int64_t step) const {
        return !m_steps.empty() && m_steps.back() >= step;
    }
    /// Of the i-th checkpoint, as a kernel machine takes them: images in the run's precision,
    /// labels float64; what was kept of them is float32.
    [[nodiscard]] store::Array images(std::size_t checkpoint, models::Precision precision) const;
    [[nodiscard]] store::Array labels(std::size_t checkpoint) const;
    /// Its images with the preprocessing undone, float32.
    [[nodiscard]] store::Array shown(std::size_t checkpoint) const;

    /// step.npy, support.npy, shown.npy, label.npy, gamma.npy, curve.npy, test.npy.
    void write(store::ArtifactDraft& draft) const;

private:
    [[nodiscard]] std::filesystem::path file(const char* name, std::int64_t step) const;
    void join(store::ArtifactDraft& draft, const char* name, const char* as) const;

    std::filesystem::path m_folder;
    std::vector<std::int64_t> m_steps;
    std::vector<DistillPoint> m_curve;
    std::vector<DistillTest> m_tests;
    std::vector<double> m_heldOut, m_gammas;
    bool m_saved = true;  ///< nothing yet
};

}  // namespace winnow::run
