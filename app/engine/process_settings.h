// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace winnow::app {

/// Jobs take and give back arrays of tens of megabytes again and again. By default the C library
/// returns each to the system, and a third of the time of a ResNet's features goes into clearing
/// the pages it gets next time.
void keepFreedMemory();

/// LibTorch's threads wait for each other by spinning, several milliseconds a time. Where other
/// programs want the cores too, they spin while the one they wait for is not let run, and a job of
/// seconds takes minutes. A short spin keeps the speed of an idle machine. libgomp reads this once,
/// when it is loaded: to be called before; what the person has set stays.
void waitPatiently();

}  // namespace winnow::app
