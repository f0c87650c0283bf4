# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -D PROGRAM=<winnow> -P tst_libraries.cmake
# Fails when the window's program loads LibTorch: that is the engine's, in a process of its own.
execute_process(COMMAND ldd ${PROGRAM} OUTPUT_VARIABLE libraries RESULT_VARIABLE failed)
if(failed)
    message(FATAL_ERROR "ldd ${PROGRAM} failed: ${failed}")
endif()
if(NOT libraries MATCHES "libQt6Widgets" OR NOT libraries MATCHES "libvtk")
    message(FATAL_ERROR "${PROGRAM} is not the window: it loads neither Qt Widgets nor VTK")
endif()
string(REGEX MATCHALL "lib(torch|c10|cudart)[^ \n]*" found "${libraries}")
if(found)
    message(FATAL_ERROR "${PROGRAM} loads ${found}")
endif()
