// SPDX-License-Identifier: Apache-2.0
#include "engine/run/distill_meter.h"

#include "engine/run/infinite_setup.h"

namespace winnow::run {

DistillMeter::DistillMeter(const DistillPlan& plan,
                           const distill::Preprocessing& preprocessing,
                           models::Precision precision,
                           distill::RidgeOptions ridge,
                           const infinite::KernelOptions& options)
    : m_plan(plan), m_ridge(ridge), m_options(options) {
    const std::int64_t classes = plan.dataset.classes();
    if (plan.test) m_test.emplace(*plan.test, classes, preprocessing, precision);
    if (!plan.heldOut.empty())
        m_heldOut.emplace(plan.train, classes, preprocessing, precision, plan.heldOut);
}

infinite::Kernel DistillMeter::kernel(double gamma) const {
    infinite::KernelSpec spec = m_plan.family.front();
    spec.gamma = gamma;
    return {spec, shapeOf(m_plan.dataset), m_options};
}

DistillTest DistillMeter::test(const store::Array& images,
                               const store::Array& labels,
                               double gamma,
                               bool all,
                               const jobs::JobContext& job) const {
    constexpr std::int64_t kMostForFloor = 1000;
    if (!m_test) return {};
    const auto measured =
        distill::evaluate(kernel(gamma),
                          m_ridge,
                          images,
                          labels,
                          *m_test,
                          all ? std::span<const std::int64_t>() : std::span(m_plan.testRows),
                          images.shape.front() <= kMostForFloor,
                          job);
    return {measured.loss, measured.accuracy, measured.labelFloor};
}

double DistillMeter::heldOut(const distill::Support& support,
                             double gamma,
                             const jobs::JobContext& job) const {
    if (!m_heldOut) return DistillTest::kNone;
    return distill::evaluate(
               kernel(gamma), m_ridge, support.images, support.labels, *m_heldOut, {}, false, job)
        .accuracy;
}

}  // namespace winnow::run
