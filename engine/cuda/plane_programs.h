// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/cuda/plane_pass.h"
#include "engine/infinite/device.h"

/// The block programs of convolutional kernels: what one launch takes, and what block number
/// `block` of it does. `shared` is the block's own memory of Launch::sharedBytes bytes, aligned to
/// 16. Pointers of a launch are to the device's memory.
namespace winnow::cuda {

using infinite::ImagePair;

/// Each block one pair.
template <typename T>
struct PairLaunch {
    const PlanePlan* plan;
    const ImagePair* pairs;
    const T* pixels[2];           ///< [images, C,H,W] of rows and columns
    const Deviation<T>* maps[2];  ///< [images, mapPixels]
    bool symmetric;               ///< rows and columns are one set
    Index imageValues, adjoints;  ///< C H W; that and mapPixels
    T* stores;                    ///< [pairs, storeValues]
    Index storeValues;
    T* scratch;  ///< [pairs, scratchValues]; null: in shared memory
    Index scratchValues;
    bool copies;
    double* values;       ///< [pairs, 2]
    const T* cotangents;  ///< [pairs, 2], of the way back
    T* bars[2];           ///< [pairs, adjoints] or null
};

/// Shared memory of a block: the parts of sums, then the scratch memory where it fits.
inline constexpr std::int64_t kSumBytes = 2 * kSumParts * static_cast<std::int64_t>(sizeof(double));

/// Where block number `block` of a pair or self launch has its scratch memory.
template <typename T, typename Launch>
WINNOW_BLOCK T* scratchOf(const Launch& launch, Index block, double* shared) {
    return launch.scratch != nullptr ? launch.scratch + block * launch.scratchValues
                                     : reinterpret_cast<T*>(shared + 2 * kSumParts);
}

template <typename T>
WINNOW_BLOCK PlaneTask<T> pairTask(const PairLaunch<T>& launch, Index block, double* shared) {
    const ImagePair pair = launch.pairs[block];
    const Index images[2] = {pair.first, pair.second};
    PlaneTask<T> task;
    WINNOW_UNROLL
    for (int side = 0; side < 2; ++side) {
        task.sides[side].pixels = launch.pixels[side] + images[side] * launch.imageValues;
        task.sides[side].maps =
            launch.maps[side] + images[side] * (launch.adjoints - launch.imageValues);
        if (launch.bars[side] != nullptr)
            task.sides[side].bar = launch.bars[side] + block * launch.adjoints;
    }
    task.same = launch.symmetric && pair.first == pair.second;
    task.stores = launch.stores + block * launch.storeValues;
    task.scratch = scratchOf<T>(launch, block, shared);
    task.sums = shared;
    task.copies = launch.copies;
    task.values = launch.values + block * 2;
    return task;
}

template <typename T, bool kTangent>
struct PairForward {
    using Launch = PairLaunch<T>;
    template <typename Group>
    static WINNOW_BLOCK void run(const Group& group,
                                 const Launch& launch,
                                 Index block,
                                 double* shared) {
        const PlaneTask<T> task = pairTask(launch, block, shared);
        PlanePass<Group, T, kTangent, false>(group, *launch.plan, task).forward();
    }
};

/// After PairForward on the same stores.
template <typename T, bool kTangent>
struct PairReverse {
    using Launch = PairLaunch<T>;
    template <typename Group>
    static WINNOW_BLOCK void run(const Group& group,
                                 const Launch& launch,
                                 Index block,
                                 double* shared) {
        PlaneTask<T> task = pairTask(launch, block, shared);
        const T scale = static_cast<T>(launch.plan->topScale);
        WINNOW_UNROLL
        for (int tensor = 0; tensor < 2; ++tensor)
            task.cotangent[tensor] = launch.cotangents[block * 2 + tensor] * scale;
        PlanePass<Group, T, kTangent, false>(group, *launch.plan, task).reverse();
    }
};

/// Each block one image with itself.
template <typename T>
struct SelfLaunch {
    const PlanePlan* plan;
    const T* pixels;
    Deviation<T>* maps;  ///< set
    Index imageValues, mapPixels;
    T* stores;  ///< [blocks, storeValues]
    Index storeValues;
    T* scratch;  ///< as in PairLaunch
    Index scratchValues;
    double* values;  ///< [images, 2]: K at the readout, 0
    // of the way back
    const double* sums;  ///< [images, C H W + mapPixels]
    const T* ownBars;    ///< [images], of K at the readout
    T* room;             ///< [blocks, C H W + mapPixels]
    double* gradient;    ///< [images, C H W]
    Index first;         ///< image of block 0
};

template <typename T>
WINNOW_BLOCK PlaneTask<T> selfTask(const SelfLaunch<T>& launch, Index block, double* shared) {
    const Index image = launch.first + block;
    PlaneTask<T> task;
    task.ownMaps = launch.maps + image * launch.mapPixels;
    task.sides[0].pixels = task.sides[1].pixels = launch.pixels + image * launch.imageValues;
    task.sides[0].maps = task.sides[1].maps = task.ownMaps;
    task.stores = launch.stores + block * launch.storeValues;
    task.scratch = scratchOf<T>(launch, block, shared);
    task.sums = shared;
    task.values = launch.values + image * 2;
    return task;
}

template <typename T>
struct SelfForward {
    using Launch = SelfLaunch<T>;
    template <typename Group>
    static WINNOW_BLOCK void run(const Group& group,
                                 const Launch& launch,
                                 Index block,
                                 double* shared) {
        const PlaneTask<T> task = selfTask(launch, block, shared);
        PlanePass<Group, T, false, true>(group, *launch.plan, task).forward();
    }
};

/// What the sums over pairs leave in an image's variances, on to its pixels; and the sum of all.
template <typename T>
struct SelfReverse {
    using Launch = SelfLaunch<T>;
    template <typename Group>
    static WINNOW_BLOCK void run(const Group& group,
                                 const Launch& launch,
                                 Index block,
                                 double* shared) {
        const Index image = launch.first + block;
        const Index adjoints = launch.imageValues + launch.mapPixels;
        const double* const sums = launch.sums + image * adjoints;
        T* const bars = launch.room + block * adjoints;
        T* const variances = bars + launch.imageValues;
        group.each(static_cast<int>(launch.mapPixels),
                   [&](int i) { variances[i] = static_cast<T>(sums[launch.imageValues + i]); });
        PlaneTask<T> task = selfTask(launch, block, shared);
        PlanePass<Group, T, false, true>(group, *launch.plan, task).forward();
        task.ownMaps = nullptr;
        task.ownVariances = variances;
        task.cotangent[0] = launch.ownBars[image] * static_cast<T>(launch.plan->topScale);
        task.sides[0].bar = bars;
        PlanePass<Group, T, false, true>(group, *launch.plan, task).reverse();
        double* const gradient = launch.gradient + image * launch.imageValues;
        group.each(static_cast<int>(launch.imageValues),
                   [&](int i) { gradient[i] = sums[i] + static_cast<double>(bars[i]); });
    }
};

/// Adds the pairs' adjoints to the sums of their images, in the order of the pairs. Each block one
/// image.
template <typename T>
struct PairSumsLaunch {
    const std::int32_t* images;  ///< [blocks]
    const std::int64_t* begins;  ///< [blocks + 1], in `pairs`
    const std::int32_t* pairs;   ///< of each image
    const T* bars;               ///< [pairs, adjoints]
    double* sums;                ///< [images, adjoints]
    Index adjoints;
};

template <typename T>
struct PairSums {
    using Launch = PairSumsLaunch<T>;
    template <typename Group>
    static WINNOW_BLOCK void run(const Group& group, const Launch& launch, Index block, double*) {
        double* const sums = launch.sums + launch.images[block] * launch.adjoints;
        const Index begin = launch.begins[block], end = launch.begins[block + 1];
        group.each(static_cast<int>(launch.adjoints), [&](int i) {
            double sum = sums[i];
            for (Index p = begin; p < end; ++p)
                sum += static_cast<double>(launch.bars[launch.pairs[p] * launch.adjoints + i]);
            sums[i] = sum;
        });
    }
};

}  // namespace winnow::cuda
