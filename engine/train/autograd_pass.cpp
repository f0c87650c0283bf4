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
        if (mode == models::Mode::Training) keep(logits, false);
        m_onCpu = logits.detach().to(at::kCPU).contiguous();
        return m_onCpu;
    }

    at::Tensor linearise(std::span<const std::int64_t> samples) override {
        const at::AutoGradMode graph(true);
        keep(m_model.logits(m_images.batch(samples, {}), models::Mode::Evaluation), true);
        m_onCpu = m_logits.detach().to(at::kCPU).contiguous();
        return m_onCpu;
    }

    const std::vector<at::Tensor>& backward(const at::Tensor& logitGradients) override {
        m_gradients = torch::autograd::grad({m_logits},
                                            m_parameters,
                                            {logitGradients.to(m_logits.device())},
                                            /*retain_graph=*/m_linearised,
                                            /*create_graph=*/false,
                                            /*allow_unused=*/true);
        for (std::size_t i = 0; i < m_gradients.size(); ++i)
            if (!m_gradients[i].defined()) m_gradients[i] = at::zeros_like(m_parameters[i]);
        if (!m_linearised) keep({}, false);
        return m_gradients;
    }

    /// J^T u is linear in u, so its derivative by u along V is (J^T)^T V = J V, whatever u is.
    at::Tensor directional(const std::vector<at::Tensor>& direction) override {
        if (!m_anyGradient.defined()) pullBack();
        std::vector<at::Tensor> outputs, along;
        for (std::size_t i = 0; i < m_pulledBack.size(); ++i)
            if (m_pulledBack[i].defined() && m_pulledBack[i].requires_grad()) {
                outputs.push_back(m_pulledBack[i]);
                along.push_back(direction[i]);
            }
        if (outputs.empty()) return at::zeros_like(m_onCpu);
        const auto moved = torch::autograd::grad(
            outputs, {m_anyGradient}, along, /*retain_graph=*/true, /*create_graph=*/false);
        return moved.front().detach().to(at::kCPU).contiguous();
    }

private:
    void keep(const at::Tensor& logits, bool linearised) {
        m_logits = logits;
        m_linearised = linearised;
        m_anyGradient = at::Tensor();
        m_pulledBack.clear();
    }
    /// J^T u as a function of u.
    void pullBack() {
        const at::AutoGradMode graph(true);
        m_anyGradient = at::zeros_like(m_logits).detach().requires_grad_(true);
        m_pulledBack = torch::autograd::grad({m_logits},
                                             m_parameters,
                                             {m_anyGradient},
                                             /*retain_graph=*/true,
                                             /*create_graph=*/true,
                                             /*allow_unused=*/true);
    }

    const models::Model& m_model;
    std::vector<at::Tensor> m_parameters;
    DeviceImages m_images;
    at::Tensor m_logits;        // in the graph
    bool m_linearised = false;  // the graph stays
    at::Tensor m_anyGradient;   // of the logits
    std::vector<at::Tensor> m_pulledBack;
    at::Tensor m_onCpu;
    std::vector<at::Tensor> m_gradients;
};

}  // namespace

std::unique_ptr<Pass> autogradPass(const models::Model& model, const ImageSource& source) {
    return std::make_unique<AutogradPass>(model, source);
}

}  // namespace winnow::train
