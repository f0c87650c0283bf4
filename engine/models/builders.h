// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/models/architecture.h"

#include <string>

namespace winnow::models {

/// Adds nodes one after another, works out every shape and lists the parameters. The current output
/// is the implied input of the next node; `at()` and `from()` allow branches.
class GraphBuilder {
public:
    explicit GraphBuilder(const ArchitectureOptions& options);

    GraphBuilder& convolution(const std::string& name,
                              std::int64_t out,
                              std::int64_t kernel,
                              std::int64_t stride,
                              std::int64_t padding,
                              bool bias);
    GraphBuilder& batchNorm(const std::string& name);
    GraphBuilder& linear(const std::string& name, std::int64_t out);
    GraphBuilder& relu();
    GraphBuilder& maxPool(std::int64_t size);
    GraphBuilder& averagePool(std::int64_t size);
    GraphBuilder& globalAveragePool();
    GraphBuilder& flatten();
    GraphBuilder& dropout(double rate);
    GraphBuilder& add(int first, int second);

    [[nodiscard]] int at() const { return m_current; }  ///< index of the current output
    GraphBuilder& from(int node);                       ///< continue from an earlier output
    [[nodiscard]] std::int64_t channels() const;        ///< of the current output

    [[nodiscard]] Architecture finish();

private:
    [[nodiscard]] const store::Shape& shapeOf(int node) const;
    GraphBuilder& pool(Op op, std::int64_t size);
    Node& push(Op op, const std::string& name, std::vector<int> inputs);
    void addParameter(const std::string& name,
                      store::Shape shape,
                      bool trainable,
                      std::int64_t fanIn);

    Architecture m_result;
    store::Shape m_image;
    int m_current = -1;
};

// One file per family. Each reads `options` with its defaults filled in.
[[nodiscard]] Architecture buildLeNet5(const ArchitectureOptions& options);
[[nodiscard]] Architecture buildLeNetCode(const ArchitectureOptions& options);
[[nodiscard]] Architecture buildResNet18(const ArchitectureOptions& options);
[[nodiscard]] Architecture buildMlp(const ArchitectureOptions& options);
[[nodiscard]] Architecture buildConvNet(const ArchitectureOptions& options);

}  // namespace winnow::models
