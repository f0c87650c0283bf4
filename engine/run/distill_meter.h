// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/distill/krr.h"
#include "engine/run/distill_plan.h"
#include "engine/run/distill_record.h"

#include <optional>

namespace winnow::run {

/// How good a support is: as a kernel machine of the first kernel, on test and held-out images.
class DistillMeter {
public:
    /// All are borrowed.
    DistillMeter(const DistillPlan& plan,
                 const distill::Preprocessing& preprocessing,
                 models::Precision precision,
                 distill::RidgeOptions ridge);

    /// The first kernel, with a gamma that was learned.
    void setGamma(double gamma) { m_kernel.setGamma(gamma); }
    /// On the test images of the plan, or on all of them; NaN where there are none. The label floor
    /// costs a least-squares problem and is asked of a few images only.
    [[nodiscard]] DistillTest test(const store::Array& images,
                                   const store::Array& labels,
                                   bool all,
                                   const jobs::JobContext& job) const;
    /// Accuracy on the held-out images; NaN where there are none.
    [[nodiscard]] double heldOut(const distill::Support& support,
                                 const jobs::JobContext& job) const;

    [[nodiscard]] const infinite::Kernel& kernel() const { return m_kernel; }
    [[nodiscard]] const distill::Targets* testTargets() const {
        return m_test ? &*m_test : nullptr;
    }

private:
    const DistillPlan& m_plan;
    distill::RidgeOptions m_ridge;
    infinite::Kernel m_kernel;
    std::optional<distill::DatasetTargets> m_test, m_heldOut;
};

}  // namespace winnow::run
