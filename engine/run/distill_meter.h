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
                 distill::RidgeOptions ridge,
                 const infinite::KernelOptions& options);

    /// The first kernel; an RBF with this gamma, which may be learned.
    [[nodiscard]] infinite::Kernel kernel(double gamma) const;
    /// On the test images of the plan, or on all of them; NaN where there are none. The label floor
    /// costs a least-squares problem and is asked of a few images only.
    [[nodiscard]] DistillTest test(const store::Array& images,
                                   const store::Array& labels,
                                   double gamma,
                                   bool all,
                                   const jobs::JobContext& job) const;
    /// Accuracy on the held-out images; NaN where there are none.
    [[nodiscard]] double heldOut(const distill::Support& support,
                                 double gamma,
                                 const jobs::JobContext& job) const;

    [[nodiscard]] const distill::Targets* testTargets() const {
        return m_test ? &*m_test : nullptr;
    }

private:
    const DistillPlan& m_plan;
    distill::RidgeOptions m_ridge;
    infinite::KernelOptions m_options;
    std::optional<distill::DatasetTargets> m_test, m_heldOut;
};

}  // namespace winnow::run
