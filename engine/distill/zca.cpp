// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/zca.h"

#include "engine/jobs/memory.h"
#include "engine/models/tensors.h"
#include "engine/store/error.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace winnow::distill {
namespace {

constexpr std::int64_t kTile = 2048;  // images at once
constexpr double kFlat = 1e-12;       // deviation of what is constant, of its largest value

/// (n, 2): mean of an image; Euclidean norm of the rest, or its deviation.
at::Tensor imageScales(const at::Tensor& images, ZcaOrder order) {
    const at::Tensor wide = images.to(at::kDouble);
    const at::Tensor mean = wide.mean({1});
    at::Tensor norm = (wide - mean.unsqueeze(1)).square().sum({1}).sqrt();
    if (order != ZcaOrder::Code) norm /= std::sqrt(static_cast<double>(images.size(1)));
    return at::stack({mean, norm}, 1);
}

void requireNotConstant(const at::Tensor& images,
                        const at::Tensor& scales,
                        std::span<const std::int64_t> names,
                        std::int64_t first) {
    const at::Tensor flat = scales.select(1, 1) <= kFlat * images.abs().amax({1}).to(at::kDouble);
    if (!flat.any().item<bool>()) return;
    const auto position = flat.to(at::kInt).argmax().item<std::int64_t>();
    throw badInput(fmt::format(
        "image {} is constant: whitening divides every image by its deviation; leave it out",
        names.empty() ? first + position : names[static_cast<std::size_t>(position)]));
}

/// Every image minus its mean, divided by its norm or deviation; of the images' type.
at::Tensor normalised(const at::Tensor& images,
                      ZcaOrder order,
                      std::span<const std::int64_t> names,
                      std::int64_t first = 0) {
    const at::Tensor scales = imageScales(images, order);
    requireNotConstant(images, scales, names, first);
    const at::Tensor typed = scales.to(images.scalar_type());
    return (images - typed.narrow(1, 0, 1)) / typed.narrow(1, 1, 1);
}

/// (d): what is taken out of each feature and what the rest is divided by; undefined in order Code,
/// which does neither.
struct Features {
    at::Tensor mean, deviation;
};

/// What a covariance is made of: images as the order reads them, features taken out.
struct Fitted {
    const Zca::Rows& rows;
    std::int64_t n, d;
    ZcaOrder order;
    const jobs::JobContext& context;
    Features features;

    /// Calls use(tile (b, d)) for all images. Literal standardises raw features.
    template <typename Use>
    void forEach(std::string_view stage, Use use) const {
        for (std::int64_t begin = 0; begin < n; begin += kTile) {
            context.throwIfCancelled();
            const std::int64_t count = std::min(kTile, n - begin);
            const at::Tensor tile = rows(begin, count);
            use(order == ZcaOrder::Literal ? tile : normalised(tile, order, {}, begin));
            context.report.progress(stage, begin + count, n);
        }
    }
    [[nodiscard]] at::Tensor centred(const at::Tensor& tile) const {
        return order == ZcaOrder::Code ? tile : (tile - features.mean) / features.deviation;
    }
};

Features featureStatistics(const Fitted& fitted) {
    const auto count = static_cast<double>(fitted.n);
    at::Tensor sum = at::zeros({fitted.d}, at::kDouble);
    fitted.forEach("whitening: means", [&](const at::Tensor& tile) { sum += tile.sum({0}); });
    const at::Tensor mean = sum / count;
    if (fitted.order == ZcaOrder::NormFirst) return {mean, at::ones_like(mean)};
    at::Tensor squares = at::zeros_like(sum);
    fitted.forEach("whitening: deviations",
                   [&](const at::Tensor& tile) { squares += (tile - mean).square().sum({0}); });
    const at::Tensor deviation = (squares / count).sqrt();
    const at::Tensor flat = deviation <= kFlat * mean.abs();
    if (flat.any().item<bool>())
        throw badInput(fmt::format("feature {} is constant over all images: cannot standardise",
                                   flat.to(at::kInt).argmax().item<std::int64_t>()));
    return {mean, deviation};
}

/// Eigenvalues of the covariance, falling, clipped at 0, and their vectors (d, k).
struct Eigen {
    at::Tensor values, vectors;
    double trace = 0;
};

Eigen falling(const at::Tensor& matrix) {
    auto [values, vectors] = at::linalg_eigh(matrix, "L");
    return {values.flip({0}).clamp_min(0), vectors.flip({1}), 0};
}

/// Of a covariance of d features with these eigenvalues.
std::int64_t rankOf(const at::Tensor& values, std::int64_t d) {
    const double cut = static_cast<double>(d) * std::numeric_limits<double>::epsilon() *
                       values.max().item<double>();
    return values.gt(cut).sum().item<std::int64_t>();
}

/// Fewer images than features: through the (n, n) products, which have the same eigenvalues.
Eigen throughProducts(const Fitted& fitted) {
    std::vector<at::Tensor> tiles;
    fitted.forEach("whitening",
                   [&](const at::Tensor& tile) { tiles.push_back(fitted.centred(tile)); });
    const at::Tensor z = at::cat(tiles, 0);
    const auto n = static_cast<double>(fitted.n);
    Eigen eigen = falling(at::mm(z, z.t()) / n);
    eigen.trace = z.square().sum().item<double>() / n;
    const std::int64_t rank = rankOf(eigen.values, fitted.d);
    const at::Tensor kept = eigen.values.narrow(0, 0, rank);
    const at::Tensor rough = at::mm(z.t(), eigen.vectors.narrow(1, 0, rank)) / (n * kept).sqrt();
    // Small eigenvalues leave rounding in their vectors: made orthogonal to the larger ones. The
    // sign a QR factorisation gives a column is of no matter to W.
    eigen.vectors = std::get<0>(at::linalg_qr(rough));
    return eigen;
}

Eigen throughCovariance(const Fitted& fitted) {
    at::Tensor covariance = at::zeros({fitted.d, fitted.d}, at::kDouble);
    fitted.forEach("whitening", [&](const at::Tensor& tile) {
        const at::Tensor z = fitted.centred(tile);
        covariance.addmm_(z.t(), z);
    });
    covariance /= static_cast<double>(fitted.n);
    const double trace = covariance.diagonal().sum().item<double>();
    Eigen eigen = falling(covariance);
    eigen.trace = trace;
    return eigen;
}

void requireFullRank(std::int64_t rank, std::int64_t d, ZcaOrder order) {
    // Every image of order Code has mean 0, so one direction is empty by construction and nothing
    // that is whitened lies in it.
    const std::int64_t full = order == ZcaOrder::Literal ? d : d - 1;
    if (rank < full)
        throw badInput(fmt::format(
            "reg is 0 and the covariance has rank {} of {}: plain ZCA needs full rank; give a reg "
            "above 0",
            rank,
            full));
}

}  // namespace

ZcaOrder zcaOrder(std::string_view name) {
    if (name == "code") return ZcaOrder::Code;
    if (name == "literal") return ZcaOrder::Literal;
    if (name == "norm-first") return ZcaOrder::NormFirst;
    throw badInput(fmt::format("order is {}; it is code, literal or norm-first", name));
}

struct Zca::Impl {
    ZcaOrder order = ZcaOrder::Code;
    ZcaReport report;
    at::Tensor transform;       ///< W (d, d)
    at::Tensor featureMean;     ///< (d), order NormFirst
    mutable at::Tensor narrow;  ///< W in float32, made when first needed
    mutable at::Tensor lower;   ///< Cholesky factor of W, made when first needed

    [[nodiscard]] const at::Tensor& typed(at::ScalarType type) const {
        if (type == at::kDouble) return transform;
        if (!narrow.defined()) narrow = transform.to(at::kFloat);
        return narrow;
    }
};

Zca::Zca(const Rows& rows,
         std::int64_t n,
         std::int64_t features,
         const ZcaOptions& options,
         const jobs::JobContext& context)
    : m_impl(std::make_unique<Impl>()) {
    const at::NoGradGuard noGrad;
    if (!(options.reg >= 0) || !std::isfinite(options.reg))
        throw badInput(fmt::format("reg is {:g}; the ridge of ZCA is 0 or more", options.reg));
    if (n < 1) throw badInput("there is no image to fit the whitening to");
    constexpr double kMatrices = 4;  // covariance, vectors, the solver's own, W
    jobs::requireMemory(
        kMatrices * 8.0 * static_cast<double>(features) * static_cast<double>(features),
        fmt::format("whitening {} features", features),
        "take smaller images, or standard preprocessing");
    Fitted fitted{rows, n, features, options.order, context, {}};
    if (options.order != ZcaOrder::Code) fitted.features = featureStatistics(fitted);
    const Eigen eigen = n < features ? throughProducts(fitted) : throughCovariance(fitted);

    auto& report = m_impl->report;
    report.reg = options.reg;
    report.absolute = options.absolute;
    report.rank = rankOf(eigen.values, features);
    report.features = features;
    report.images = n;
    report.meanTrace = eigen.trace / static_cast<double>(features);
    const at::Tensor values = eigen.values.narrow(0, 0, std::min(n, features)).contiguous();
    report.eigenvalues.assign(values.const_data_ptr<double>(),
                              values.const_data_ptr<double>() + values.numel());
    const double ridge = options.absolute ? options.reg : options.reg * report.meanTrace;
    if (ridge == 0) requireFullRank(report.rank, features, options.order);

    // Directions that no image reaches: with fewer images than features the authors' program
    // leaves them alone.
    const bool emptyAlone = ridge == 0 || (options.order == ZcaOrder::Code && n < features);
    const double empty = emptyAlone ? 1.0 : 1.0 / std::sqrt(ridge);
    if (options.order == ZcaOrder::Code && n < features)
        report.warnings.push_back(fmt::format(
            "{} images for {} features: {} directions have no image and are left as they are",
            n,
            features,
            features - report.rank));
    const std::int64_t used = emptyAlone ? report.rank : eigen.vectors.size(1);
    const at::Tensor u = eigen.vectors.narrow(1, 0, used);
    const at::Tensor factor = (eigen.values.narrow(0, 0, used) + ridge).rsqrt() - empty;
    m_impl->transform = at::mm(u * factor, u.t());
    m_impl->transform.diagonal().add_(empty);
    m_impl->order = options.order;
    if (options.order == ZcaOrder::NormFirst) m_impl->featureMean = fitted.features.mean;
}

Zca::~Zca() = default;
Zca::Zca(Zca&&) noexcept = default;
Zca& Zca::operator=(Zca&&) noexcept = default;

at::Tensor Zca::apply(const at::Tensor& images, std::span<const std::int64_t> names) const {
    const at::NoGradGuard noGrad;
    at::Tensor z = normalised(images, m_impl->order, names);
    if (m_impl->order == ZcaOrder::NormFirst) z = z - m_impl->featureMean.to(images.scalar_type());
    return at::mm(z, m_impl->typed(images.scalar_type()));
}

at::Tensor Zca::scales(const at::Tensor& images) const {
    const at::NoGradGuard noGrad;
    return imageScales(images, m_impl->order);
}

at::Tensor Zca::invert(const at::Tensor& whitened, const at::Tensor& scales) const {
    const at::NoGradGuard noGrad;
    // W is symmetric and positive definite.
    if (!m_impl->lower.defined()) m_impl->lower = at::linalg_cholesky(m_impl->transform);
    at::Tensor z = at::cholesky_solve(whitened.to(at::kDouble).t().contiguous(), m_impl->lower).t();
    if (m_impl->order == ZcaOrder::NormFirst) z = z + m_impl->featureMean;
    return z * scales.narrow(1, 1, 1) + scales.narrow(1, 0, 1);
}

const at::Tensor& Zca::transform() const { return m_impl->transform; }
const ZcaReport& Zca::report() const { return m_impl->report; }

store::NamedArrays Zca::stored() const {
    const auto& report = m_impl->report;
    store::NamedArrays arrays;
    arrays.emplace("zca_transform", models::toArray(m_impl->transform));
    arrays.emplace(
        "zca_eigenvalues",
        store::Array::from<double>(report.eigenvalues, {std::ssize(report.eigenvalues)}));
    const std::vector<double> numbers{report.reg,
                                      static_cast<double>(report.absolute),
                                      static_cast<double>(report.rank),
                                      static_cast<double>(report.images),
                                      report.meanTrace,
                                      static_cast<double>(m_impl->order)};
    arrays.emplace("zca_fit", store::Array::from<double>(numbers, {std::ssize(numbers)}));
    if (m_impl->featureMean.defined())
        arrays.emplace("zca_feature_mean", models::toArray(m_impl->featureMean));
    return arrays;
}

Zca::Zca(const store::NamedArrays& stored, std::string_view source)
    : m_impl(std::make_unique<Impl>()) {
    const auto array = [&](const char* name) -> const store::Array& {
        const auto found = stored.find(name);
        if (found == stored.end() || found->second.dtype != store::DType::Float64)
            throw badInput(fmt::format("{} holds no array {} of float64", source, name));
        return found->second;
    };
    const store::Array& transform = array("zca_transform");
    const store::Array& eigenvalues = array("zca_eigenvalues");
    const store::Array& numbers = array("zca_fit");
    constexpr std::int64_t kNumbers = 6;
    if (transform.shape.size() != 2 || transform.shape[0] != transform.shape[1] ||
        numbers.count() != kNumbers)
        throw badInput(fmt::format("{} is no stored whitening: zca_transform is {}, zca_fit {}",
                                   source,
                                   store::shapeText(transform.shape),
                                   store::shapeText(numbers.shape)));
    const auto fit = numbers.as<double>();
    const auto values = eigenvalues.as<double>();
    m_impl->transform = models::toTensor(transform);
    m_impl->order = static_cast<ZcaOrder>(static_cast<int>(fit[5]));
    m_impl->report = {.reg = fit[0],
                      .absolute = fit[1] != 0,
                      .rank = static_cast<std::int64_t>(fit[2]),
                      .features = transform.shape[0],
                      .images = static_cast<std::int64_t>(fit[3]),
                      .meanTrace = fit[4],
                      .eigenvalues = {values.begin(), values.end()},
                      .warnings = {}};
    if (m_impl->order == ZcaOrder::NormFirst)
        m_impl->featureMean = models::toTensor(array("zca_feature_mean"));
}

}  // namespace winnow::distill
