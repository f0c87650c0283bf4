// SPDX-License-Identifier: Apache-2.0
#include "engine/infinite/gram_kernel.h"

#include "engine/infinite/dense_maps.h"
#include "engine/infinite/device_library.h"
#include "engine/infinite/ordered_sums.h"
#include "engine/infinite/task_pool.h"
#include "engine/models/aligned.h"
#include "engine/store/index.h"

#include <torch/torch.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace winnow::infinite {
namespace {

/// Images of one side of a tile: large enough for the matrix product to run at full speed, small
/// enough for a tile to stay in the second cache.
constexpr std::int64_t kTile = 512;
/// On a device: 16 million bytes and more of each matrix bound its memory.
constexpr std::int64_t kDeviceTile = 2048;

/// A thread's own memory.
struct TileBench {
    at::Tensor products;  ///< [kTile, kTile] of the images' type, then the adjoints of them
    at::Tensor imageBar;  ///< [kTile, d], likewise
    at::Tensor wide;      ///< [kTile, kTile] float64, of the RBF
    models::Aligned<double> k, values, g, kBar;  ///< one padded row
    models::Aligned<double> variances;           ///< [hidden, padded]
    std::vector<double> rowVariances;            ///< [hidden, kTile]
    std::vector<double> part;
};

/// One call on images of type T.
template <typename T>
class GramRun {
public:
    GramRun(const GramKernel::Call& call,
            const at::Tensor& out,
            Form form,
            const KernelSpec& spec,
            const DensePlan& plan,
            double values,
            const KernelTables& tables,
            const DeviceKernels* device)
        : m_call(call),
          m_out(out),
          m_form(form),
          m_spec(spec),
          m_plan(plan),
          m_d(values),
          m_tables(tables),
          m_rows(call.x1.size(0)),
          m_columns(call.x2.size(0)),
          m_rowTile(std::min(device == nullptr ? kTile : kDeviceTile, m_rows)),
          m_columnTile(std::min(device == nullptr ? kTile : kDeviceTile, m_columns)) {
        if (device != nullptr) m_device = madeOn(*device);
        if (m_form != Form::Network) return;
        const auto own = [&](std::span<const double> norms) {
            std::vector<double> variances(norms.begin(), norms.end());
            for (double& variance : variances) variance /= m_d;
            return variances;
        };
        m_maps1.emplace(plan, own(call.norms1));
        m_maps2.emplace(plan, own(call.norms2));
    }

    void run(int threads, const jobs::JobContext& context);

private:
    /// Where a tile lies.
    struct Tile {
        std::int64_t row, rows, column, columns;
        [[nodiscard]] bool diagonal() const { return row == column; }
    };

    const GramKernel::Call& m_call;
    const at::Tensor& m_out;
    Form m_form;
    const KernelSpec& m_spec;
    const DensePlan& m_plan;
    double m_d;
    const KernelTables& m_tables;
    std::int64_t m_rows, m_columns;
    std::int64_t m_rowTile, m_columnTile;  ///< rows and columns of a whole tile
    std::optional<DenseMaps> m_maps1, m_maps2;
    std::optional<OrderedSums> m_sums;
    std::vector<TileBench> m_benches;
    std::unique_ptr<DeviceGrams<T>> m_device;  ///< null: on the CPU

    static constexpr at::ScalarType kType = std::is_same_v<T, float> ? at::kFloat : at::kDouble;

    /// Sums over partners that an image keeps beside the adjoint of its pixels: the variances of a
    /// network's layers; of an RBF A and A |x - x'|^2 with A = G K.
    [[nodiscard]] std::int64_t extras() const {
        if (m_form == Form::Network) return m_plan.hiddenCount;
        return m_form == Form::Rbf ? 2 : 0;
    }
    [[nodiscard]] std::int64_t partValues() const {
        return m_columnTile * (static_cast<std::int64_t>(m_d) + extras());
    }
    [[nodiscard]] TileBench newBench() const;
    [[nodiscard]] std::vector<Tile> tiles() const;
    void runTile(const Tile& tile, TileBench& bench);
    [[nodiscard]] std::unique_ptr<DeviceGrams<T>> madeOn(const DeviceKernels& device) const;
    void runTileOnDevice(const Tile& tile);
    [[nodiscard]] at::Tensor cotangent(const Tile& tile) const;
    void network(const Tile& tile, const at::Tensor& g, TileBench& bench) const;
    void rbf(const Tile& tile, const at::Tensor& g, TileBench& bench) const;
    [[nodiscard]] static at::Tensor imageBar(const at::Tensor& kBar,
                                             const at::Tensor& partners,
                                             TileBench& bench);
    void addPart(std::int64_t target,
                 std::int64_t number,
                 const at::Tensor& bar,
                 const double* extraSums,
                 std::int64_t stride,
                 std::vector<double>& part);
    void finish(std::int64_t column);
};

template <typename T>
TileBench GramRun<T>::newBench() const {
    const auto own = at::TensorOptions(kType);
    const std::int64_t padded = densePadded(m_columnTile);
    const auto row = [&] { return models::Aligned<double>(at(padded)); };
    TileBench bench;
    bench.products = at::empty({m_rowTile, m_columnTile}, own);
    if (m_form == Form::Rbf) bench.wide = at::empty({m_rowTile, m_columnTile}, at::kDouble);
    bench.k = row();
    bench.values = row();
    if (m_call.g == nullptr) return bench;
    bench.imageBar = at::empty({m_columnTile, static_cast<std::int64_t>(m_d)}, own);
    bench.g = row();
    bench.kBar = row();
    bench.variances = models::Aligned<double>(at(padded * std::max<std::int64_t>(extras(), 1)));
    bench.rowVariances.resize(at(m_rowTile * extras()));
    return bench;
}

template <typename T>
std::vector<typename GramRun<T>::Tile> GramRun<T>::tiles() const {
    std::vector<Tile> all;
    for (std::int64_t column = 0; column < m_columns; column += m_columnTile)
        for (std::int64_t row = 0; row < m_rows; row += m_rowTile) {
            if (m_call.symmetric && row > column) break;
            all.push_back({row,
                           std::min(m_rowTile, m_rows - row),
                           column,
                           std::min(m_columnTile, m_columns - column)});
        }
    return all;
}

template <typename T>
void GramRun<T>::run(int threads, const jobs::JobContext& context) {
    const std::vector<Tile> all = tiles();
    if (m_call.g != nullptr)
        m_sums.emplace((m_columns + m_columnTile - 1) / m_columnTile, partValues());
    if (m_device) threads = 1;  // it has its own
    for (int thread = 0; thread < threads && !m_device; ++thread) m_benches.push_back(newBench());
    const auto pairsOf = [&](std::int64_t t) {
        const Tile& tile = all[at(t)];
        const auto pairs = static_cast<double>(tile.rows * tile.columns);
        return m_call.symmetric && tile.diagonal() ? (pairs + static_cast<double>(tile.rows)) / 2
                                                   : pairs;
    };
    PairProgress progress{.stage = m_call.g == nullptr ? "kernel" : "kernel gradient"};
    for (std::int64_t t = 0; t < std::ssize(all); ++t) progress.total += pairsOf(t);
    forEachTask(
        threads,
        std::ssize(all),
        [&](std::int64_t t, int thread) {
            const at::NoGradGuard noGrad;
            if (m_device)
                runTileOnDevice(all[at(t)]);
            else
                runTile(all[at(t)], m_benches[at(thread)]);
        },
        pairsOf,
        progress,
        context);
    if (m_call.g != nullptr) {
        if (m_call.gamma != nullptr) *m_call.gamma = 0;
        for (std::int64_t column = 0; column < m_columns; column += m_columnTile) finish(column);
    }
    if (m_call.symmetric) m_out.copy_(at::triu(m_out) + at::triu(m_out, 1).t());
}

/// G of a tile. Of a symmetric kernel's G only the upper triangle is read, which stands for both:
/// a tile beside the diagonal is used for both of its sides, one on it counts twice.
template <typename T>
at::Tensor GramRun<T>::cotangent(const Tile& tile) const {
    at::Tensor g = m_call.g->narrow(0, tile.row, tile.rows).narrow(1, tile.column, tile.columns);
    if (!m_call.symmetric) return g.contiguous();
    if (tile.diagonal()) g = at::triu(g) + at::triu(g, 1).t();
    return g * 2;
}

template <typename T>
void GramRun<T>::runTile(const Tile& tile, TileBench& bench) {
    const at::Tensor x1 = m_call.x1.narrow(0, tile.row, tile.rows);
    const at::Tensor x2 = m_call.x2.narrow(0, tile.column, tile.columns);
    at::Tensor products = bench.products.flatten()
                              .narrow(0, 0, tile.rows * tile.columns)
                              .view({tile.rows, tile.columns});
    at::mm_out(products, x1, x2.t());
    const bool back = m_call.g != nullptr;
    const at::Tensor g = back ? cotangent(tile) : at::Tensor();
    if (back) {
        std::fill_n(bench.variances.data(), densePadded(m_columnTile) * extras(), 0.0);
        std::ranges::fill(bench.rowVariances, 0.0);
    }
    switch (m_form) {
        case Form::Linear:
            m_out.narrow(0, tile.row, tile.rows)
                .narrow(1, tile.column, tile.columns)
                .copy_(products)
                .div_(m_d);
            if (back) products.copy_(g / m_d);
            break;
        case Form::Rbf:
            rbf(tile, g, bench);
            break;
        case Form::Network:
            network(tile, g, bench);
            break;
    }
    if (!back) return;
    const std::int64_t rowTile = tile.row / m_rowTile;
    const std::int64_t columnTile = tile.column / m_columnTile;
    addPart(columnTile,
            rowTile,
            imageBar(products.t(), x1, bench),
            bench.variances.data(),
            densePadded(m_columnTile),
            bench.part);
    if (m_call.symmetric && !tile.diagonal())
        addPart(rowTile,
                columnTile,
                imageBar(products, x2, bench),
                bench.rowVariances.data(),
                m_rowTile,
                bench.part);
}

template <typename T>
std::unique_ptr<DeviceGrams<T>> GramRun<T>::madeOn(const DeviceKernels& device) const {
    const GramForm form = m_form == Form::Linear ? GramForm::Linear
                          : m_form == Form::Rbf  ? GramForm::Rbf
                                                 : GramForm::Network;
    DeviceGrams<T>* made = nullptr;
    throwUnlessDone(
        device.of<T>().grams(form, m_plan, static_cast<std::int64_t>(m_d), m_spec.gamma, made));
    return std::unique_ptr<DeviceGrams<T>>(made);
}

template <typename T>
void GramRun<T>::runTileOnDevice(const Tile& tile) {
    const bool back = m_call.g != nullptr;
    const at::Tensor g = back ? cotangent(tile) : at::Tensor();
    const at::Tensor out = at::empty({tile.rows, tile.columns}, at::kDouble);
    struct Sums {
        at::Tensor bar;
        std::vector<double> extras;
    };
    const auto sideOf = [&](const at::Tensor& images,
                            std::int64_t begin,
                            std::int64_t count,
                            std::span<const double> norms,
                            const std::optional<DenseMaps>& maps,
                            bool wanted,
                            Sums& sums) {
        typename DeviceGrams<T>::Side side;
        side.images = images.data_ptr<T>() + begin * static_cast<std::int64_t>(m_d);
        side.count = count;
        if (!norms.empty()) side.norms = norms.data() + begin;
        if (maps) side.maps = maps->one(begin);
        if (!wanted) return side;
        sums.bar = at::empty({count, static_cast<std::int64_t>(m_d)}, at::TensorOptions(kType));
        sums.extras.resize(at(count * extras()));
        side.bar = sums.bar.template data_ptr<T>();
        side.extras = sums.extras.data();
        return side;
    };
    Sums rowSums, columnSums;
    const bool both = m_call.symmetric && !tile.diagonal();
    const auto rows =
        sideOf(m_call.x1, tile.row, tile.rows, m_call.norms1, m_maps1, back && both, rowSums);
    const auto columns =
        sideOf(m_call.x2, tile.column, tile.columns, m_call.norms2, m_maps2, back, columnSums);
    throwUnlessDone(m_device->run(rows,
                                  columns,
                                  m_call.symmetric && tile.diagonal(),
                                  back ? g.data_ptr<double>() : nullptr,
                                  out.data_ptr<double>()));
    m_out.narrow(0, tile.row, tile.rows).narrow(1, tile.column, tile.columns).copy_(out);
    if (!back) return;
    const std::int64_t rowTile = tile.row / m_rowTile;
    const std::int64_t columnTile = tile.column / m_columnTile;
    std::vector<double> part;
    addPart(columnTile, rowTile, columnSums.bar, columnSums.extras.data(), tile.columns, part);
    if (both) addPart(rowTile, columnTile, rowSums.bar, rowSums.extras.data(), tile.rows, part);
}

/// K of a tile, and with a gradient the adjoints of the products in their place.
template <typename T>
void GramRun<T>::network(const Tile& tile, const at::Tensor& g, TileBench& bench) const {
    const SumKernels<T>& convert = m_tables.of<T>().sums;
    T* products = bench.products.template data_ptr<T>();
    std::vector<double> own(at(std::max<std::int64_t>(m_plan.hiddenCount, 1)));
    const std::int64_t padded = densePadded(tile.columns);
    std::fill_n(bench.k.data(), padded, 0.0);
    DenseTask task{.count = tile.columns,
                   .stride = m_maps2->stride(),
                   .second = m_maps2->from(tile.column),
                   .k = bench.k.data(),
                   .values = bench.values.data()};
    if (g.defined()) {
        std::fill_n(bench.g.data(), padded, 0.0);
        task.cotangent = bench.g.data();
        task.kBar = bench.kBar.data();
        task.firstVariances = own.data();
        task.secondVariances = bench.variances.data();
        task.varianceStride = densePadded(m_columnTile);
    }
    for (std::int64_t i = 0; i < tile.rows; ++i, products += tile.columns) {
        convert.widen(products, tile.columns, 1 / m_d, bench.k.data());
        task.first = m_maps1->one(tile.row + i);
        task.self = m_call.symmetric && tile.diagonal() ? i : -1;
        if (g.defined()) {
            std::copy_n(g.data_ptr<double>() + i * tile.columns, tile.columns, bench.g.data());
            std::ranges::fill(own, 0.0);
            m_tables.dense.reverse(m_plan, task);
            convert.narrow(bench.kBar.data(), tile.columns, 1 / m_d, products);
            for (std::int64_t h = 0; h < m_plan.hiddenCount; ++h)
                bench.rowVariances[at(h * m_rowTile + i)] = own[at(h)];
        } else {
            m_tables.dense.forward(m_plan, task);
        }
        std::copy_n(bench.values.data(),
                    tile.columns,
                    m_out.data_ptr<double>() + (tile.row + i) * m_columns + tile.column);
    }
}

template <typename T>
void GramRun<T>::rbf(const Tile& tile, const at::Tensor& g, TileBench& bench) const {
    const auto flat = [&](const at::Tensor& t) {
        return t.flatten().narrow(0, 0, tile.rows * tile.columns).view({tile.rows, tile.columns});
    };
    const auto norms = [](std::span<const double> all, std::int64_t begin, std::int64_t count) {
        return at::from_blob(const_cast<double*>(all.data()) + begin, {count}, at::kDouble);
    };
    const at::Tensor products = flat(bench.products);
    at::Tensor distance = flat(bench.wide);  // |x - x'|^2 / d
    distance.copy_(products)
        .mul_(-2)
        .add_(norms(m_call.norms1, tile.row, tile.rows).unsqueeze(1))
        .add_(norms(m_call.norms2, tile.column, tile.columns))
        .div_(m_d)
        .clamp_min_(0);
    if (m_call.symmetric && tile.diagonal()) distance.fill_diagonal_(0);
    const at::Tensor kernel = (distance * -m_spec.gamma).exp_();
    m_out.narrow(0, tile.row, tile.rows).narrow(1, tile.column, tile.columns).copy_(kernel);
    if (!g.defined()) return;
    const at::Tensor a = g * kernel;
    products.copy_(a * (2 * m_spec.gamma / m_d));
    const at::Tensor weighted = distance.mul_(a);
    const auto keep = [](const at::Tensor& sums, double* to) {
        std::copy_n(sums.contiguous().data_ptr<double>(), sums.numel(), to);
    };
    keep(a.sum(0), bench.variances.data());
    keep(weighted.sum(0), bench.variances.data() + densePadded(m_columnTile));
    keep(a.sum(1), bench.rowVariances.data());
    keep(weighted.sum(1), bench.rowVariances.data() + m_rowTile);
}

/// kBar (one side, partners) times the partners' pixels.
template <typename T>
at::Tensor GramRun<T>::imageBar(const at::Tensor& kBar,
                                const at::Tensor& partners,
                                TileBench& bench) {
    at::Tensor bar = bench.imageBar.narrow(0, 0, kBar.size(0));
    return at::mm_out(bar, kBar, partners);
}

/// What a tile gives one of its sides: adjoints of pixels and the extra sums [extras, stride].
/// `part` is room.
template <typename T>
void GramRun<T>::addPart(std::int64_t target,
                         std::int64_t number,
                         const at::Tensor& bar,
                         const double* extraSums,
                         std::int64_t stride,
                         std::vector<double>& part) {
    const std::int64_t count = bar.size(0);
    const auto d = static_cast<std::int64_t>(m_d);
    part.resize(at(partValues()));
    if (count < m_columnTile) std::ranges::fill(part, 0.0);
    m_tables.of<T>().sums.widen(bar.data_ptr<T>(), count * d, 1, part.data());
    for (std::int64_t e = 0; e < extras(); ++e)
        std::copy_n(extraSums + e * stride, count, part.data() + m_columnTile * (d + e));
    m_sums->add(target, number, part);
}

/// What an image's own norm adds to its gradient.
template <typename T>
void GramRun<T>::finish(std::int64_t column) {
    const std::int64_t count = std::min(m_columnTile, m_columns - column);
    const auto d = static_cast<std::int64_t>(m_d);
    const std::span<double> sums = m_sums->at(column / m_columnTile);
    const double* const extra = sums.data() + m_columnTile * d;
    const T* const pixels = m_call.x2.data_ptr<T>() + column * d;
    double* const gradient = m_call.gradient->data_ptr<double>() + column * d;
    for (std::int64_t j = 0; j < count; ++j) {
        double own = 0;  // times the image
        if (m_form == Form::Network)
            own = 2 / m_d * m_maps2->ownBar(column + j, extra + j, m_columnTile);
        if (m_form == Form::Rbf) own = -2 * m_spec.gamma / m_d * extra[j];
        for (std::int64_t v = 0; v < d; ++v)
            gradient[j * d + v] =
                sums[at(j * d + v)] + own * static_cast<double>(pixels[j * d + v]);
        if (m_form == Form::Rbf && m_call.gamma != nullptr)
            *m_call.gamma -= extra[m_columnTile + j] / (m_call.symmetric ? 2 : 1);
    }
}

}  // namespace

GramKernel::GramKernel(const KernelSpec& spec,
                       const Architecture& architecture,
                       const ImageShape& shape,
                       const KernelTables& tables,
                       int threads,
                       const DeviceKernels* device)
    : m_spec(spec),
      m_form(architecture.form),
      m_plan(densePlan(spec, architecture, shape)),
      m_values(static_cast<double>(shape.values())),
      m_tables(tables),
      m_threads(threads),
      m_device(device) {}

void GramKernel::run(const Call& call,
                     const at::Tensor& out,
                     const jobs::JobContext& context) const {
    const auto runAs = [&]<typename T>(T) {
        GramRun<T>(call, out, m_form, m_spec, m_plan, m_values, m_tables, m_device)
            .run(m_threads, context);
    };
    if (call.x1.scalar_type() == at::kFloat)
        runAs(0.0F);
    else
        runAs(0.0);
}

std::vector<double> GramKernel::diagonal(std::span<const double> norms) const {
    if (m_form == Form::Rbf) return std::vector(norms.size(), 1.0);
    std::vector<double> own(norms.begin(), norms.end());
    for (double& value : own) value /= m_values;
    if (m_form == Form::Linear) return own;
    // Against the block of images it lies in, of which only itself is wanted.
    const std::int64_t together = densePadded(1);
    const DenseMaps maps(m_plan, own);
    models::Aligned<double> k(at(together)), values(at(together));
    std::fill_n(k.data(), together, 0.0);
    DenseTask task{
        .count = together, .stride = maps.stride(), .k = k.data(), .values = values.data()};
    for (std::int64_t i = 0; i < std::ssize(own); ++i) {
        task.self = i % together;
        task.first = maps.one(i);
        task.second = maps.from(i - task.self);
        k.data()[task.self] = own[at(i)];
        m_tables.dense.forward(m_plan, task);
        k.data()[task.self] = 0;
        own[at(i)] = values.data()[task.self];
    }
    return own;
}

}  // namespace winnow::infinite
