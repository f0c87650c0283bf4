// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace winnow::test {

/// The folders of ../shared/fixtures/kip_step: kernel, size of an image, support images, targets.
inline constexpr const char* kKipFixtures[]{"fc1_28x28x1_s6_t8",
                                            "fc1_8x8x3_s6_t8",
                                            "fc1_8x8x3_s6_t4",
                                            "rbf_8x8x3_s6_t8",
                                            "conv3_8x8x3_s6_t8",
                                            "convnet_8x8x3_s6_t8",
                                            "convnet_16x16x3_s6_t8"};

}  // namespace winnow::test
