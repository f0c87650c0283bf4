// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/models/chain.h"

#include <cstdint>
#include <vector>

/// Convolution stages on a block of samples. The samples of a block are the lanes of a vector:
/// every array below has them innermost, [..., lanes], aligned to 64 bytes. So a convolution of few
/// channels fills the vector units as well as one of many, and ReLU, pooling and their gradients
/// need no index arithmetic.
namespace winnow::models {

struct StageKernels {
    std::int64_t lanes;

    /// weights [outputs, channels, kernel, kernel] -> the order forward() reads.
    void (*packForward)(const Stage& stage, const float* weights, float* packed);
    /// The same, mirrored and with inputs and outputs exchanged: what inputGradient() reads.
    void (*packBackward)(const Stage& stage, const float* weights, float* packed);

    /// in [channels, height + 2 padding, width + 2 padding]; out [outputs, outHeight, outWidth]
    /// inside a frame of `frame` zeros that is left alone. choice [outputs, outHeight, outWidth]:
    /// the position 0..3 the maximum came from (0 without pooling), 4 where ReLU let nothing
    /// through. rows: scratch of 2 * 6 * convWidth.
    void (*forward)(const Stage& stage,
                    const float* in,
                    const float* packed,
                    const float* bias,
                    float* out,
                    std::int64_t frame,
                    std::uint8_t* choice,
                    float* rows);
    /// How forward()'s output moves to first order when its input moves by b, its weights by V and
    /// its bias by v: conv(in, V) + conv(b, W) + v, taken where forward()'s `choice` says. `in` is
    /// [in; b], channel after channel, `packed` is packForward() of [V; W] for the same stage with
    /// twice the channels, which `stage` is too; or `in` and V alone where the input stays. `bias`
    /// is v; out, frame and rows as in forward().
    void (*tangent)(const Stage& stage,
                    const float* in,
                    const float* packed,
                    const float* bias,
                    const std::uint8_t* choice,
                    float* out,
                    std::int64_t frame,
                    float* rows);
    /// Gradient by the convolution's output from that by the stage's: outGradient [outputs,
    /// outHeight, outWidth] -> [outputs, convHeight, convWidth] inside a frame of gradientPadding()
    /// zeros that is left alone. Adds to biasGradient, and to squares [lanes], unless null, the
    /// squares of each sample's own bias gradient. Unless `own` [outputs, lanes] is null, sets it
    /// to each sample's own bias gradient instead.
    void (*spread)(const Stage& stage,
                   const float* outGradient,
                   const std::uint8_t* choice,
                   float* convGradient,
                   float* biasGradient,
                   float* squares,
                   float* own);
    /// Adds to weightGradient [outputs, channels, kernel, kernel], and to squares as spread() does;
    /// `own` [outputs, channels, kernel, kernel, lanes] as there.
    void (*weightGradient)(const Stage& stage,
                           const float* in,
                           const float* convGradient,
                           float* weightGradient,
                           float* squares,
                           float* own);
    /// inGradient [channels, height, width], without a frame.
    void (*inputGradient)(const Stage& stage,
                          const float* convGradient,
                          const float* packed,
                          float* inGradient);
};

/// All that this machine can run, the widest vectors first.
[[nodiscard]] std::vector<const StageKernels*> runnableStageKernels();

/// The first of them.
[[nodiscard]] const StageKernels& stageKernels();

}  // namespace winnow::models
