// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/kip.h"

#include "engine/distill/adam.h"
#include "engine/distill/kip_state.h"
#include "engine/distill/krr_pass.h"
#include "engine/jobs/memory.h"
#include "engine/jobs/stopwatch.h"
#include "engine/models/tensors.h"
#include "engine/store/error.h"
#include "engine/store/random.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace winnow::distill {
namespace {

constexpr double kDiverged = 1000;  // times the first loss

bool isRbf(const infinite::KernelSpec& spec) {
    return infinite::parseArchitecture(spec.architecture).form == infinite::Form::Rbf;
}

/// The array's own memory as a tensor.
at::Tensor viewOf(store::Array& array) {
    return at::from_blob(
        array.bytes.data(),
        array.shape,
        at::TensorOptions().dtype(array.dtype == store::DType::Float64 ? at::kDouble : at::kFloat));
}

void requireOptions(const KipOptions& options, const Preprocessing* preprocessing) {
    if (options.family.empty()) throw badInput("kernel names no kernel; give at least one");
    if (!(options.rate > 0) || !std::isfinite(options.rate))
        throw badInput(fmt::format("rate is {:g}; it is above 0", options.rate));
    validate(options.ridge);
    if (options.cosineSteps < 0) throw badInput("a rate falls over 0 steps (constant) or more");
    if (options.targetBatch < 0 || options.supportBatch < 0)
        throw badInput("target-batch and support-batch are 0 (all) or more");
    if (options.learnGamma && std::ranges::none_of(options.family, isRbf))
        throw badInput("learn-gamma needs the kernel rbf: no other has a gamma");
    if (options.clip && (preprocessing == nullptr || preprocessing->whitens()))
        throw badInput(
            "clip needs standard preprocessing: whitened pixels have no range of their own");
}

void requireFrozen(const store::Array& frozen, const store::Shape& shape) {
    if (frozen.bytes.empty()) return;
    if (frozen.dtype != store::DType::UInt8 || frozen.shape != shape)
        throw badInput(
            fmt::format("the mask is {} of {}; it is uint8 and of the shape of the "
                        "support, {}",
                        store::shapeText(frozen.shape),
                        store::dtypeName(frozen.dtype),
                        store::shapeText(shape)));
}

}  // namespace

struct Kip::Impl {
    Support support;
    store::Array frozenFlags;
    const Targets* targets = nullptr;
    KipOptions options;
    std::vector<infinite::Kernel> kernels;
    std::vector<std::string> warnings;

    at::Tensor images, labels;   ///< the support's own memory
    at::Tensor frozen;           ///< bool (n,C,H,W), undefined without a mask
    at::Tensor lowest, highest;  ///< (1,C,1,1) where pixels are clipped
    RowAdam imageAdam, labelAdam, gammaAdam;
    double logGamma = 0;
    double firstLoss = 0;
    std::int64_t step = 0;

    void prepare(const Preprocessing* preprocessing);
    [[nodiscard]] std::size_t drawnKernel() const;
    [[nodiscard]] std::vector<std::int64_t> drawnTargets() const;
    [[nodiscard]] at::Tensor drawnSupport() const;
    /// What to do when the step to come diverges.
    [[nodiscard]] std::string advice() const;
    [[nodiscard]] double rate() const;
    void requireSound(const KrrPass& pass, double mean) const;
    void move(const at::Tensor& rows, const KrrPass& pass, bool rbf);
    void setGamma();
    void moveGamma(const KrrPass& pass);
};

void Kip::Impl::prepare(const Preprocessing* preprocessing) {
    images = viewOf(support.images);
    labels = viewOf(support.labels);
    if (!frozenFlags.bytes.empty()) frozen = models::toTensor(frozenFlags).to(at::kBool);
    imageAdam = RowAdam(images.sizes());
    labelAdam = RowAdam(labels.sizes());
    gammaAdam = RowAdam(std::vector<std::int64_t>{1});
    for (const infinite::KernelSpec& spec : options.family) {
        kernels.emplace_back(spec, support.shape(), options.kernel);
        if (isRbf(spec)) logGamma = std::log(spec.gamma);
    }
    if (options.clip) {
        const at::Tensor mean = at::tensor(preprocessing->mean(), at::kDouble);
        const at::Tensor deviation = at::tensor(preprocessing->deviation(), at::kDouble);
        lowest = (-mean / deviation).view({1, -1, 1, 1}).to(images.scalar_type());
        highest = ((1 - mean) / deviation).view({1, -1, 1, 1}).to(images.scalar_type());
    }
}

std::size_t Kip::Impl::drawnKernel() const {
    Random random({options.seed, Random::wordOf("kernel"), static_cast<std::uint64_t>(step)});
    return static_cast<std::size_t>(random.below(kernels.size()));
}

std::vector<std::int64_t> Kip::Impl::drawnTargets() const {
    if (options.targetBatch == 0) return targets->allRows();
    return balancedRows(targets->classOf(),
                        targets->classes(),
                        options.targetBatch,
                        "target batch",
                        options.seed,
                        step);
}

at::Tensor Kip::Impl::drawnSupport() const {
    if (options.supportBatch == 0) return at::arange(support.size(), at::kLong);
    auto rows = balancedRows(support.startClass,
                             support.classes(),
                             options.supportBatch,
                             "support batch",
                             options.seed,
                             step);
    std::ranges::sort(rows);
    return at::tensor(rows, at::kLong);
}

std::string Kip::Impl::advice() const {
    return fmt::format("the state before it is kept; try a third of the rate, {:.2g}",
                       options.rate / 3);
}

/// Of the step to come.
double Kip::Impl::rate() const {
    if (options.cosineSteps == 0) return options.rate;
    const double share = static_cast<double>(std::min(step, options.cosineSteps)) /
                         static_cast<double>(options.cosineSteps);
    return options.rate * 0.5 * (1 + std::cos(std::numbers::pi * share));
}

void Kip::Impl::requireSound(const KrrPass& pass, double mean) const {
    const bool finite = std::isfinite(mean) &&
                        at::isfinite(pass.imageGradient).all().item<bool>() &&
                        at::isfinite(pass.labelGradient).all().item<bool>();
    if (!finite)
        throw internalError(fmt::format("the loss is not finite in step {} with rate {:g}: {}",
                                        step + 1,
                                        options.rate,
                                        advice()));
    if (step > 0 && mean > kDiverged * firstLoss)
        throw internalError(
            fmt::format("the loss grew from {:.3g} to {:.3g} by step {} with rate {:g}: {}",
                        firstLoss,
                        mean,
                        step + 1,
                        options.rate,
                        advice()));
}

void Kip::Impl::setGamma() {
    for (infinite::Kernel& kernel : kernels)
        if (isRbf(kernel.spec())) kernel.setGamma(std::exp(logGamma));
}

void Kip::Impl::move(const at::Tensor& rows, const KrrPass& pass, bool rbf) {
    if (options.learnGamma && rbf) moveGamma(pass);  // first, as it alone can fail
    at::Tensor gradient = pass.imageGradient;
    at::Tensor held;
    if (frozen.defined()) {
        held = frozen.index_select(0, rows);
        // Before Adam: moments and values of these coordinates never change.
        gradient = gradient.masked_fill(held, 0.0);
    }
    const at::Tensor before = images.index_select(0, rows);
    at::Tensor after = before - imageAdam.step(rows, gradient, rate()).to(images.scalar_type());
    if (options.clip) after = at::minimum(at::maximum(after, lowest), highest);
    if (held.defined()) after = at::where(held, before, after);
    images.index_copy_(0, rows, after);
    if (options.learnLabels)
        labels.index_copy_(
            0,
            rows,
            labels.index_select(0, rows) - labelAdam.step(rows, pass.labelGradient, rate()));
}

void Kip::Impl::moveGamma(const KrrPass& pass) {
    const at::Tensor slope = at::full({1}, pass.gammaGradient * std::exp(logGamma), at::kDouble);
    const double next =
        logGamma - gammaAdam.step(at::zeros({1}, at::kLong), slope, rate()).item<double>();
    if (!std::isnormal(std::exp(next)))
        throw internalError(
            fmt::format("gamma left the range of numbers in step {} with rate {:g}: {}",
                        step + 1,
                        options.rate,
                        advice()));
    logGamma = next;
    setGamma();
}

Kip::Kip(Support support,
         store::Array frozen,
         const Targets& targets,
         KipOptions options,
         const Preprocessing* preprocessing)
    : m_impl(std::make_unique<Impl>()) {
    const at::NoGradGuard noGrad;
    auto& impl = *m_impl;
    requireOptions(options, preprocessing);
    impl.warnings = examine(support);
    requireSameKind(targets, support.shape(), support.images, support.classes());
    requireFrozen(frozen, support.images.shape);
    const auto n = static_cast<double>(support.size());
    constexpr double kMatrices = 6;  // K_ss, M, its factor, the cotangent, and two on the way
    jobs::requireMemory(
        kMatrices * 8 * n * n + 5.0 * 8 * n * static_cast<double>(support.shape().values()),
        fmt::format("a support of {} images", support.size()),
        "take fewer images");
    impl.support = std::move(support);
    impl.frozenFlags = std::move(frozen);
    impl.targets = &targets;
    impl.options = std::move(options);
    impl.prepare(preprocessing);
    // A batch that cannot be drawn is refused now, not in the middle of the work.
    (void)impl.drawnTargets();
    (void)impl.drawnSupport();
}

Kip::~Kip() = default;
Kip::Kip(Kip&&) noexcept = default;

KipStep Kip::step(const jobs::JobContext& context) {
    const at::NoGradGuard noGrad;
    const jobs::Stopwatch watch;
    auto& impl = *m_impl;
    const std::size_t drawn = impl.drawnKernel();
    const infinite::Kernel& kernel = impl.kernels[drawn];
    const auto targets = impl.drawnTargets();
    const at::Tensor rows = impl.drawnSupport();
    const KrrPass pass = krrPass(kernel,
                                 impl.options.ridge,
                                 impl.images.index_select(0, rows),
                                 impl.labels.index_select(0, rows),
                                 *impl.targets,
                                 targets,
                                 impl.step,
                                 {.prediction = false, .gradient = true},
                                 context);
    const double mean = pass.sum / (static_cast<double>(targets.size()) *
                                    static_cast<double>(impl.targets->classes()));
    impl.requireSound(pass, mean);
    if (impl.step == 0) impl.firstLoss = mean;
    impl.move(rows, pass, isRbf(kernel.spec()));
    ++impl.step;
    return {.step = impl.step,
            .kernel = drawn,
            .loss = mean,
            .lossSum = pass.sum,
            .accuracy = pass.accuracy,
            .ridge = pass.ridge,
            .seconds = watch.seconds()};
}

std::int64_t Kip::steps() const { return m_impl->step; }
const Support& Kip::support() const { return m_impl->support; }
const std::vector<std::string>& Kip::warnings() const { return m_impl->warnings; }

std::vector<infinite::KernelSpec> Kip::family() const {
    std::vector<infinite::KernelSpec> family;
    for (const infinite::Kernel& kernel : m_impl->kernels) family.push_back(kernel.spec());
    return family;
}

store::NamedArrays Kip::state() const {
    const auto& impl = *m_impl;
    store::NamedArrays state;
    state.emplace("images", impl.support.images);
    state.emplace("labels", impl.support.labels);
    if (impl.frozen.defined()) state.emplace("frozen", impl.frozenFlags);
    storeAdam(state, "image", impl.imageAdam);
    storeAdam(state, "label", impl.labelAdam);
    storeAdam(state, "gamma", impl.gammaAdam);
    const std::vector<double> numbers{impl.logGamma, impl.firstLoss};
    state.emplace("numbers", store::Array::from<double>(numbers, {std::ssize(numbers)}));
    const std::vector<std::int64_t> counts{impl.step};
    state.emplace("step", store::Array::from<std::int64_t>(counts, {1}));
    const std::vector<std::uint64_t> key{impl.options.seed};
    state.emplace("seed", store::Array::from<std::uint64_t>(key, {1}));
    return state;
}

void Kip::restore(const store::NamedArrays& state) {
    const at::NoGradGuard noGrad;
    auto& impl = *m_impl;
    const StateReader reader(state);
    if (reader.array("seed", store::DType::UInt64, {1}).as<std::uint64_t>()[0] != impl.options.seed)
        throw reader.foreign(fmt::format("its seed is not {}", impl.options.seed));
    const auto& shape = impl.support.images.shape;
    const auto& images = reader.array("images", impl.support.images.dtype, shape);
    const auto& labels = reader.array("labels", store::DType::Float64, impl.support.labels.shape);
    if (state.contains("frozen") != impl.frozen.defined() ||
        (impl.frozen.defined() &&
         reader.array("frozen", store::DType::UInt8, shape).bytes != impl.frozenFlags.bytes))
        throw reader.foreign("other coordinates are frozen");
    const auto& numbers = reader.array("numbers", store::DType::Float64, {2});
    const std::int64_t step = reader.array("step", store::DType::Int64, {1}).as<std::int64_t>()[0];
    Support restored = impl.support;
    restored.images = images;
    restored.labels = labels;
    (void)examine(restored);  // refuses what is not finite
    RowAdam image = reader.adam("image", shape);
    RowAdam label = reader.adam("label", impl.support.labels.shape);
    RowAdam gamma = reader.adam("gamma", {1});
    impl.images.copy_(models::toTensor(images));
    impl.labels.copy_(models::toTensor(labels));
    impl.imageAdam = std::move(image);
    impl.labelAdam = std::move(label);
    impl.gammaAdam = std::move(gamma);
    impl.logGamma = numbers.as<double>()[0];
    impl.firstLoss = numbers.as<double>()[1];
    impl.step = step;
    if (impl.options.learnGamma) impl.setGamma();
}

}  // namespace winnow::distill
