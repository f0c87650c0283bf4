// SPDX-License-Identifier: Apache-2.0
#include "app/engine/command_line.h"

#include <cstdio>
#include <cstdlib>
#include <iostream>

namespace {

/// Leaves without the static destructors of LibTorch, which take 0.2 s and free what the system
/// takes back anyway. Projects, locks and temporary files are closed by then. A leak check needs
/// the long way.
int ended(int code) {
#if !defined(__SANITIZE_ADDRESS__)
    std::cout.flush();
    std::fflush(nullptr);
    std::_Exit(code);
#endif
    return code;
}

}  // namespace

int main(int argc, char** argv) {
    return ended(winnow::app::runCommandLine({argv, static_cast<std::size_t>(argc)}));
}
