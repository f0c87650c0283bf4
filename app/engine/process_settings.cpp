// SPDX-License-Identifier: Apache-2.0
#include "app/engine/process_settings.h"

#include <cstdlib>
#include <malloc.h>

namespace winnow::app {

void keepFreedMemory() {
    constexpr int kMost = 1 << 28;
    mallopt(M_MMAP_THRESHOLD, kMost);
    mallopt(M_TRIM_THRESHOLD, kMost);
    mallopt(M_TOP_PAD, 1 << 26);
}

void waitPatiently() {
    if (std::getenv("OMP_WAIT_POLICY") != nullptr) return;
    constexpr int kKeepWhatIsSet = 0;
    setenv("GOMP_SPINCOUNT", "2000", kKeepWhatIsSet);
}

}  // namespace winnow::app
