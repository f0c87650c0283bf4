// SPDX-License-Identifier: Apache-2.0
#include "engine/train/device_images.h"
#include "engine/train/pass.h"

#include <torch/torch.h>

namespace winnow::train {
namespace {

class AutogradPass final : public Pass {
public:
    AutogradPass(const models::Model& model, const ImageSource& source)
        : m_model(model),
          m_parameters(model.parameters()),
          m_images(source, m_parameters.at(0).device(), m_parameters.at(0).scalar_type()) {
        for (at::Tensor& parameter : m_parameters) parameter.requires_grad_(true);
    }

    at::Tensor forward(std::span<const std::int64_t> samples,
                       std::span<const Shift> shifts,
                       models::Mode mode) override {
        const at::AutoGradMode graph(mode == models::Mode::Training);
        const at::Tensor logits = m_model.logits(m_images.batch(samples, shifts), mode);
        if (mode == models::Mode::Training) m_logits = logits;
        m_onCpu = logits.detach().to(at::kCPU).contiguous();
        return m_onCpu;
    }

    const std::vector<at::Tensor>& backward(const at::Tensor& logitGradients) override {
        m_gradients = torch::autograd::grad({m_logits},
                                            m_parameters,
                                            {logitGradients.to(m_logits.device())},
                                            /*retain_graph=*/false,
                                            /*create_graph=*/false,
                                            /*allow_unused=*/true);
        for (std::size_t i = 0; i < m_gradients.size(); ++i)
            if (!m_gradients[i].defined()) m_gradients[i] = at::zeros_like(m_parameters[i]);
        m_logits = at::Tensor();
        return m_gradients;
    }

private:
    const models::Model& m_model;
    std::vector<at::Tensor> m_parameters;
    DeviceImages m_images;
    at::Tensor m_logits;  // in the graph
    at::Tensor m_onCpu;
    std::vector<at::Tensor> m_gradients;
};

}  // namespace

std::unique_ptr<Pass> autogradPass(const models::Model& model, const ImageSource& source) {
    return std::make_unique<AutogradPass>(model, source);
}

}  // namespace winnow::train
