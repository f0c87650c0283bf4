// SPDX-License-Identifier: Apache-2.0
#include "engine/models/script_model.h"

#include "engine/models/tensors.h"
#include "engine/store/error.h"

#include <torch/script.h>

#include <map>

namespace winnow::models {
namespace {

class ScriptModel final : public Model {
public:
    ScriptModel(torch::jit::Module module, std::string name)
        : m_module(std::move(module)), m_name(std::move(name)) {
        for (const auto& parameter : m_module.named_parameters()) {
            if (!parameter.value.requires_grad()) continue;
            m_names.push_back(parameter.name);
            m_parameters.push_back(parameter.value);
            m_state[parameter.name] = parameter.value;
        }
        for (const auto& buffer : m_module.named_buffers()) m_state[buffer.name] = buffer.value;
        if (m_parameters.empty())
            throw badInput(m_name +
                           " has no trainable parameters; a kernel is made of gradients by them");
    }

    at::Tensor logits(const at::Tensor& images, Mode mode) const override {
        m_module.train(mode == Mode::Training);
        try {
            const torch::jit::IValue output = m_module.forward({images});
            if (output.isTensor() && output.toTensor().dim() == 2) return output.toTensor();
        } catch (const c10::OutOfMemoryError&) {
            throw;
        } catch (const std::exception&) {
            throw badInput(m_name + " fails on images of shape " +
                           store::shapeText(images.sizes().vec()) +
                           "; give a module that turns such a batch into logits");
        }
        throw badInput(
            m_name + " does not turn a batch of images into one tensor of logits (batch, classes)");
    }

    std::vector<at::Tensor> parameters() const override { return m_parameters; }
    std::vector<std::string> parameterNames() const override { return m_names; }
    std::int64_t classes() const override { return m_classes; }
    void setClasses(std::int64_t classes) { m_classes = classes; }

    store::NamedArrays weights() const override {
        store::NamedArrays arrays;
        for (const auto& [name, tensor] : m_state) arrays[name] = toArray(tensor);
        return arrays;
    }
    void load(const store::NamedArrays& weights, std::string_view source) override {
        const at::NoGradGuard noGrad;
        for (auto& [name, tensor] : m_state) {
            const auto it = weights.find(name);
            if (it == weights.end())
                throw badInput(std::string(source) + " has no " + name +
                               ", which the module needs");
            const store::Shape shape = tensor.sizes().vec();
            if (it->second.shape != shape)
                throw badInput(name + " is " + store::shapeText(it->second.shape) + " in " +
                               std::string(source) + " but the module needs " +
                               store::shapeText(shape));
            tensor.copy_(toTensor(it->second));
        }
    }

private:
    mutable torch::jit::Module m_module;  // forward() and train() are not const in LibTorch
    std::string m_name;
    std::vector<std::string> m_names;
    std::vector<at::Tensor> m_parameters;
    std::map<std::string, at::Tensor> m_state;  ///< trainable parameters and buffers
    std::int64_t m_classes = 0;
};

/// Module::to(dtype) would make indices and counts floating-point numbers too.
void convert(const at::Tensor& tensor, Precision precision) {
    if (tensor.is_floating_point()) tensor.set_data(tensor.to(scalarType(precision)));
}

torch::jit::Module loaded(const std::filesystem::path& file, Precision precision, Device device) {
    if (!std::filesystem::is_regular_file(file))
        throw badInput("there is no file " + file.string() +
                       "; give a TorchScript module saved by torch.jit.save");
    try {
        torch::jit::Module module = torch::jit::load(file.string(), torchDevice(device));
        for (const at::Tensor& tensor : module.parameters()) convert(tensor, precision);
        for (const at::Tensor& tensor : module.buffers()) convert(tensor, precision);
        return module;
    } catch (const std::exception&) {
        throw badInput(file.string() +
                       " is not a TorchScript module; save one with torch.jit.save");
    }
}

}  // namespace

std::unique_ptr<Model> loadScriptModel(const std::filesystem::path& file,
                                       const store::Shape& imageShape,
                                       Precision precision,
                                       Device device) {
    auto model =
        std::make_unique<ScriptModel>(loaded(file, precision, device), file.filename().string());
    const at::NoGradGuard noGrad;
    const at::Tensor trial =
        at::zeros({2, imageShape.at(0), imageShape.at(1), imageShape.at(2)},
                  at::TensorOptions().dtype(scalarType(precision)).device(torchDevice(device)));
    const at::Tensor logits = model->logits(trial, Mode::Evaluation);
    if (logits.size(0) != 2 || logits.size(1) < 2)
        throw badInput(file.filename().string() + " turns 2 images into a tensor of shape " +
                       store::shapeText(logits.sizes().vec()) +
                       "; logits are (2, classes) with at least 2 classes");
    model->setClasses(logits.size(1));
    return model;
}

}  // namespace winnow::models
