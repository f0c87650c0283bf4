// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/cuda/block.h"
#include "engine/infinite/device.h"
#include "engine/infinite/plan.h"
#include "engine/infinite/plane.h"

/// The way of one pair of images through the planes of all levels, forward and back, as a block
/// program: the twin of engine/infinite/plane_pass.inc (methods/kip-convnet.md, sections 3 to 5).
///
/// A plane at a time goes through convolution and ReLU in the block's scratch memory; the pooled
/// planes between levels lie in the pair's `stores`. On the way back planes are computed again.
namespace winnow::cuda {

using infinite::AffineStep;
using infinite::Angle;
using infinite::Index;
using infinite::Plane;
using infinite::PlaneLevel;
using infinite::PlanePlan;
using infinite::PlaneStore;
using infinite::ReluAdjoint;

/// Of one pixel in front of one ReLU: sigma, the root of its variance, and 1 / (sigma sqrt(pi)), 0
/// where sigma is 0.
template <typename T>
struct alignas(2 * sizeof(T)) Deviation {
    T sigma, inverse;
};

/// One image of a pair: pixels [C,H,W], maps [mapPixels]. `bar` takes its adjoints: pixels
/// [C,H,W], then for every ReLU and pixel twice the variance times its adjoint [mapPixels]; null
/// where they are not asked for.
template <typename T>
struct PlaneSide {
    const T* pixels = nullptr;
    const Deviation<T>* maps = nullptr;
    T* bar = nullptr;
};

template <typename T>
struct PlaneTask {
    PlaneSide<T> sides[2] = {};
    bool same = false;         ///< both are one image: pixels meet themselves
    T* stores = nullptr;       ///< storeValues(); what forward leaves there reverse reads
    T* scratch = nullptr;      ///< scratchValues(), aligned to Deviation<T>
    double* sums = nullptr;    ///< [2, kSumParts], of the block
    bool copies = false;       ///< `scratch` has room for a level's pixels and maps, too
    double* values = nullptr;  ///< [2] K and Theta of the readout; forward sets them
    T cotangent[2] = {};
    Deviation<T>* ownMaps = nullptr;  ///< set by the forward pass of an image with itself
    const T* ownVariances = nullptr;  ///< [mapPixels], what pairs have left there, for its way back
};

/// Numbers of T that the planes between levels take.
template <bool kTangent, bool kOwn>
WINNOW_STEP Index storeValues(const PlanePlan& plan) {
    Index values = 0;
    for (Index l = 1; l < plan.levelCount; ++l) {
        const PlaneLevel& level = plan.levels[l];
        values +=
            PlaneStore{level.height, level.width, kOwn ? level.selfBand : level.band}.entries() *
            (kTangent ? 2 : 1);
    }
    return values;
}

/// How the scratch memory of a level is laid out: numbers of T.
template <bool kTangent>
struct PlaneScratch {
    int pixels, plane;   // of one tensor; of K and Theta
    int steps, colours;  // `colours`: channels, 0 but at the first level
    int sides;           // whose adjoints are summed; 0: forward
    bool copies;

    WINNOW_STEP PlaneScratch(const PlanePlan& plan, Index l, int barSides, bool copied)
        : pixels(static_cast<int>(plan.levels[l].height * plan.levels[l].width)),
          plane(pixels * (kTangent ? 2 : 1)),
          steps(static_cast<int>(plan.levels[l].stepCount)),
          colours(l == 0 ? static_cast<int>(plan.channels) : 0),
          sides(barSides),
          copies(copied) {}

    WINNOW_STEP int maps(int side) const { return side * 2 * steps * pixels; }
    WINNOW_STEP int images(int side) const {
        return copies ? maps(2) + side * colours * pixels : 0;
    }
    WINNOW_STEP int rectified(int number) const { return images(2) + number * plane; }
    /// In front of ReLU s = 1..steps-1.
    WINNOW_STEP int kept(int s) const { return rectified(1 + s); }
    WINNOW_STEP int adjoints(int number) const {
        return (sides > 0 ? kept(steps) : rectified(2)) + number * adjointValues();
    }
    /// Of one side: variances [steps, pixels], pixels [colours, pixels].
    WINNOW_STEP int adjointValues() const { return (steps + colours) * pixels; }
    WINNOW_STEP Index values() const { return adjoints(sides); }
};

/// Numbers of T that every level's scratch memory fits into; `sides` as in PlaneScratch.
template <bool kTangent>
WINNOW_STEP Index scratchValues(const PlanePlan& plan, int sides, bool copies) {
    Index most = 0;
    for (Index l = 0; l < plan.levelCount; ++l)
        most = infinite::larger(most, PlaneScratch<kTangent>(plan, l, sides, copies).values());
    return most;
}

/// kOwn: an image with itself, K alone. Then displacement 0 goes first on the way there, as its
/// entries are the variances that the other planes need, and last on the way back, where it takes
/// in what the others leave for the variances.
template <typename Group, typename T, bool kTangent, bool kOwn>
class PlanePass {
    using O = Number<T>;

public:
    WINNOW_BLOCK PlanePass(const Group& group, const PlanePlan& plan, const PlaneTask<T>& task)
        : m_group(group), m_plan(plan), m_task(task) {}

    /// Sets the readout's K and Theta (Theta is 0 without a tangent).
    WINNOW_BLOCK void forward() {
        m_group.each(2 * kSumParts, [&](int i) { m_task.sums[i] = 0; });
        for (Index l = 0; l < m_plan.levelCount; ++l) {
            enter(l, false);
            if (!m_last) m_group.each(m_outEntries * kTensors, [&](int i) { m_outBase[i] = 0; });
            if constexpr (kOwn) forwardPlane(diagonal());
            forEachOther([&](const Plane& plane) { forwardPlane(plane); });
        }
        m_group.each(2, [&](int tensor) {
            double sum = 0;
            for (int part = 0; part < kSumParts; ++part)
                sum += m_task.sums[tensor * kSumParts + part];
            m_task.values[tensor] = sum * m_plan.topScale;
        });
    }

    /// From the cotangent to the adjoints of pixels and variances.
    WINNOW_BLOCK void reverse() {
        for (Index l = m_plan.levelCount; l-- > 0;) {
            enter(l, true);
            m_group.each(m_scratch.sides * m_scratch.adjointValues(),
                         [&](int i) { adjointsAt(0)[i] = 0; });
            forEachOther([&](const Plane& plane) { reversePlane(plane); });
            if constexpr (kOwn) reversePlane(diagonal());
            leave();
        }
    }

private:
    static constexpr int kTensors = kTangent ? 2 : 1;

    /// K and Theta of the entries of one plane, row by row.
    struct Tensors {
        T* k;
        T* theta;
    };
    struct Sums {
        T k, theta;
    };
    /// One entry in front of a ReLU.
    struct Entry {
        T k, theta;
        Angle<O> angle;
        T t, inverse;  // sigma sigma' and 1 / (pi sigma sigma')

        WINNOW_BLOCK T rectified() const { return k * angle.kappa + t * angle.s; }
    };
    /// Where the pool takes the entries of one parity of rows and of columns: their plane in the
    /// store, as if it held the image's first pixel.
    struct Target {
        static constexpr int kDropped = -2147483647;
        int base = kDropped;
        int stride = 0;

        WINNOW_BLOCK bool wanted() const { return base != kDropped; }
    };

    const Group& m_group;
    const PlanePlan& m_plan;
    const PlaneTask<T>& m_task;
    const PlaneLevel* m_level = nullptr;
    bool m_first = false, m_last = false;
    int m_height = 0, m_width = 0, m_pixels = 0;
    int m_poolHeight = 0, m_poolWidth = 0;  // of what counts: the pool drops an odd row or column
    PlaneScratch<kTangent> m_scratch{m_plan, 0, 0, false};
    T* m_inBase = nullptr;
    T* m_outBase = nullptr;
    int m_inEntries = 0, m_outEntries = 0;
    const T* m_images[2] = {};  // of the level: in scratch or where they came from
    const Deviation<T>* m_maps[2] = {};
    // of the plane
    int m_rows = 0, m_columns = 0;
    int m_begin[2] = {};  // first pixel of either side
    int m_top = 0, m_left = 0, m_dh = 0, m_dw = 0;
    bool m_diagonal = false;
    T m_alive = 1;
    T* m_stored = nullptr;
    Target m_even[2] = {}, m_odd[2] = {};  // of even and odd rows, by parity of the column

    WINNOW_BLOCK infinite::Band band() const { return kOwn ? m_level->selfBand : m_level->band; }
    WINNOW_BLOCK static PlaneStore inputs(const PlaneLevel& level) {
        return {level.height, level.width, kOwn ? level.selfBand : level.band};
    }
    WINNOW_BLOCK PlaneStore outputs() const {
        return {
            m_level->outHeight, m_level->outWidth, kOwn ? m_level->selfOutBand : m_level->outBand};
    }
    WINNOW_BLOCK Plane diagonal() const { return Plane(m_height, m_width, 0, 0); }
    template <typename Visit>
    WINNOW_BLOCK void forEachOther(const Visit& visit) const {
        const infinite::Band reach = band();
        for (Index dh = -reach.height; dh <= reach.height; ++dh)
            for (Index dw = -reach.width; dw <= reach.width; ++dw) {
                const Plane plane(m_height, m_width, dh, dw);
                if (!kOwn || !plane.onDiagonal()) visit(plane);
            }
    }
    WINNOW_BLOCK Tensors tensorsAt(int offset) const {
        T* const k = m_task.scratch + offset;
        return {k, k + m_pixels};
    }
    WINNOW_BLOCK T* adjointsAt(int number) const {
        return m_task.scratch + m_scratch.adjoints(number);
    }
    /// Null where a side's adjoints are not asked for. Of an image with itself, each side has its
    /// own, so that no two threads meet.
    WINNOW_BLOCK T* adjointsOf(int side) const {
        if constexpr (kOwn) return adjointsAt(side);
        if (m_task.sides[side].bar == nullptr) return nullptr;
        return adjointsAt(side == 1 && m_task.sides[0].bar != nullptr ? 1 : 0);
    }
    /// A side's pixel of an entry.
    WINNOW_BLOCK int pixel(int side, int r, int c) const { return m_begin[side] + r * m_width + c; }
    /// The image's row of pixels for steps s = 1..: where its maps of the level begin.
    WINNOW_BLOCK int mapBegin(int s) const { return (s - 1) * m_pixels; }

    /// Moves to a level: its stores, and a copy of the images and maps it reads.
    WINNOW_BLOCK void enter(Index number, bool back) {
        m_level = &m_plan.levels[number];
        m_first = number == 0;
        m_last = number + 1 == m_plan.levelCount;
        m_height = static_cast<int>(m_level->height);
        m_width = static_cast<int>(m_level->width);
        m_pixels = m_height * m_width;
        m_poolHeight = 2 * static_cast<int>(m_level->outHeight);
        m_poolWidth = 2 * static_cast<int>(m_level->outWidth);
        int sides = 0;
        if (back)
            sides = kOwn ? 2 : (m_task.sides[0].bar != nullptr) + (m_task.sides[1].bar != nullptr);
        m_scratch = PlaneScratch<kTangent>(m_plan, number, sides, m_task.copies);
        m_outBase = m_task.stores;
        for (Index l = 1; l <= number; ++l) {
            m_inBase = m_outBase;
            m_inEntries = static_cast<int>(inputs(m_plan.levels[l]).entries());
            m_outBase += m_inEntries * kTensors;
        }
        m_outEntries = static_cast<int>(outputs().entries());
        WINNOW_UNROLL
        for (int side = 0; side < 2; ++side) {
            m_images[side] = m_task.sides[side].pixels;
            m_maps[side] = m_task.sides[side].maps + m_level->firstMap;
            if (m_task.copies) copyLevel(side);
        }
    }
    WINNOW_BLOCK void copyLevel(int side) {
        auto* const maps = reinterpret_cast<Deviation<T>*>(m_task.scratch + m_scratch.maps(side));
        T* const images = m_task.scratch + m_scratch.images(side);
        const int deviations = m_scratch.steps * m_pixels;
        const int colours = m_scratch.colours * m_pixels;
        m_group.each(deviations > colours ? deviations : colours, [&](int i) {
            if (i < deviations) maps[i] = m_maps[side][i];
            if (i < colours) images[i] = m_images[side][i];
        });
        m_maps[side] = maps;
        if (m_first) m_images[side] = images;
    }
    /// The level's adjoints, from scratch to where they were asked for.
    WINNOW_BLOCK void leave() {
        const int steps = m_scratch.steps * m_pixels;
        const int colours = m_scratch.colours * m_pixels;
        const Index imageValues =
            m_plan.channels * m_plan.levels[0].height * m_plan.levels[0].width;
        WINNOW_UNROLL
        for (int side = 0; side < (kOwn ? 1 : 2); ++side) {
            T* const bar = m_task.sides[side].bar;
            if (bar == nullptr) continue;
            const T* const from = adjointsOf(side);
            if constexpr (kOwn) {
                const T* const other = adjointsAt(1);
                m_group.each(colours, [&](int i) { bar[i] = from[steps + i] + other[steps + i]; });
            } else {
                T* const variances = bar + imageValues + m_level->firstMap;
                m_group.each(steps + colours, [&](int i) {
                    if (i < steps)
                        variances[i] = from[i];
                    else
                        bar[i - steps] = from[i];
                });
            }
        }
    }

    /// Moves to a plane.
    WINNOW_BLOCK void begin(const Plane& plane) {
        m_rows = static_cast<int>(plane.rows);
        m_columns = static_cast<int>(plane.columns);
        m_top = static_cast<int>(plane.top);
        m_left = static_cast<int>(plane.left);
        m_dh = static_cast<int>(plane.dh);
        m_dw = static_cast<int>(plane.dw);
        m_begin[0] = m_top * m_width + m_left;
        m_begin[1] = (m_top + m_dh) * m_width + m_left + m_dw;
        m_diagonal = plane.onDiagonal();
        m_alive = m_diagonal && m_task.same ? T{0} : T{1};
        m_stored = m_first ? nullptr : m_inBase + inputs(*m_level).offset(plane.dh, plane.dw);
        WINNOW_UNROLL
        for (int w = 0; w < 2; ++w) {
            m_even[w] = target(0, w);
            m_odd[w] = target(1, w);
        }
    }
    WINNOW_BLOCK Target target(int h, int w) const {
        if (!m_level->pooled) return {0, 0};
        const PlaneStore store = outputs();
        const Plane to(
            store.height, store.width, infinite::halved(h + m_dh), infinite::halved(w + m_dw));
        if (!store.holds(to.dh, to.dw)) return {};
        return {static_cast<int>(store.offset(to.dh, to.dw) - to.top * to.columns - to.left),
                static_cast<int>(to.columns)};
    }
    /// Whether a pool or the readout takes an entry, as far as its place goes.
    WINNOW_BLOCK bool inside(int r, int c) const {
        const int h = m_top + r, w = m_left + c;
        return !m_level->pooled || (h < m_poolHeight && h + m_dh < m_poolHeight &&
                                    w < m_poolWidth && w + m_dw < m_poolWidth);
    }
    WINNOW_BLOCK Target targetOf(int r, int c) const {
        const bool oddRow = ((m_top + r) & 1) != 0, oddColumn = ((m_left + c) & 1) != 0;
        const Target target =
            oddRow ? (oddColumn ? m_odd[1] : m_odd[0]) : (oddColumn ? m_even[1] : m_even[0]);
        return inside(r, c) ? target : Target{};
    }

    /// visit(column, first row, end of rows) over strips of the plane, one to a thread.
    template <typename Visit>
    WINNOW_BLOCK void strips(const Visit& visit) const {
        const int wanted = m_group.threads() / m_columns;
        const int number = wanted < 1 ? 1 : wanted < m_rows ? wanted : m_rows;
        const int height = (m_rows + number - 1) / number;
        const int columns = m_columns, rows = m_rows;
        m_group.each((rows + height - 1) / height * columns, [&](int item) {
            const int strip = item / columns;
            const int begin = strip * height;
            visit(item - strip * columns, begin, begin + height < rows ? begin + height : rows);
        });
    }
    template <typename Visit>
    WINNOW_BLOCK void cells(const Visit& visit) const {
        strips([&](int c, int begin, int end) {
            for (int r = begin; r < end; ++r) visit(r, c);
        });
    }
    WINNOW_BLOCK T across(const T* row, int c) const {
        T sum = row[c];
        if (c > 0) sum += row[c - 1];
        if (c + 1 < m_columns) sum += row[c + 1];
        return sum;
    }
    WINNOW_BLOCK Sums across(const Tensors& in, bool both, int r, int c) const {
        if (r < 0 || r >= m_rows) return {T{0}, T{0}};
        const int row = r * m_columns;
        return {across(in.k + row, c), both ? across(in.theta + row, c) : T{0}};
    }
    /// visit(row, column, sums over 3x3 neighbours). `both`: of Theta, too.
    template <typename Visit>
    WINNOW_BLOCK void boxes(const Tensors& in, bool both, const Visit& visit) const {
        strips([&](int c, int begin, int end) {
            Sums above = across(in, both, begin - 1, c);
            Sums own = across(in, both, begin, c);
            for (int r = begin; r < end; ++r) {
                const Sums below = across(in, both, r + 1, c);
                visit(r, c, Sums{above.k + own.k + below.k, above.theta + own.theta + below.theta});
                above = own;
                own = below;
            }
        });
    }

    /// The level's inputs of the plane.
    WINNOW_BLOCK void start(const Tensors& to) const {
        if (!m_first) {
            cells([&](int r, int c) {
                const int e = r * m_columns + c;
                to.k[e] = m_stored[e];
                if constexpr (kTangent) to.theta[e] = m_stored[m_inEntries + e];
            });
            return;
        }
        const int channels = static_cast<int>(m_plan.channels);
        cells([&](int r, int c) {
            const T* first = m_images[0] + pixel(0, r, c);
            const T* second = m_images[1] + pixel(1, r, c);
            T sum = 0;
            for (int colour = 0; colour < channels; ++colour) {
                sum += *first * *second;
                first += m_pixels;
                second += m_pixels;
            }
            to.k[r * m_columns + c] = sum;
        });
    }

    WINNOW_BLOCK Entry entryOf(int s, int r, int c, T k, T theta) const {
        const Deviation<T> first = m_maps[0][mapBegin(s) + pixel(0, r, c)];
        const Deviation<T> second = m_maps[1][mapBegin(s) + pixel(1, r, c)];
        const T inverse = first.inverse * second.inverse;
        return {k,
                theta,
                infinite::angleOf<O, true>(k * inverse, m_alive),
                first.sigma * second.sigma,
                inverse};
    }
    /// On the diagonal of an image with itself, the entry is the pixel's variance, which a ReLU
    /// passes on as it is (doubled).
    WINNOW_BLOCK Entry varianceOf(int s, int r, int c, T k) const {
        if (m_task.ownMaps != nullptr) {
            const T sigma = O::sqrt(O::max(k, T{0}));
            m_task.ownMaps[m_level->firstMap + mapBegin(s) + pixel(0, r, c)] = {
                sigma, O::divideAbove(infinite::StepConstants<T>::kRootPiInverse, sigma, T{0})};
        }
        return {k, T{0}, {T{0}, T{0}, T{1}}, T{0}, T{0}};
    }
    /// visit(row, column, entry in front of ReLU s).
    template <typename Visit>
    WINNOW_BLOCK void convolve(int s, const Tensors& in, const Visit& visit) const {
        const AffineStep& step = m_level->steps[s - 1];
        const T scale = static_cast<T>(step.scale), bias = static_cast<T>(step.bias);
        const T ratio = static_cast<T>(step.ratio), offset = static_cast<T>(step.offset);
        const bool both = kTangent && !(m_first && s == 1);  // Theta begins as made of K alone
        boxes(in, both, [&](int r, int c, const Sums& sums) {
            const T k = sums.k * scale + bias;
            const T theta = kTangent ? sums.theta * scale + (k * ratio + offset) : T{0};
            if (kOwn && m_diagonal)
                visit(r, c, varianceOf(s, r, c, k));
            else
                visit(r, c, entryOf(s, r, c, k, theta));
        });
    }
    WINNOW_BLOCK void rectify(const Tensors& to, int r, int c, const Entry& entry) const {
        const int e = r * m_columns + c;
        to.k[e] = entry.rectified();
        if constexpr (kTangent) to.theta[e] = entry.theta * entry.angle.kappa;
    }

    // ---- forward

    WINNOW_BLOCK void forwardPlane(const Plane& plane) {
        begin(plane);
        Tensors in = tensorsAt(m_scratch.rectified(0));
        Tensors out = tensorsAt(m_scratch.rectified(1));
        start(in);
        for (int s = 1; s <= m_level->stepCount; ++s) {
            convolve(s, in, [&](int r, int c, const Entry& entry) { rectify(out, r, c, entry); });
            const Tensors read = in;
            in = out;
            out = read;
        }
        if (m_last)
            addToSums(in);
        else
            addToPool(in);
    }
    WINNOW_BLOCK void addToSums(const Tensors& outputs) const {
        m_group.each(kSumParts, [&](int part) {
            double k = 0, theta = 0;
            for (int e = part; e < m_rows * m_columns; e += kSumParts) {
                const int r = e / m_columns;
                if (!targetOf(r, e - r * m_columns).wanted()) continue;
                k += static_cast<double>(outputs.k[e]);
                if constexpr (kTangent) theta += static_cast<double>(outputs.theta[e]);
            }
            m_task.sums[part] += k;
            m_task.sums[kSumParts + part] += theta;
        });
    }
    /// A thread owns one pixel of the pool's output in all planes.
    WINNOW_BLOCK void addToPool(const Tensors& outputs) const {
        const int width = m_poolWidth / 2;
        m_group.each(m_poolHeight / 2 * width, [&](int item) {
            const int a = item / width;
            const int b = item - a * width;
            WINNOW_UNROLL
            for (int parity = 0; parity < 4; ++parity) {
                const Target target = parity < 2 ? m_even[parity % 2] : m_odd[parity % 2];
                const int r = 2 * a + parity / 2 - m_top;
                const int c = 2 * b + parity % 2 - m_left;
                if (!target.wanted() || r < 0 || r >= m_rows || c < 0 || c >= m_columns ||
                    !inside(r, c))
                    continue;
                T* const to = m_outBase + (target.base + a * target.stride + b);
                to[0] += outputs.k[r * m_columns + c];
                if constexpr (kTangent) to[m_outEntries] += outputs.theta[r * m_columns + c];
            }
        });
    }

    // ---- back

    /// The adjoints of what becomes of an entry.
    WINNOW_BLOCK Sums outputBar(int r, int c) const {
        const Target target = targetOf(r, c);
        if (!target.wanted()) return {T{0}, T{0}};
        if (m_last) return {m_task.cotangent[0], m_task.cotangent[1]};
        const T* const from =
            m_outBase + (target.base + ((m_top + r) / 2) * target.stride + (m_left + c) / 2);
        return {from[0], kTangent ? from[m_outEntries] : T{0}};
    }
    /// Adjoints in front of ReLU s, from those behind it.
    WINNOW_BLOCK void rectifyBack(
        int s, int r, int c, const Entry& entry, const Sums& bar, const Tensors& to) const {
        const int e = r * m_columns + c;
        const int first = mapBegin(s) + pixel(0, r, c);
        const int second = mapBegin(s) + pixel(1, r, c);
        if (kOwn && m_diagonal) {
            const T root = m_maps[0][first].inverse;
            const T variance = m_task.ownVariances[m_level->firstMap + first] +
                               adjointsOf(0)[first] + adjointsOf(1)[second];
            to.k[e] = bar.k + variance * (root * root) * (infinite::StepConstants<T>::kPi / 2);
            return;
        }
        ReluAdjoint<O> adjoint;
        if constexpr (kTangent) {
            adjoint = infinite::reverseRelu<O>(
                entry.angle, entry.t, entry.inverse, entry.theta, bar.k, bar.theta);
            to.theta[e] = adjoint.theta;
            adjoint.k += adjoint.theta * static_cast<T>(m_level->steps[s - 1].ratio);
        } else {
            adjoint = infinite::reverseRelu<O>(entry.angle, entry.t, bar.k);
        }
        to.k[e] = adjoint.k;
        if (T* const bars = adjointsOf(0)) bars[first] += adjoint.variance;
        if (T* const bars = adjointsOf(1)) bars[second] += adjoint.variance;
    }

    WINNOW_BLOCK void reversePlane(const Plane& plane) {
        begin(plane);
        const int steps = static_cast<int>(m_level->stepCount);
        Tensors in = tensorsAt(m_scratch.rectified(0));
        Tensors out = tensorsAt(m_scratch.rectified(1));
        start(in);
        for (int s = 1; s < steps; ++s) {
            const Tensors kept = tensorsAt(m_scratch.kept(s));
            convolve(s, in, [&](int r, int c, const Entry& entry) {
                const int e = r * m_columns + c;
                kept.k[e] = entry.k;
                if constexpr (kTangent) kept.theta[e] = entry.theta;
                rectify(out, r, c, entry);
            });
            const Tensors read = in;
            in = out;
            out = read;
        }
        convolve(steps, in, [&](int r, int c, const Entry& entry) {
            rectifyBack(steps, r, c, entry, outputBar(r, c), out);
        });
        for (int s = steps - 1; s >= 1; --s) {
            const Tensors kept = tensorsAt(m_scratch.kept(s));
            const T scale = static_cast<T>(m_level->steps[s].scale);
            boxes(out, kTangent, [&](int r, int c, const Sums& bar) {
                const int e = r * m_columns + c;
                const Entry entry = entryOf(s, r, c, kept.k[e], kTangent ? kept.theta[e] : T{0});
                rectifyBack(s, r, c, entry, Sums{bar.k * scale, bar.theta * scale}, kept);
            });
            out = kept;
        }
        finish(out);
    }

    /// The adjoints of the level's inputs: into the store, or on to the pixels.
    WINNOW_BLOCK void finish(const Tensors& before) const {
        const T scale = static_cast<T>(m_level->steps[0].scale);
        if (!m_first) {
            boxes(before, kTangent, [&](int r, int c, const Sums& bar) {
                const int e = r * m_columns + c;
                m_stored[e] = bar.k * scale;
                if constexpr (kTangent) m_stored[m_inEntries + e] = bar.theta * scale;
            });
            return;
        }
        const int channels = static_cast<int>(m_plan.channels);
        const int skip = m_scratch.steps * m_pixels;
        boxes(before, false, [&](int r, int c, const Sums& bar) {
            const T k = bar.k * scale;
            const int pixels[2] = {pixel(0, r, c), pixel(1, r, c)};
            WINNOW_UNROLL
            for (int side = 0; side < 2; ++side) {
                T* const bars = adjointsOf(side);
                if (bars == nullptr) continue;
                for (int colour = 0; colour < channels; ++colour)
                    bars[skip + colour * m_pixels + pixels[side]] +=
                        k * m_images[1 - side][colour * m_pixels + pixels[1 - side]];
            }
        });
    }
};

}  // namespace winnow::cuda
