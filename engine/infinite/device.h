// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/infinite/plan.h"

#include <cstdint>
#include <type_traits>

/// The border of the plug-in winnow_cuda.so: what engine/infinite asks of a GPU. Standard C++ only.
/// Both sides are built together (kDeviceInterface says so), so values cross as they are;
/// exceptions do not, a DeviceOutcome does. All pointers are to the caller's memory.
namespace winnow::infinite {

/// How a call ended.
struct DeviceOutcome {
    enum class Kind { Done, NoMemory, Failed };
    Kind kind = Kind::Done;
    double wantedBytes = 0, freeBytes = 0;  ///< of NoMemory
    char reason[240] = {};                  ///< of Failed: completes "the GPU failed: "
};

/// Positions in the rows and in the columns of images.
struct ImagePair {
    std::int32_t first, second;
};

/// One plan's planes on one device (methods/kip-convnet.md, sections 3 to 5). T is the type of
/// images and of everything inside a pair; sums over pairs are float64, in the order of the pairs,
/// so that results repeat. One call at a time.
template <typename T>
class DevicePlanes {
public:
    virtual ~DevicePlanes() = default;

    /// Images [count, C,H,W] of one side with their variance maps. The columns may be the rows, too
    /// (`symmetric`), else setRows() sets those. Sums of adjoints begin at 0. `tops` [count], if
    /// set: each image's own value at the readout.
    [[nodiscard]] virtual DeviceOutcome setColumns(const T* images,
                                                   std::int64_t count,
                                                   bool symmetric,
                                                   double* tops) noexcept = 0;
    [[nodiscard]] virtual DeviceOutcome setRows(const T* images,
                                                std::int64_t count,
                                                double* tops) noexcept = 0;

    /// How many pairs one call may take. `gradient`: with their way back.
    [[nodiscard]] virtual DeviceOutcome pairsAtOnce(bool gradient,
                                                    std::int64_t& pairs) noexcept = 0;
    /// K and Theta at the readout of each pair: `values` [count, 2]. In order of the first image,
    /// then of the second. `gradient`: reverse() will follow.
    [[nodiscard]] virtual DeviceOutcome forward(const ImagePair* pairs,
                                                std::int64_t count,
                                                bool gradient,
                                                double* values) noexcept = 0;
    /// Adds what cotangents [count, 2] of the last forward's pairs give the columns' images; where
    /// symmetric, both images of a pair.
    [[nodiscard]] virtual DeviceOutcome reverse(const T* cotangents) noexcept = 0;

    /// Ends the sums: what the columns' variances hand on to their pixels. `ownBars` [count]:
    /// adjoint of each image's own value at the readout. Sets `gradient` [count, C,H,W].
    [[nodiscard]] virtual DeviceOutcome finish(const T* ownBars, double* gradient) noexcept = 0;
};

/// The kernels made of products of images (methods/kip.md, section 3).
enum class GramForm { Linear, Rbf, Network };

/// Such a kernel on one device, a tile of pairs at a time. Products are of type T, the rest is
/// float64. One call at a time.
template <typename T>
class DeviceGrams {
public:
    virtual ~DeviceGrams() = default;

    /// Images of one side of a tile [count, d], each image's squared norm [count] and, of a
    /// network, its deviations [count, hidden, 2] (DenseMaps::one).
    struct Side {
        const T* images = nullptr;
        std::int64_t count = 0;
        const double* norms = nullptr;
        const double* maps = nullptr;
        /// Set by a gradient unless null: sums over partners of the adjoints of pixels [count, d],
        /// and of gramExtras() numbers [extras, count]: of a network twice the variance times its
        /// adjoint for each hidden layer; of an RBF A and A |x - x'|^2 / d, with A = G K.
        T* bar = nullptr;
        double* extras = nullptr;
    };
    /// Sets `out` [rows, columns]. `same`: both sides are the same images. `g` [rows, columns] or
    /// null: no gradient.
    [[nodiscard]] virtual DeviceOutcome run(const Side& rows,
                                            const Side& columns,
                                            bool same,
                                            const double* g,
                                            double* out) noexcept = 0;
};

/// Numbers beside pixels that sums over partners keep of one image.
[[nodiscard]] constexpr std::int64_t gramExtras(GramForm form, const DensePlan& plan) {
    if (form == GramForm::Network) return plan.hiddenCount;
    return form == GramForm::Rbf ? 2 : 0;
}

/// What the plug-in offers. Objects are made on the GPU that is current and given back with delete.
struct DeviceKernels {
    template <typename T>
    struct Typed {
        DeviceOutcome (*planes)(const PlanePlan& plan, DevicePlanes<T>*& made) noexcept;
        DeviceOutcome (*grams)(GramForm form,
                               const DensePlan& plan,
                               std::int64_t values,
                               double gamma,
                               DeviceGrams<T>*& made) noexcept;
    };
    Typed<float> narrow;
    Typed<double> wide;

    template <typename T>
    [[nodiscard]] const Typed<T>& of() const {
        if constexpr (std::is_same_v<T, float>)
            return narrow;
        else
            return wide;
    }
};

/// Raised whenever a type above changes.
inline constexpr int kDeviceInterface = 1;
inline constexpr const char* kDeviceInterfaceSymbol = "winnowCudaInterface";  ///< const int
inline constexpr const char* kDeviceSymbol = "winnowCudaDevice";              ///< DeviceEntry
/// Sets `device` where a GPU can be used.
using DeviceEntry = DeviceOutcome(DeviceKernels& device);

}  // namespace winnow::infinite
