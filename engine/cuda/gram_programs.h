// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/cuda/block.h"
#include "engine/infinite/device.h"
#include "engine/infinite/plan.h"
#include "engine/infinite/plane.h"

/// The block programs of kernels made of products of images (methods/kip.md, section 3): matrix
/// products, the map of every pair, sums over partners. As in plane_programs.h.
namespace winnow::cuda {

using infinite::AffineStep;
using infinite::Angle;
using infinite::DensePlan;
using infinite::GramForm;
using infinite::Index;
using infinite::ReluAdjoint;
using infinite::ThetaMode;

/// c[m, n] = sum over k of a(m, k) b(k, n), where a(m, k) = a[m aRow + k aColumn] and b likewise.
/// Each block one square of c, in panels of k that lie in shared memory.
template <typename T>
struct ProductLaunch {
    const T* a;
    const T* b;
    T* c;  ///< row-major
    Index rows, columns, inner;
    Index aRow, aColumn, bRow, bColumn;

    static constexpr int kSquare = 64;
    static constexpr int kPanel = 16;
    static constexpr int kSide = 4;     ///< a thread's part of the square, either way
    static constexpr int kStride = 80;  ///< between rows of the square: no two in one memory bank

    [[nodiscard]] WINNOW_STEP Index across() const { return (columns + kSquare - 1) / kSquare; }
    [[nodiscard]] WINNOW_STEP Index blocks() const {
        return (rows + kSquare - 1) / kSquare * across();
    }
    static constexpr std::int64_t sharedBytes() {
        return (kSquare * kStride + 2 * kPanel * kSquare) * static_cast<std::int64_t>(sizeof(T));
    }
};

template <typename T>
struct Product {
    using Launch = ProductLaunch<T>;
    template <typename Group>
    static WINNOW_BLOCK void run(const Group& group,
                                 const Launch& launch,
                                 Index block,
                                 double* shared) {
        constexpr int kSquare = Launch::kSquare, kPanel = Launch::kPanel, kSide = Launch::kSide;
        constexpr int kAcross = kSquare / kSide;
        T* const sums = reinterpret_cast<T*>(shared);
        T* const a = sums + kSquare * Launch::kStride;  // [panel, square]
        T* const b = a + kPanel * kSquare;              // [panel, square]
        const Index row = block / launch.across() * kSquare;
        const Index column = block % launch.across() * kSquare;
        group.each(kSquare * Launch::kStride, [&](int i) { sums[i] = 0; });
        for (Index k = 0; k < launch.inner; k += kPanel) {
            group.each(kPanel * kSquare, [&](int i) {
                load(a, i, launch.a, launch.rows, row, launch.aRow, launch, k, launch.aColumn);
                load(
                    b, i, launch.b, launch.columns, column, launch.bColumn, launch, k, launch.bRow);
            });
            group.each(kAcross * kAcross, [&](int i) {
                T* const own = sums + i / kAcross * Launch::kStride + i % kAcross;
                T part[kSide][kSide] = {};
                for (int p = 0; p < kPanel; ++p)
                    for (int r = 0; r < kSide; ++r)
                        for (int c = 0; c < kSide; ++c)
                            part[r][c] += a[p * kSquare + i / kAcross + r * kAcross] *
                                          b[p * kSquare + i % kAcross + c * kAcross];
                for (int r = 0; r < kSide; ++r)
                    for (int c = 0; c < kSide; ++c)
                        own[r * kAcross * Launch::kStride + c * kAcross] += part[r][c];
            });
        }
        group.each(kSquare * kSquare, [&](int i) {
            const Index r = row + i / kSquare, c = column + i % kSquare;
            if (r < launch.rows && c < launch.columns)
                launch.c[r * launch.columns + c] =
                    sums[i / kSquare * Launch::kStride + i % kSquare];
        });
    }

private:
    /// Number i of a panel: threads side by side read what lies side by side.
    static WINNOW_BLOCK void load(T* panel,
                                  int i,
                                  const T* from,
                                  Index count,
                                  Index begin,
                                  Index stride,
                                  const Launch& launch,
                                  Index k,
                                  Index kStride) {
        constexpr int kSquare = Launch::kSquare, kPanel = Launch::kPanel;
        const int p = kStride == 1 ? i % kPanel : i / kSquare;
        const int m = kStride == 1 ? i / kPanel : i % kSquare;
        const bool inside = begin + m < count && k + p < launch.inner;
        panel[p * kSquare + m] = inside ? from[(begin + m) * stride + (k + p) * kStride] : T{0};
    }
};

/// The map of a tile's pairs, each block kPairs of them.
template <typename T>
struct GramLaunch {
    GramForm form;
    const DensePlan* plan;  ///< of a network
    double values, gamma;   ///< d
    Index rows, columns;
    bool same;               ///< both sides are the same images
    T* products;             ///< [rows, columns]; on the way back set to their adjoints
    const double* norms[2];  ///< [rows], [columns]
    const double* maps[2];   ///< [rows, hidden, 2], [columns, hidden, 2]
    double* out;             ///< [rows, columns]
    const double* g;         ///< [rows, columns]; null: forward alone
    double* extras;          ///< [extras, rows, columns]

    static constexpr int kPairs = 1024;
    [[nodiscard]] Index blocks() const { return (rows * columns + kPairs - 1) / kPairs; }
};

template <typename T>
struct GramPairs {
    using Launch = GramLaunch<T>;
    template <typename Group>
    static WINNOW_BLOCK void run(const Group& group, const Launch& launch, Index block, double*) {
        group.each(Launch::kPairs, [&](int i) {
            const Index pair = block * Launch::kPairs + i;
            if (pair >= launch.rows * launch.columns) return;
            const Index row = pair / launch.columns;
            const Index column = pair - row * launch.columns;
            if (launch.form == GramForm::Network)
                network(launch, pair, row, column);
            else if (launch.form == GramForm::Rbf)
                rbf(launch, pair, row, column);
            else
                linear(launch, pair);
        });
    }

private:
    using O = Number<double>;

    static WINNOW_BLOCK void linear(const Launch& launch, Index pair) {
        launch.out[pair] = static_cast<double>(launch.products[pair]) / launch.values;
        if (launch.g != nullptr)
            launch.products[pair] = static_cast<T>(launch.g[pair] / launch.values);
    }

    static WINNOW_BLOCK void rbf(const Launch& launch, Index pair, Index row, Index column) {
        const double between = launch.norms[0][row] + launch.norms[1][column] -
                               2 * static_cast<double>(launch.products[pair]);
        const double distance =
            launch.same && row == column ? 0 : O::max(between / launch.values, 0);
        const double kernel = std::exp(-launch.gamma * distance);
        launch.out[pair] = kernel;
        if (launch.g == nullptr) return;
        const double a = launch.g[pair] * kernel;
        launch.products[pair] = static_cast<T>(a * (2 * launch.gamma / launch.values));
        launch.extras[pair] = a;
        launch.extras[launch.rows * launch.columns + pair] = a * distance;
    }

    /// What a layer keeps for the way back.
    struct Kept {
        Angle<O> angle;
        double t, inverse, theta;
    };
    /// As engine/infinite/dense_pass.inc.
    static WINNOW_BLOCK void network(const Launch& launch, Index pair, Index row, Index column) {
        const DensePlan& plan = *launch.plan;
        const bool tangent = plan.theta != ThetaMode::None;
        const double* const first = launch.maps[0] + row * 2 * plan.hiddenCount;
        const double* const second = launch.maps[1] + column * 2 * plan.hiddenCount;
        const double alive = launch.same && row == column ? 0 : 1;
        Kept kept[infinite::kMostHidden];
        double k = static_cast<double>(launch.products[pair]) / launch.values;
        double theta = 0;
        for (Index h = 0; h < plan.hiddenCount; ++h) {
            affine(plan.hidden[h], k, theta);
            Kept& layer = kept[h];
            layer.t = first[2 * h] * second[2 * h];
            layer.inverse = first[2 * h + 1] * second[2 * h + 1];
            layer.theta = theta;
            layer.angle = infinite::angleOf<O, true>(k * layer.inverse, alive);
            k = k * layer.angle.kappa + layer.t * layer.angle.s;
            theta *= layer.angle.kappa;
        }
        affine(plan.readout, k, theta);
        launch.out[pair] = tangent ? theta : k;
        if (launch.g == nullptr) return;
        const double g = launch.g[pair];
        double kBar = (tangent ? g * plan.readout.ratio : g) * plan.readout.scale;
        double thetaBar = tangent ? g * plan.readout.scale : 0;
        for (Index h = plan.hiddenCount; h-- > 0;) {
            const Kept& layer = kept[h];
            const AffineStep& step = plan.hidden[h];
            const ReluAdjoint<O> adjoint =
                tangent ? infinite::reverseRelu<O>(
                              layer.angle, layer.t, layer.inverse, layer.theta, kBar, thetaBar)
                        : infinite::reverseRelu<O>(layer.angle, layer.t, kBar);
            launch.extras[h * launch.rows * launch.columns + pair] = adjoint.variance;
            kBar = adjoint.k;
            if (tangent) {
                kBar += adjoint.theta * step.ratio;
                thetaBar = adjoint.theta * step.scale;
            }
            kBar *= step.scale;
        }
        launch.products[pair] = static_cast<T>(kBar / launch.values);
    }
    static WINNOW_BLOCK void affine(const AffineStep& step, double& k, double& theta) {
        k = k * step.scale + step.bias;
        theta = theta * step.scale + (k * step.ratio + step.offset);
    }
};

/// sums[e, i] = sum over j, in order, of values[e, i, j] where i and j are so far apart. Each block
/// kImages numbers of i.
struct GramSumsLaunch {
    const double* values;  ///< [extras, rows, columns]
    double* sums;          ///< [extras, images]
    Index extras, images, partners;
    Index imageStride, partnerStride;

    static constexpr int kImages = 256;
    [[nodiscard]] WINNOW_STEP Index across() const { return (images + kImages - 1) / kImages; }
    [[nodiscard]] WINNOW_STEP Index blocks() const { return extras * across(); }
};

struct GramSums {
    using Launch = GramSumsLaunch;
    template <typename Group>
    static WINNOW_BLOCK void run(const Group& group, const Launch& launch, Index block, double*) {
        const Index extra = block / launch.across();
        const Index begin = block % launch.across() * Launch::kImages;
        const double* const values = launch.values + extra * launch.images * launch.partners;
        group.each(Launch::kImages, [&](int i) {
            const Index image = begin + i;
            if (image >= launch.images) return;
            double sum = 0;
            for (Index j = 0; j < launch.partners; ++j)
                sum += values[image * launch.imageStride + j * launch.partnerStride];
            launch.sums[extra * launch.images + image] = sum;
        });
    }
};

}  // namespace winnow::cuda
