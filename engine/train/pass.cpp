// SPDX-License-Identifier: Apache-2.0
#include "engine/train/pass.h"

#include "engine/train/chain_pass.h"

namespace winnow::train {

std::unique_ptr<Pass> passOver(const models::Model& model, const ImageSource& source) {
    if (const auto* network = dynamic_cast<const models::Network*>(&model))
        if (auto pass = chainPass(*network, source)) return pass;
    return autogradPass(model, source);
}

}  // namespace winnow::train
