// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

/// Where kernel columns come from: a stored matrix, or factors from which columns are computed on
/// demand.
namespace winnow::select {

/// Columns of a symmetric kernel restricted to n member samples. T is float or double.
/// Members are counted 0..n-1 in the order the object was made with; the caller knows their sample
/// ids.
template <typename T>
class BasicKernelColumns {
public:
    virtual ~BasicKernelColumns() = default;
    /// n
    [[nodiscard]] virtual std::int64_t size() const = 0;
    /// kappa_ii, [n]. Bit for bit what columns() gives for the element (i,i), where the source can.
    [[nodiscard]] virtual std::span<const T> diagonal() const = 0;
    /// out [wanted.size(), n], row-major: out[a, j] = kappa(wanted[a], j).
    virtual void columns(std::span<const std::int64_t> wanted, std::span<T> out) = 0;
    /// The same where only elements that exceed floor[j], [n], are looked at: a source may leave
    /// any finite number that does not exceed floor[j] in place of an element of which it can tell
    /// cheaply that it does not exceed it either.
    virtual void columnsAbove(std::span<const std::int64_t> wanted,
                              std::span<const T> /*floor*/,
                              std::span<T> out) {
        columns(wanted, out);
    }
    /// How many columns one request should ask for: 1 where they only have to be read.
    [[nodiscard]] virtual std::int64_t batch() const { return 1; }
    /// The column in place, [n], where it lies in memory as a whole; else empty.
    [[nodiscard]] virtual std::span<const T> view(std::int64_t /*member*/) const { return {}; }
};

using KernelColumns = BasicKernelColumns<float>;

}  // namespace winnow::select
