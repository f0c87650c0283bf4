# SPDX-License-Identifier: Apache-2.0
# `git describe` of the sources, for the provenance of every artifact; falls back to the project's version.
find_package(Git QUIET)
set(WINNOW_VERSION_TEXT ${PROJECT_VERSION})
if(GIT_FOUND)
    execute_process(COMMAND ${GIT_EXECUTABLE} describe --always --tags --dirty
                    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
                    OUTPUT_VARIABLE described OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    if(described)
        set(WINNOW_VERSION_TEXT "${PROJECT_VERSION}-${described}")
    endif()
endif()
