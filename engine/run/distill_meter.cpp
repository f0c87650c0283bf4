// SPDX-License-Identifier: Apache-2.0
#include "engine/run/distill_meter.h"

#include "engine/run/infinite_setup.h"

namespace winnow::run {

DistillMeter::DistillMeter(const DistillPlan& plan,
                           const distill::Preprocessing& preprocessing,
                           models::Precision precision,
                           distill::RidgeOptions ridge)
    : m_plan(plan), m_ridge(ridge), m_kernel(plan.family.front(), shapeOf(plan.dataset)) {
    const std::int64_t classes = plan.dataset.classes();
    if (plan.test) m_test.emplace(*plan.test, classes, preprocessing, precision);
    if (!plan.heldOut.empty())
        m_heldOut.emplace(plan.train, classes, preprocessing, precision, plan.heldOut);
}

DistillTest DistillMeter::test(const store::Array& images,
                               const store::Array& labels,
                               bool all,
                               const jobs::JobContext& job) const {
    constexpr std::int64_t kMostForFloor = 1000;
    if (!m_test) return {};
    const auto measured =
        distill::evaluate(m_kernel,
                          m_ridge,
                          images,
                          labels,
                          *m_test,
                          all ? std::span<const std::int64_t>() : std::span(m_plan.testRows),
                          images.shape.front() <= kMostForFloor,
                          job);
    return {measured.loss, measured.accuracy, measured.labelFloor};
}

double DistillMeter::heldOut(const distill::Support& support, const jobs::JobContext& job) const {
    if (!m_heldOut) return DistillTest::kNone;
    return distill::evaluate(
               m_kernel, m_ridge, support.images, support.labels, *m_heldOut, {}, false, job)
        .accuracy;
}

}  // namespace winnow::run
