// SPDX-License-Identifier: Apache-2.0
#include "engine/run/distill_record.h"

#include "engine/run/float_arrays.h"
#include "engine/store/error.h"
#include "engine/store/index.h"
#include "engine/store/npz.h"

#include <fmt/format.h>

#include <algorithm>

namespace winnow::run {
namespace {

constexpr std::int64_t kPointColumns = 7, kTestColumns = 3;
constexpr const char* kState = "state.npz";
/// Before the names of what is ours in state.npz; all else is Kip's.
constexpr const char* kOwn = "record_";

store::Array arrayOf(const std::vector<DistillPoint>& curve) {
    std::vector<double> rows;
    for (const DistillPoint& p : curve)
        rows.insert(rows.end(),
                    {p.step, p.loss, p.accuracy, p.ridge, p.condition, p.outOfRange, p.seconds});
    return store::Array::from<double>(rows, {std::ssize(curve), kPointColumns});
}

store::Array arrayOf(const std::vector<DistillTest>& tests) {
    std::vector<double> rows;
    for (const DistillTest& test : tests)
        rows.insert(rows.end(), {test.loss, test.accuracy, test.labelFloor});
    return store::Array::from<double>(rows, {std::ssize(tests), kTestColumns});
}

}  // namespace

std::filesystem::path DistillRecord::file(const char* name, std::int64_t step) const {
    return m_folder / fmt::format("{}-{}.npy", name, step);
}

bool DistillRecord::resume(distill::Kip& kip) {
    const auto path = m_folder / kState;
    if (!std::filesystem::exists(path)) return false;
    store::NamedArrays state = store::readNpz(path);
    const auto own = [&](const char* name) {
        auto node = state.extract(std::string(kOwn) + name);
        if (node.empty())
            throw badInput(
                fmt::format("{} lacks {}; remove the job and start anew", path.string(), name));
        return node.mapped();
    };
    const store::Array steps = own("step"), curve = own("curve"), test = own("test"),
                       heldOut = own("held_out"), gammas = own("gamma");
    kip.restore(state);
    std::ranges::copy(steps.as<std::int64_t>(), std::back_inserter(m_steps));
    std::ranges::copy(heldOut.as<double>(), std::back_inserter(m_heldOut));
    std::ranges::copy(gammas.as<double>(), std::back_inserter(m_gammas));
    const auto points = curve.as<double>(), tests = test.as<double>();
    for (std::size_t i = 0; i + at(kPointColumns) <= points.size(); i += at(kPointColumns))
        m_curve.push_back({points[i],
                           points[i + 1],
                           points[i + 2],
                           points[i + 3],
                           points[i + 4],
                           points[i + 5],
                           points[i + 6]});
    for (std::size_t i = 0; i + at(kTestColumns) <= tests.size(); i += at(kTestColumns))
        m_tests.push_back({tests[i], tests[i + 1], tests[i + 2]});
    m_saved = true;
    return true;
}

void DistillRecord::checkpoint(std::int64_t step,
                               const distill::Support& support,
                               double gamma,
                               const store::Array& shown,
                               const DistillTest& test,
                               double heldOut) {
    store::writeNpy(file("support", step), asFloat32(support.images));
    store::writeNpy(file("shown", step), shown);
    store::writeNpy(file("label", step), asFloat32(support.labels));
    m_steps.push_back(step);
    m_tests.push_back(test);
    m_heldOut.push_back(heldOut);
    m_gammas.push_back(gamma);
    m_saved = false;
}

void DistillRecord::save(const store::NamedArrays& kipState) {
    store::NamedArrays state = kipState;
    const std::string own = kOwn;
    state[own + "step"] = store::Array::from<std::int64_t>(m_steps, {std::ssize(m_steps)});
    state[own + "curve"] = arrayOf(m_curve);
    state[own + "test"] = arrayOf(m_tests);
    state[own + "held_out"] = store::Array::from<double>(m_heldOut, {std::ssize(m_heldOut)});
    state[own + "gamma"] = store::Array::from<double>(m_gammas, {std::ssize(m_gammas)});
    store::writeNpz(m_folder / kState, state);
    m_saved = true;
}

store::Array DistillRecord::images(std::size_t checkpoint, models::Precision precision) const {
    return inPrecision(store::readNpy(file("support", m_steps.at(checkpoint))), precision);
}

store::Array DistillRecord::labels(std::size_t checkpoint) const {
    return asFloat64(store::readNpy(file("label", m_steps.at(checkpoint))));
}

store::Array DistillRecord::shown(std::size_t checkpoint) const {
    return store::readNpy(file("shown", m_steps.at(checkpoint)));
}

/// The files of all checkpoints as one array, without holding more than one of them.
void DistillRecord::join(store::ArtifactDraft& draft, const char* name, const char* as) const {
    store::Shape shape = store::MappedNpy(file(name, m_steps.front())).shape();
    shape.insert(shape.begin(), std::ssize(m_steps));
    store::NpyWriter all = draft.writer(as, store::DType::Float32, shape);
    auto to = all.as<float>().begin();
    for (const std::int64_t step : m_steps) {
        const store::MappedNpy one(file(name, step));
        to = std::ranges::copy(one.as<float>(), to).out;
    }
    all.commit();
}

void DistillRecord::write(store::ArtifactDraft& draft) const {
    draft.write<std::int64_t>("step.npy", m_steps, {std::ssize(m_steps)});
    join(draft, "support", "support.npy");
    join(draft, "shown", "shown.npy");
    join(draft, "label", "label.npy");
    draft.write<double>("gamma.npy", m_gammas, {std::ssize(m_gammas)});
    draft.write("curve.npy", arrayOf(m_curve));
    draft.write("test.npy", arrayOf(m_tests));
}

}  // namespace winnow::run
