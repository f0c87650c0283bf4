// SPDX-License-Identifier: Apache-2.0
#include "engine/infinite/kernel.h"

#include "engine/infinite/convolution_kernel.h"
#include "engine/infinite/device_convolution.h"
#include "engine/infinite/device_library.h"
#include "engine/infinite/gram_kernel.h"
#include "engine/infinite/kernel_tables.h"
#include "engine/models/device.h"
#include "engine/store/index.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

namespace winnow::infinite {
namespace {

template <typename T>
ImageSpan<T> imageSpan(const at::Tensor& images) {
    return {images.data_ptr<T>(), images.size(0)};
}

at::Tensor zeros(at::IntArrayRef shape) { return at::zeros(shape, at::kDouble); }

/// Images of the kernel's shape, contiguous, and |x|^2 of each.
struct CheckedImages {
    at::Tensor images;
    std::vector<double> norms;
};

/// Throws for the first value that is not finite, if there is one. `which` names the images.
template <typename T>
void requireFinite(const at::Tensor& image, std::int64_t number, const char* which) {
    const auto values =
        std::span(image.const_data_ptr<T>(), static_cast<std::size_t>(image.numel()));
    const auto bad = std::ranges::find_if(values, [](T value) { return !std::isfinite(value); });
    if (bad == values.end()) return;
    throw badInput(fmt::format("the {} image {} has a value in channel {} that is not finite",
                               which,
                               number,
                               (bad - values.begin()) / (image.size(1) * image.size(2))));
}

template <typename T>
std::vector<double> checkedNorms(const at::Tensor& images,
                                 const SumKernels<T>& sums,
                                 const char* which) {
    const std::int64_t values = images.numel() / std::max<std::int64_t>(images.size(0), 1);
    std::vector<double> norms;
    for (std::int64_t i = 0; i < images.size(0); ++i) {
        norms.push_back(sums.squares(images.const_data_ptr<T>() + i * values, values));
        if (!std::isfinite(norms.back())) requireFinite<T>(images[i], i, which);
    }
    return norms;
}

/// `which` names the images in errors.
CheckedImages checkedImages(const at::Tensor& images,
                            const ImageShape& shape,
                            const KernelTables& tables,
                            const char* which) {
    if (images.scalar_type() != at::kFloat && images.scalar_type() != at::kDouble)
        throw badInput(fmt::format("the {} images are {}; they must be float32 or float64",
                                   which,
                                   c10::toString(images.scalar_type())));
    if (images.dim() != 4)
        throw badInput(fmt::format(
            "the {} images have {} dimensions; images are [N,C,H,W]", which, images.dim()));
    const ImageShape given{images.size(1), images.size(2), images.size(3)};
    if (given != shape)
        throw badInput(fmt::format(
            "the {} images are {}, the kernel is for {}", which, given.text(), shape.text()));
    const at::Tensor cpu = images.to(at::kCPU).contiguous();
    return {cpu,
            cpu.scalar_type() == at::kFloat ? checkedNorms(cpu, tables.narrow.sums, which)
                                            : checkedNorms(cpu, tables.wide.sums, which)};
}

at::Tensor checkedCotangent(const at::Tensor& g, std::int64_t rows, std::int64_t columns) {
    if (g.dim() != 2 || g.size(0) != rows || g.size(1) != columns || g.scalar_type() != at::kDouble)
        throw badInput(fmt::format("the gradient by a kernel is float64 [{}, {}]", rows, columns));
    return g.contiguous();
}

/// One progress of the two calls that a gradient may take.
class Halves final : public jobs::ForwardingReporter {
public:
    using ForwardingReporter::ForwardingReporter;
    void progress(std::string_view stage, std::int64_t done, std::int64_t total) override {
        outer().progress(stage, done + (m_second ? total : 0), 2 * total);
    }
    void second() { m_second = true; }

private:
    bool m_second = false;
};

}  // namespace

struct Kernel::Impl {
    KernelSpec spec;
    ImageShape shape;
    Architecture architecture;
    const KernelTables& tables;
    int threads;
    const DeviceKernels* device;  ///< null: on the CPU
    std::unique_ptr<SetKernel<float>> narrow;
    std::unique_ptr<SetKernel<double>> wide;

    /// One call: both sides the same tensor where the kernel is symmetric.
    struct Call {
        at::Tensor x1, x2;
        std::vector<double> norms1, norms2 = {};
        bool symmetric = false;
        at::Tensor g = {};  ///< undefined: no gradient
        at::Tensor out = {}, gradient = {};
        double gamma = 0;
    };
    void run(Call& call, const jobs::JobContext& context);
    [[nodiscard]] GramKernel gram() const {
        return {spec, architecture, shape, tables, threads, device};
    }
    template <typename T>
    [[nodiscard]] SetKernel<T>& made(std::unique_ptr<SetKernel<T>>& kernel) const;
    template <typename T>
    void convolve(SetKernel<T>& kernel, Call& call, const jobs::JobContext& context) const;
    template <typename T>
    [[nodiscard]] bool convolveOnce(SetKernel<T>& kernel,
                                    Call& call,
                                    const RowCotangent& cotangent,
                                    const jobs::JobContext& context) const;
    /// A call on two sets in one pass, or false: nothing is done.
    [[nodiscard]] bool runOnce(Call& call,
                               const RowCotangent& cotangent,
                               const jobs::JobContext& context);
    [[nodiscard]] Call rectangle(const at::Tensor& x1, const at::Tensor& x2) const;
    [[nodiscard]] Call triangle(const at::Tensor& x) const;
};

Kernel::Impl::Call Kernel::Impl::rectangle(const at::Tensor& x1, const at::Tensor& x2) const {
    CheckedImages first = checkedImages(x1, shape, tables, "first");
    CheckedImages second = checkedImages(x2, shape, tables, "second");
    if (first.images.scalar_type() != second.images.scalar_type())
        throw badInput(fmt::format("the first images are {}, the second {}; both must be alike",
                                   c10::toString(first.images.scalar_type()),
                                   c10::toString(second.images.scalar_type())));
    return {.x1 = first.images,
            .x2 = second.images,
            .norms1 = std::move(first.norms),
            .norms2 = std::move(second.norms)};
}

Kernel::Impl::Call Kernel::Impl::triangle(const at::Tensor& x) const {
    CheckedImages images = checkedImages(x, shape, tables, "given");
    return {.x1 = images.images,
            .x2 = images.images,
            .norms1 = std::move(images.norms),
            .symmetric = true};
}

template <typename T>
SetKernel<T>& Kernel::Impl::made(std::unique_ptr<SetKernel<T>>& kernel) const {
    if (!kernel)
        kernel = device != nullptr
                     ? deviceConvolution<T>(spec, architecture, shape, tables, *device)
                     : convolutionKernel<T>(spec, architecture, shape, tables, threads);
    return *kernel;
}

template <typename T>
void Kernel::Impl::convolve(SetKernel<T>& kernel,
                            Call& call,
                            const jobs::JobContext& context) const {
    const bool back = call.g.defined();
    const double* const g = back ? call.g.const_data_ptr<double>() : nullptr;
    double* const gradient = back ? call.gradient.data_ptr<double>() : nullptr;
    double* const out = call.out.data_ptr<double>();
    const auto x1 = imageSpan<T>(call.x1);
    if (call.symmetric)
        kernel.triangle(x1, g, gradient, out, context);
    else
        kernel.rectangle(x1, imageSpan<T>(call.x2), g, gradient, out, context);
}

template <typename T>
bool Kernel::Impl::convolveOnce(SetKernel<T>& kernel,
                                Call& call,
                                const RowCotangent& cotangent,
                                const jobs::JobContext& context) const {
    return kernel.rectangleOnce(imageSpan<T>(call.x1),
                                imageSpan<T>(call.x2),
                                cotangent,
                                call.g.data_ptr<double>(),
                                call.gradient.data_ptr<double>(),
                                call.out.data_ptr<double>(),
                                context);
}

bool Kernel::Impl::runOnce(Call& call,
                           const RowCotangent& cotangent,
                           const jobs::JobContext& context) {
    if (!architecture.convolutional() || call.out.numel() == 0) return false;
    if (call.x1.scalar_type() == at::kFloat)
        return convolveOnce(made(narrow), call, cotangent, context);
    return convolveOnce(made(wide), call, cotangent, context);
}

void Kernel::Impl::run(Call& call, const jobs::JobContext& context) {
    const at::NoGradGuard noGrad;
    call.out = zeros({call.x1.size(0), call.x2.size(0)});
    if (call.g.defined()) {
        call.g = checkedCotangent(call.g, call.x1.size(0), call.x2.size(0));
        call.gradient = zeros(call.x2.sizes());
    }
    if (call.x1.size(0) == 0 || call.x2.size(0) == 0) return;
    if (architecture.convolutional()) {
        if (call.x1.scalar_type() == at::kFloat) return convolve(made(narrow), call, context);
        return convolve(made(wide), call, context);
    }
    const at::Tensor rows1 = call.x1.flatten(1);
    const at::Tensor rows2 = call.symmetric ? rows1 : call.x2.flatten(1);
    gram().run({.x1 = rows1,
                .x2 = rows2,
                .norms1 = call.norms1,
                .norms2 = call.symmetric ? call.norms1 : call.norms2,
                .symmetric = call.symmetric,
                .g = call.g.defined() ? &call.g : nullptr,
                .gradient = call.g.defined() ? &call.gradient : nullptr,
                .gamma = &call.gamma},
               call.out,
               context);
}

Kernel::Kernel(const KernelSpec& spec, const ImageShape& shape, const KernelOptions& options)
    : m_impl(new Impl{.spec = spec,
                      .shape = shape,
                      .architecture = parseArchitecture(spec.architecture),
                      .tables = kernelTables(options.instructions),
                      .threads = options.threads > 0 ? options.threads : models::threadsInUse(),
                      .device = options.device == models::Device::Cuda ? &cudaKernels() : nullptr,
                      .narrow = {},
                      .wide = {}}) {
    validate(spec, shape);
}
Kernel::~Kernel() = default;
Kernel::Kernel(Kernel&&) noexcept = default;
Kernel& Kernel::operator=(Kernel&&) noexcept = default;

const KernelSpec& Kernel::spec() const { return m_impl->spec; }
const ImageShape& Kernel::shape() const { return m_impl->shape; }

void Kernel::setGamma(double gamma) {
    KernelSpec changed = m_impl->spec;
    changed.gamma = gamma;
    validate(changed, m_impl->shape);
    m_impl->spec = changed;
}

at::Tensor Kernel::matrix(const at::Tensor& x1,
                          const at::Tensor& x2,
                          const jobs::JobContext& context) const {
    Impl::Call call = m_impl->rectangle(x1, x2);
    m_impl->run(call, context);
    return call.out;
}

at::Tensor Kernel::matrix(const at::Tensor& x, const jobs::JobContext& context) const {
    Impl::Call call = m_impl->triangle(x);
    m_impl->run(call, context);
    return call.out;
}

at::Tensor Kernel::diagonal(const at::Tensor& x, const jobs::JobContext& context) const {
    const CheckedImages images = checkedImages(x, m_impl->shape, m_impl->tables, "given");
    const std::int64_t n = images.images.size(0);
    at::Tensor result = zeros({n});
    if (!m_impl->architecture.convolutional()) {
        const std::vector<double> own = m_impl->gram().diagonal(images.norms);
        std::ranges::copy(own, result.data_ptr<double>());
        return result;
    }
    // The lanes of the widest vectors: fewer leave lanes empty, more are pairs that nobody wants.
    constexpr std::int64_t kTogether = 16;
    jobs::SilentReporter silent;  // these few pairs are not worth telling
    for (std::int64_t begin = 0; begin < n; begin += kTogether) {
        const std::int64_t count = std::min(kTogether, n - begin);
        const at::Tensor part =
            matrix(images.images.narrow(0, begin, count), {context.stop, silent});
        result.narrow(0, begin, count).copy_(part.diagonal());
    }
    return result;
}

at::Tensor Kernel::vjp(const at::Tensor& x1,
                       const at::Tensor& x2,
                       const at::Tensor& g,
                       const jobs::JobContext& context,
                       double* gammaGradient) const {
    Impl::Call call = m_impl->rectangle(x1, x2);
    call.g = g;
    m_impl->run(call, context);
    if (gammaGradient != nullptr) *gammaGradient = call.gamma;
    return call.gradient;
}

at::Tensor Kernel::matrixAndVjp(const at::Tensor& x1,
                                const at::Tensor& x2,
                                const RowCotangent& cotangent,
                                at::Tensor& matrix,
                                const jobs::JobContext& context,
                                double* gammaGradient) const {
    const at::NoGradGuard noGrad;
    Impl::Call call = m_impl->rectangle(x1, x2);
    call.out = zeros({call.x1.size(0), call.x2.size(0)});
    call.g = zeros(call.out.sizes());
    call.gradient = zeros(call.x2.sizes());
    if (!m_impl->runOnce(call, cotangent, context)) {
        Halves halves(context.report);
        Impl::Call forward = call;
        forward.g = at::Tensor();
        m_impl->run(forward, {context.stop, halves});
        const auto size = at(call.g.numel());
        cotangent(0, {forward.out.data_ptr<double>(), size}, {call.g.data_ptr<double>(), size});
        halves.second();
        m_impl->run(call, {context.stop, halves});
        call.out = forward.out;
    }
    matrix = call.out;
    if (gammaGradient != nullptr) *gammaGradient = call.gamma;
    return call.gradient;
}

at::Tensor Kernel::vjpSymmetric(const at::Tensor& x,
                                const at::Tensor& g,
                                const jobs::JobContext& context,
                                double* gammaGradient) const {
    Impl::Call call = m_impl->triangle(x);
    call.g = g;
    m_impl->run(call, context);
    if (gammaGradient != nullptr) *gammaGradient = call.gamma;
    return call.gradient;
}

}  // namespace winnow::infinite
