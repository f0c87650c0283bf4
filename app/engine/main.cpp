// SPDX-License-Identifier: Apache-2.0
#include "app/engine/command_line.h"

int main(int argc, char** argv) {
    return winnow::app::runCommandLine({argv, static_cast<std::size_t>(argc)});
}
