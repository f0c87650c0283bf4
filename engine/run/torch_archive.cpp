// SPDX-License-Identifier: Apache-2.0
#include "engine/run/torch_archive.h"

#include "engine/models/tensors.h"

#include <fmt/format.h>
#include <torch/csrc/jit/serialization/pickler.h>
#include <torch/torch.h>

#include <caffe2/serialize/inline_container.h>

namespace winnow::run {

/// torch::pickle_save() marks dicts with a type of TorchScript, which weights_only refuses; so the
/// archive is put together here: a plain pickle, and the bytes of every tensor beside it.
std::vector<std::byte> torchArchive(const store::NamedArrays& arrays) {
    c10::Dict<std::string, at::Tensor> tensors;
    for (const auto& [name, array] : arrays)
        tensors.insert(name, models::toTensor(array).contiguous());
    std::string pickled;
    torch::jit::Pickler pickler(
        [&](const char* bytes, std::size_t count) { pickled.append(bytes, count); },
        nullptr,
        nullptr,
        nullptr,
        nullptr,
        /*tag_aggregates=*/false);
    pickler.protocol();
    pickler.pushIValue(tensors);
    pickler.stop();

    std::vector<std::byte> file;
    caffe2::serialize::PyTorchStreamWriter archive([&](const void* bytes, std::size_t count) {
        const auto* from = static_cast<const std::byte*>(bytes);
        file.insert(file.end(), from, from + count);
        return count;
    });
    archive.writeRecord("data.pkl", pickled.data(), pickled.size());
    std::size_t number = 0;
    for (const at::Tensor& tensor : pickler.tensorData())
        archive.writeRecord(
            fmt::format("data/{}", number++), tensor.const_data_ptr(), tensor.nbytes());
    archive.writeEndOfFile();
    return file;
}

store::Array inverseOf(const store::Array& matrix) {
    const at::NoGradGuard noGrad;
    return models::toArray(at::linalg_inv(models::toTensor(matrix)));
}

}  // namespace winnow::run
