// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The arithmetic of one entry of a plane, once for every processor: O::V is a vector of lanes on a
/// CPU and one number on a GPU. O gives the number type T, max, abs, sqrt, `select(v, a, b)` (a
/// where v < 0) and `divideAbove(a, b, least)` (a / b where b > least, else 0).
///
/// Cosines and sines are in units of pi (c = cos / pi, s = sin / pi), as that takes every division
/// by pi out of the arc-cosine kernels. A rectified value is kept at twice its size: the layer that
/// reads it has the half in its scale. methods/kip.md, section 3; methods/kip-convnet.md, sections
/// 3 and 5.
#if defined(__CUDACC__)
#define WINNOW_STEP __host__ __device__ __forceinline__
#else
#define WINNOW_STEP inline __attribute__((always_inline))
#endif

namespace winnow::infinite {

template <typename T>
struct StepConstants;

template <>
struct StepConstants<float> {
    static constexpr float kPi = 3.14159265F;
    static constexpr float kPiInverse = 0.318309886F;
    static constexpr float kRootPiInverse = 0.564189584F;
    static constexpr float kPiInverseSquared = 0.101321184F;
    /// The kernel's kink at angle 0 is given slope 0 where sin^2 is below 16 machine epsilons:
    /// the root of that, over pi.
    static constexpr float kLeastSine = 4.397e-4F;
};

template <>
struct StepConstants<double> {
    static constexpr double kPi = 3.141592653589793238;
    static constexpr double kPiInverse = 0.318309886183790671538;
    static constexpr double kRootPiInverse = 0.564189583547756286948;
    static constexpr double kPiInverseSquared = 0.101321183642337771444;
    static constexpr double kLeastSine = 1.898e-8;
};

/// acos(pi c) / (pi s) for c in [0, 1/pi]: minimax polynomials of sin's weight, error of
/// acos / pi at most 1.2e-7 in float and 3e-16 in double.
template <typename V>
WINNOW_STEP V angleOverSine(V c, float) {
    V p = c * -95.80642238F + 146.7849811F;
    p = p * c - 105.7234106F;
    p = p * c + 50.92172968F;
    p = p * c - 20.24969726F;
    p = p * c + 7.737620449F;
    p = p * c - 3.14141392F;
    return p * c + 1.57079595F;
}
template <typename V>
WINNOW_STEP V angleOverSine(V c, double) {
    V p = c * 288684.7343380925185755 - 941755.8788518241589919;
    p = p * c + 1452951.255690790840651;
    p = p * c - 1419899.725448227507159;
    p = p * c + 996988.6898053695840706;
    p = p * c - 543832.4857857109873005;
    p = p * c + 244962.4302099334765883;
    p = p * c - 96259.80436326408513292;
    p = p * c + 34705.83724210377669567;
    p = p * c - 11971.25994171292188268;
    p = p * c + 4065.086122828953124186;
    p = p * c - 1380.130478980094607739;
    p = p * c + 471.8974040634287701903;
    p = p * c - 163.2098252779694854723;
    p = p * c + 57.37867797962122631731;
    p = p * c - 20.67085096855847723578;
    p = p * c + 7.751569169132674147923;
    p = p * c - 3.141592653587467970721;
    return p * c + 1.570796326794895665393;
}

/// One image pair's pixel pair before a ReLU: cosine, sine, and kappa = 1 - angle / pi, all of
/// which is twice the papers' kappa_0.
template <typename O>
struct Angle {
    typename O::V c, s, kappa;
};

/// Stands for an `alive` of 1 everywhere.
struct Apart {};
template <typename V>
WINNOW_STEP V operator*(V value, Apart) {
    return value;
}

/// kSigned: c may be negative; after the first ReLU it cannot. A cosine that rounding took beyond
/// 1 counts as 1. `alive` is 0 where both pixels are the same one of the same image: their angle is
/// 0 whatever rounding says; 1 elsewhere.
template <typename O, bool kSigned, typename Alive>
WINNOW_STEP Angle<O> angleOf(typename O::V c, Alive alive) {
    using T = typename O::T;
    using V = typename O::V;
    using K = StepConstants<T>;
    const V s = O::sqrt(O::max(K::kPiInverseSquared - c * c, V{}) * alive);
    if constexpr (kSigned) {
        const V angle = s * angleOverSine(O::abs(c), T{});
        return {c, s, O::select(c, angle, T{1} - angle)};
    } else {
        return {c, s, T{1} - s * angleOverSine(c, T{})};
    }
}
/// Pixels of different images, or different pixels.
template <typename O, bool kSigned>
WINNOW_STEP Angle<O> angleOf(typename O::V c) {
    return angleOf<O, kSigned>(c, Apart{});
}

/// Adjoints of one entry before a ReLU, and what the entry adds to 2 q times the adjoint of either
/// side's variance q.
template <typename O>
struct ReluAdjoint {
    typename O::V k, theta, variance;
};

/// kBar, thetaBar: adjoints of the doubled outputs. t = sigma sigma', r = 1 / (pi t).
template <typename O>
WINNOW_STEP ReluAdjoint<O> reverseRelu(const Angle<O>& angle,
                                       typename O::V t,
                                       typename O::V r,
                                       typename O::V theta,
                                       typename O::V kBar,
                                       typename O::V thetaBar) {
    using K = StepConstants<typename O::T>;
    const typename O::V h =
        theta * thetaBar * O::divideAbove(K::kPiInverse, angle.s, K::kLeastSine);
    return {angle.kappa * kBar + h * r, angle.kappa * thetaBar, t * angle.s * kBar - angle.c * h};
}
/// The same without a tangent kernel.
template <typename O>
WINNOW_STEP ReluAdjoint<O> reverseRelu(const Angle<O>& angle, typename O::V t, typename O::V kBar) {
    return {angle.kappa * kBar, kBar, t * angle.s * kBar};
}

}  // namespace winnow::infinite
