// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/distill/zca.h"
#include "engine/jobs/context.h"
#include "engine/models/network.h"
#include "engine/store/array.h"
#include "engine/train/images.h"

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace at {
class Tensor;
}

namespace winnow::distill {

/// What was taken out of an image before whitening, needed to show it again (methods/
/// kip-convnet.md, section 8): subtracted and divided by, after the channels were standardised.
struct ImageScale {
    double mean = 0, norm = 1;
};

/// From pixels 0..255 to what every kernel and network of a distillation sees, and back: channels
/// standardised by the training set, then whitened where asked. Everything of a run (targets, test,
/// support, networks) passes through the same one.
class Preprocessing {
public:
    /// Channels only, by the source's mean and deviation. Throws Error{BadInput}: "channel 2 is
    /// constant: cannot standardise".
    explicit Preprocessing(const train::ImageSource& source);
    /// Whitening as well (order `code`), fitted to `rows` of the source (all when empty). Throws as
    /// Zca does.
    Preprocessing(const train::ImageSource& source,
                  std::span<const std::int64_t> rows,
                  const ZcaOptions& options,
                  const jobs::JobContext& context);
    /// What stored() wrote. Throws Error{BadInput}: an array is missing, of another shape, or made
    /// for images of another size.
    Preprocessing(const store::NamedArrays& stored, std::string_view source);
    ~Preprocessing();
    Preprocessing(Preprocessing&&) noexcept;
    Preprocessing& operator=(Preprocessing&&) noexcept;

    /// Images (n,C,H,W) of raw values 0..255, float32 or float64 -> preprocessed, the same type.
    /// Throws Error{BadInput} for an image that is constant where whitening divides by its norm;
    /// `names` are their numbers in errors, the positions when empty.
    [[nodiscard]] at::Tensor apply(const at::Tensor& raw,
                                   std::span<const std::int64_t> names = {}) const;
    /// The same for samples of a data set; an error names the sample.
    [[nodiscard]] store::Array apply(const train::ImageSource& source,
                                     std::span<const std::int64_t> rows,
                                     models::Precision precision) const;
    /// How each of these samples was scaled; mean 0 and norm 1 without whitening.
    [[nodiscard]] std::vector<ImageScale> scales(const train::ImageSource& source,
                                                 std::span<const std::int64_t> rows) const;
    /// For images that began as noise: the mean scale of (at most 1,000 of) the samples.
    [[nodiscard]] ImageScale meanScale(const train::ImageSource& source,
                                       std::span<const std::int64_t> rows) const;
    /// Preprocessing undone: float32 (n,C,H,W) on the 0..255 scale, not clipped. One scale per
    /// image.
    [[nodiscard]] store::Array shown(const store::Array& images,
                                     std::span<const ImageScale> scales) const;

    [[nodiscard]] bool whitens() const;
    [[nodiscard]] const std::vector<double>& mean() const;       ///< per channel, of pixel / 255
    [[nodiscard]] const std::vector<double>& deviation() const;  ///< per channel, of pixel / 255
    [[nodiscard]] const ZcaReport* zca() const;                  ///< null without whitening
    /// Arrays for an .npz, so that the costly fit is made once.
    [[nodiscard]] store::NamedArrays stored() const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Share of shown values outside 0..255.
[[nodiscard]] double shareOutOfRange(const store::Array& shown);

}  // namespace winnow::distill
