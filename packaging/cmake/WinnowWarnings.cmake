# SPDX-License-Identifier: Apache-2.0
# Warnings every target of ours is compiled with; errors only where CMAKE_COMPILE_WARNING_AS_ERROR says so.
add_library(winnow_warnings INTERFACE)
target_compile_options(winnow_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor)
