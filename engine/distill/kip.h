// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/distill/ridge.h"
#include "engine/distill/support.h"
#include "engine/distill/targets.h"
#include "engine/infinite/kernel.h"
#include "engine/jobs/context.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

/// Kernel inducing points (Nguyen, Chen, Lee: "Dataset Meta-Learning from Kernel
/// Ridge-Regression", ICLR 2021; methods/kip.md, section 5).
namespace winnow::distill {

struct KipOptions {
    std::vector<infinite::KernelSpec> family{infinite::KernelSpec{}};  ///< one is drawn each step
    RidgeOptions ridge;
    double rate = 0.01;            ///< Adam's, for pixels and labels, > 0
    std::int64_t cosineSteps = 0;  ///< the rate falls to 0 over so many, half a cosine; 0: constant
    bool learnLabels = false;
    bool learnGamma = false;        ///< of the family's RBF kernels, one gamma for all; as exp(g)
    std::int64_t targetBatch = 0;   ///< targets a step, class-balanced; 0: all
    std::int64_t supportBatch = 0;  ///< support images a step, class-balanced; 0: all
    bool clip = false;  ///< pixels are held in 0..255 after each step; not with whitening
    std::uint64_t seed = 0;
    infinite::KernelOptions kernel;
};

/// What one step saw, before it moved anything.
struct KipStep {
    std::int64_t step = 0;   ///< from 1
    std::size_t kernel = 0;  ///< which of the family
    double loss = 0;         ///< mean over targets and classes of (prediction - label)^2, halved
    double lossSum = 0;      ///< equation 7 of the paper: the sum
    double accuracy = 0;     ///< on the batch
    RidgeReport ridge;
    double seconds = 0;
};

/// The state of a distillation and the step that moves it. Everything random follows from (seed,
/// step), so a run that is stopped, stored and restored makes the same bits on one device.
class Kip {
public:
    /// `frozen` [n,C,H,W] uint8 as corrupt() made it, or empty: these coordinates never change, bit
    /// for bit. `targets` and `preprocessing` (needed by `clip`) are borrowed. Support and targets
    /// are of one precision and shape. Throws Error{BadInput}: a field out of range, a batch that
    /// cannot be split over the classes, shapes that differ ("support is 3x32x32, target is
    /// 1x28x28"), what examine() refuses.
    Kip(Support support,
        store::Array frozen,
        const Targets& targets,
        KipOptions options,
        const Preprocessing* preprocessing = nullptr);
    ~Kip();
    Kip(Kip&&) noexcept;

    /// One step of Adam. Target images are made, compared and dropped a tile at a time, so memory
    /// does not grow with the batch. Throws Error{Internal} when the loss is not finite or 1,000
    /// times the first one's: step, rate and what to try; the state is then the one before the
    /// step. Throws Cancelled, which leaves it as well.
    KipStep step(const jobs::JobContext& context);

    [[nodiscard]] std::int64_t steps() const;  ///< done so far
    [[nodiscard]] const Support& support() const;
    [[nodiscard]] const std::vector<std::string>& warnings() const;  ///< of the support
    /// The kernels, with the gamma learned so far.
    [[nodiscard]] std::vector<infinite::KernelSpec> family() const;

    /// Everything that decides the next step: images, labels, moments, steps of every row, mask,
    /// step, seed, gamma.
    [[nodiscard]] store::NamedArrays state() const;
    /// Goes on from there. Throws Error{BadInput}: another seed, shape or precision ("the
    /// checkpoint belongs to another run: ..."), NaN or infinity (array, image, channel).
    void restore(const store::NamedArrays& state);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace winnow::distill
