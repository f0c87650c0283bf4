// SPDX-License-Identifier: Apache-2.0
#include "engine/train/pass.h"

namespace winnow::train {

std::unique_ptr<Pass> passOver(const models::Model& model, const ImageSource& source) {
    return autogradPass(model, source);
}

}  // namespace winnow::train
