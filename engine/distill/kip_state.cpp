// SPDX-License-Identifier: Apache-2.0
#include "engine/distill/kip_state.h"

#include "engine/models/tensors.h"

#include <fmt/format.h>
#include <torch/torch.h>

namespace winnow::distill {

void storeAdam(store::NamedArrays& state, const std::string& name, const RowAdam& adam) {
    state.emplace(name + "_moment1", models::toArray(adam.first));
    state.emplace(name + "_moment2", models::toArray(adam.second));
    state.emplace(name + "_steps", models::toArray(adam.steps));
}

const store::Array& StateReader::array(const std::string& name,
                                       store::DType type,
                                       const store::Shape& shape) const {
    const auto found = m_state.find(name);
    if (found == m_state.end()) throw foreign(fmt::format("it holds no {}", name));
    if (found->second.dtype != type || found->second.shape != shape)
        throw foreign(fmt::format("its {} is {} {}, here it is {} {}",
                                  name,
                                  store::dtypeName(found->second.dtype),
                                  store::shapeText(found->second.shape),
                                  store::dtypeName(type),
                                  store::shapeText(shape)));
    return found->second;
}

RowAdam StateReader::adam(const std::string& name, const store::Shape& shape) const {
    const auto moment = [&](const std::string& part) {
        const at::Tensor values =
            models::toTensor(array(name + part, store::DType::Float64, shape));
        if (!at::isfinite(values).all().item<bool>())
            throw badInput(fmt::format("the checkpoint's {}{} holds NaN or infinity", name, part));
        return values;
    };
    RowAdam adam;
    adam.first = moment("_moment1");
    adam.second = moment("_moment2");
    adam.steps = models::toTensor(array(name + "_steps", store::DType::Int64, {shape.front()}));
    return adam;
}

Error StateReader::foreign(std::string_view why) const {
    return badInput(fmt::format("the checkpoint belongs to another run: {}", why));
}

}  // namespace winnow::distill
