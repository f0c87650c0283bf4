// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Student's t distribution with any positive number of degrees of freedom.
namespace winnow::stats {

/// I_x(a, b), the regularised incomplete beta function, a and b > 0, x in [0, 1]: continued
/// fraction (Abramowitz and Stegun 26.5.8) by Lentz's method, to about 1e-14.
[[nodiscard]] double incompleteBeta(double a, double b, double x);

/// P(|T| >= |t|); 1 at t = 0. NaN where t or df is NaN.
[[nodiscard]] double twoSidedP(double t, double df);

/// t with P(|T| <= t) = level, level in (0, 1): half the width of a confidence interval in standard
/// errors.
[[nodiscard]] double criticalT(double level, double df);

}  // namespace winnow::stats
