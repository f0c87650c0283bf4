// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/cuda/gram_programs.h"
#include "engine/cuda/machine.h"

namespace winnow::cuda {

using infinite::DeviceGrams;

/// Kernels made of products of images, on a machine. Device memory: the tile's images and their
/// adjoints, and for each pair the product, the kernel and, with a gradient, G and the extras.
template <typename Machine, typename T>
class GramWork final : public DeviceGrams<T> {
    using Side = typename DeviceGrams<T>::Side;

public:
    GramWork(
        Machine& machine, GramForm form, const DensePlan& plan, std::int64_t values, double gamma)
        : m_machine(machine),
          m_form(form),
          m_values(values),
          m_gamma(gamma),
          m_hidden(plan.hiddenCount),
          m_extras(infinite::gramExtras(form, plan)) {
        m_plan.take(&plan, 1);
    }

    DeviceOutcome run(const Side& rows,
                      const Side& columns,
                      bool same,
                      const double* g,
                      double* out) noexcept override {
        return outcomeOf([&] {
            const std::int64_t pairs = rows.count * columns.count;
            const T* const x1 = m_images[0].take(rows.images, rows.count * m_values);
            const T* const x2 = m_images[1].take(columns.images, columns.count * m_values);
            multiply({x1,
                      x2,
                      m_products.room(pairs),
                      rows.count,
                      columns.count,
                      m_values,
                      m_values,
                      1,
                      1,
                      m_values});
            GramLaunch<T> launch{};
            launch.form = m_form;
            launch.plan = m_plan.data();
            launch.values = static_cast<double>(m_values);
            launch.gamma = m_gamma;
            launch.rows = rows.count;
            launch.columns = columns.count;
            launch.same = same;
            launch.products = m_products.data();
            const Side* const sides[2] = {&rows, &columns};
            for (std::size_t side = 0; side < 2; ++side) {
                if (m_form == GramForm::Rbf)
                    launch.norms[side] = m_norms[side].take(sides[side]->norms, sides[side]->count);
                if (m_form == GramForm::Network)
                    launch.maps[side] =
                        m_maps[side].take(sides[side]->maps, sides[side]->count * 2 * m_hidden);
            }
            launch.out = m_out.room(pairs);
            if (g != nullptr) {
                launch.g = m_g.take(g, pairs);
                launch.extras = m_pairExtras.room(pairs * m_extras);
            }
            m_machine.template run<GramPairs<T>>(launch.blocks(), 0, launch);
            m_out.give(out, pairs);
            if (g == nullptr) return;
            // Adjoints of the products, from either side.
            if (columns.bar != nullptr)
                sumOf(columns,
                      {launch.products,
                       x1,
                       nullptr,
                       columns.count,
                       m_values,
                       rows.count,
                       1,
                       columns.count,
                       m_values,
                       1},
                      {launch.extras,
                       nullptr,
                       m_extras,
                       columns.count,
                       rows.count,
                       1,
                       columns.count});
            if (rows.bar != nullptr)
                sumOf(rows,
                      {launch.products,
                       x2,
                       nullptr,
                       rows.count,
                       m_values,
                       columns.count,
                       columns.count,
                       1,
                       m_values,
                       1},
                      {launch.extras,
                       nullptr,
                       m_extras,
                       rows.count,
                       columns.count,
                       columns.count,
                       1});
        });
    }

private:
    Machine& m_machine;
    GramForm m_form;
    std::int64_t m_values;
    double m_gamma;
    std::int64_t m_hidden, m_extras;
    Buffer<Machine, DensePlan> m_plan{m_machine};
    Buffer<Machine, T> m_images[2] = {Buffer<Machine, T>(m_machine), Buffer<Machine, T>(m_machine)};
    Buffer<Machine, double> m_norms[2] = {Buffer<Machine, double>(m_machine),
                                          Buffer<Machine, double>(m_machine)};
    Buffer<Machine, double> m_maps[2] = {Buffer<Machine, double>(m_machine),
                                         Buffer<Machine, double>(m_machine)};
    Buffer<Machine, T> m_products{m_machine}, m_bar{m_machine};
    Buffer<Machine, double> m_out{m_machine}, m_g{m_machine};
    Buffer<Machine, double> m_pairExtras{m_machine}, m_sums{m_machine};

    void multiply(const ProductLaunch<T>& launch) {
        m_machine.template run<Product<T>>(
            launch.blocks(), ProductLaunch<T>::sharedBytes(), launch);
    }
    /// What the tile gives one side.
    void sumOf(const Side& side, ProductLaunch<T> product, GramSumsLaunch extras) {
        product.c = m_bar.room(side.count * m_values);
        multiply(product);
        m_bar.give(side.bar, side.count * m_values);
        if (m_extras == 0) return;
        extras.sums = m_sums.room(side.count * m_extras);
        m_machine.template run<GramSums>(extras.blocks(), 0, extras);
        m_sums.give(side.extras, side.count * m_extras);
    }
};

}  // namespace winnow::cuda
