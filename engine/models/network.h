// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/models/architecture.h"
#include "engine/store/array.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace at {
class Tensor;
}

namespace winnow::models {

enum class Device { Cpu, Cuda };
enum class Precision { Float32, Float64 };
enum class Mode { Evaluation, Training };

/// "float64", or "float32" as any other name, for fields whose choices are these two.
[[nodiscard]] Precision precisionNamed(std::string_view name);
/// How numbers of this precision are stored.
[[nodiscard]] store::DType dtypeOf(Precision precision);

/// Anything with parameters that turns images into logits.
class Model {
public:
    virtual ~Model() = default;
    /// images (B,C,H,W) normalised, on this model's device -> logits (B,K). Differentiable.
    [[nodiscard]] virtual at::Tensor logits(const at::Tensor& images, Mode mode) const = 0;
    /// Trainable parameters (leaves; set requires_grad as needed) and their names, in one order.
    [[nodiscard]] virtual std::vector<at::Tensor> parameters() const = 0;
    [[nodiscard]] virtual std::vector<std::string> parameterNames() const = 0;
    [[nodiscard]] virtual std::int64_t classes() const = 0;
    /// Whether logits() says the same in both modes: nothing dropped out, nothing normalised over
    /// the batch. A model whose layers cannot be told says no.
    [[nodiscard]] virtual bool modesAgree() const { return false; }
    /// All that a training changes, by name, copied to the CPU: parameters, and buffers such as
    /// running statistics.
    [[nodiscard]] virtual store::NamedArrays weights() const = 0;
    /// Puts such numbers in place; `source` is what an error names. Throws Error{BadInput}: a name
    /// missing, or another shape.
    virtual void load(const store::NamedArrays& weights, std::string_view source) = 0;
};

/// Records, per application of a parametrised layer, its input and its output during a forward
/// pass.
class Tape;

/// An Architecture with weights on a device.
class Network final : public Model {
public:
    /// Fresh weights from a seed: PyTorch's defaults (Kaiming-uniform with a = sqrt(5), biases
    /// uniform in 1/sqrt(fan-in)); norm layers 1 and 0. The same seed gives the same bits on every
    /// machine.
    Network(Architecture architecture,
            std::uint64_t seed,
            Precision precision = Precision::Float32,
            Device device = Device::Cpu);
    /// Weights as stored. Throws Error{BadInput}: a name missing or unknown, a shape that does not
    /// fit, NaN or infinity.
    Network(Architecture architecture,
            const store::NamedArrays& weights,
            std::string_view source,
            Precision precision = Precision::Float32,
            Device device = Device::Cpu);
    ~Network() override;
    Network(Network&&) noexcept;
    Network& operator=(Network&&) noexcept;

    [[nodiscard]] at::Tensor logits(const at::Tensor& images, Mode mode) const override;
    /// The same; `tape` receives every parametrised layer's input and output.
    [[nodiscard]] at::Tensor logits(const at::Tensor& images, Mode mode, Tape* tape) const;
    [[nodiscard]] std::vector<at::Tensor> parameters() const override;
    [[nodiscard]] std::vector<std::string> parameterNames() const override;
    [[nodiscard]] std::int64_t classes() const override;
    [[nodiscard]] bool modesAgree() const override;

    [[nodiscard]] const Architecture& architecture() const;
    [[nodiscard]] Precision precision() const;
    [[nodiscard]] Device device() const;
    /// By PyTorch name, buffers included.
    [[nodiscard]] at::Tensor tensor(std::string_view name) const;
    [[nodiscard]] store::NamedArrays weights() const override;
    /// Same checks as the constructor.
    void load(const store::NamedArrays& weights, std::string_view source) override;
    void requireGrad(bool on);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// `.npz` or `.safetensors` by content. Throws Error{BadInput}.
[[nodiscard]] store::NamedArrays readWeights(const std::filesystem::path& file);
/// By extension; atomic.
void writeWeights(const std::filesystem::path& file, const store::NamedArrays& weights);

}  // namespace winnow::models
