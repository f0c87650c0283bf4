// SPDX-License-Identifier: Apache-2.0
#include "engine/models/network.h"
#include "engine/models/safetensors.h"
#include "engine/store/error.h"
#include "engine/store/file.h"
#include "engine/store/npz.h"

#include <array>
#include <fcntl.h>

namespace winnow::models {

store::NamedArrays readWeights(const std::filesystem::path& file) {
    std::array<std::byte, 2> start{};
    const bool zip = store::File(file, O_RDONLY).read(start, 0) == 2 &&
                     start[0] == std::byte{'P'} && start[1] == std::byte{'K'};
    return zip ? store::readNpz(file) : readSafetensors(file);
}

void writeWeights(const std::filesystem::path& file, const store::NamedArrays& weights) {
    if (file.extension() == ".npz")
        store::writeNpz(file, weights);
    else if (file.extension() == ".safetensors")
        writeSafetensors(file, weights);
    else
        throw badInput(file.string() +
                       " has no known ending; weights are written as .npz or .safetensors");
}

}  // namespace winnow::models
