// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/infinite/instructions.h"
#include "engine/infinite/plan.h"

#include <cstdint>
#include <type_traits>

/// What is compiled once per instruction set: planes of convolutional kernels, the recursion of
/// dense layers, and sums of lanes.
///
/// Planes (methods/kip-convnet.md, sections 3 to 5): a plane holds the entries of one displacement
/// of pixels; a convolution never mixes two planes, so one goes through all layers of a level in
/// rows that stay in the first cache. The lanes of a vector are images: one image, pixel by pixel,
/// against a block of `lanes` images. Arrays of a block have the lanes innermost, [..., lanes],
/// aligned to 64 bytes. T is float or double.
namespace winnow::infinite {

/// Images and their variance maps. Of one image: pixels [C,H,W], maps [mapPixels, 2]; of a block:
/// pixels [C,H,W,lanes], maps [mapPixels, 2, lanes]. A map holds sigma, the root of the variance
/// before a ReLU, and 1 / (sigma sqrt(pi)), 0 where sigma is 0.
template <typename T>
struct PlaneImages {
    const T* pixels = nullptr;
    const T* maps = nullptr;
};

/// Adjoints of a block: pixels [C,H,W,lanes] and, for every ReLU and pixel, twice the variance
/// times its adjoint [mapPixels, lanes]. Added to; null where they are not asked for. Those by the
/// one image are held apart for each partner.
template <typename T>
struct PlaneAdjoints {
    T* pixels = nullptr;
    T* variances = nullptr;
};

/// One image against a block, or a block's images, each with itself (then `first` is the block,
/// too). `values` and `cotangent` hold [2, lanes]: K and Theta of the readout.
template <typename T>
struct PlaneTask {
    PlaneImages<T> first, second;
    std::int64_t selfLane = -1;  ///< the lane that holds the one image itself, if any
    T* ownMaps = nullptr;        ///< selfForward() writes the block's maps there
    T* workspace = nullptr;      ///< what forward leaves there reverse reads
    T* values = nullptr;
    const T* cotangent = nullptr;
    PlaneAdjoints<T> firstBar, secondBar;
};

template <typename T>
struct PlaneKernels {
    std::int64_t lanes;
    std::int64_t (*workspaceValues)(const PlanePlan& plan);  ///< numbers of T
    void (*forward)(const PlanePlan& plan, const PlaneTask<T>& task);
    void (*reverse)(const PlanePlan& plan, const PlaneTask<T>& task);
    /// Finds the maps of a block.
    void (*selfForward)(const PlanePlan& plan, const PlaneTask<T>& task);
    /// Takes in what pairs have left in the block's variances and adds to its pixels; both sides'
    /// adjoints are the same arrays.
    void (*selfReverse)(const PlanePlan& plan, const PlaneTask<T>& task);
};

/// Between numbers of type T and float64.
template <typename T>
struct SumKernels {
    /// Sum of values[i]^2; not finite if one of them is not.
    double (*squares)(const T* values, std::int64_t count);
    /// sums[i] += values[i].
    void (*add)(const T* values, std::int64_t count, double* sums);
    /// sums[i] += the lanes of values[i, lanes].
    void (*addLanes)(const T* values, std::int64_t count, double* sums);
    /// out[i] = factor values[i].
    void (*widen)(const T* values, std::int64_t count, double factor, double* out);
    void (*narrow)(const double* values, std::int64_t count, double factor, T* out);
};

/// One image against `count` others through dense layers, float64. Arrays over partners are padded
/// to a multiple of 16. Variances are given as sigma and 1 / (sigma sqrt(pi)), as above: of the one
/// image [hidden, 2], of the partners [hidden, 2, stride].
struct DenseTask {
    std::int64_t count = 0, stride = 0;
    const double* first = nullptr;
    const double* second = nullptr;
    std::int64_t self = -1;         ///< the partner that is the image itself, if any
    const double* k = nullptr;      ///< [count], what comes in
    const double* theta = nullptr;  ///< [count]; null: 0
    double* values = nullptr;       ///< [count]: the kernel
    // On the way back:
    const double* cotangent = nullptr;  ///< [count]
    double* kBar = nullptr;             ///< [count]
    double* thetaBar = nullptr;         ///< [count]; null where theta is
    double* firstVariances = nullptr;  ///< [hidden], added to: twice the variance times its adjoint
    double* secondVariances = nullptr;  ///< [hidden, varianceStride], likewise of the partners;
                                        ///< null: not asked for
    std::int64_t varianceStride = 0;
};

struct DenseKernels {
    void (*forward)(const DensePlan& plan, const DenseTask& task);
    void (*reverse)(const DensePlan& plan, const DenseTask& task);  ///< writes `values`, too
};

/// What is there once for float and once for double.
template <typename T>
struct TypedKernels {
    PlaneKernels<T> planes;
    SumKernels<T> sums;
};

/// All of one instruction set.
struct KernelTables {
    Instructions instructions;
    TypedKernels<float> narrow;
    TypedKernels<double> wide;
    DenseKernels dense;

    template <typename T>
    [[nodiscard]] const TypedKernels<T>& of() const {
        if constexpr (std::is_same_v<T, float>)
            return narrow;
        else
            return wide;
    }
};

/// Throws Error{BadInput} when this machine cannot run them or the environment variable names no
/// instruction set.
[[nodiscard]] const KernelTables& kernelTables(Instructions instructions);

}  // namespace winnow::infinite
