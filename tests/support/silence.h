// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/jobs/context.h"

namespace winnow::test {

/// A context that reports to nobody.
struct Silence {
    mutable jobs::SilentReporter reporter;
    jobs::JobContext context{{}, reporter};
};

}  // namespace winnow::test
