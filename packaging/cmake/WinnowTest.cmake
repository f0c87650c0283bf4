# SPDX-License-Identifier: Apache-2.0

# winnow_test(NAME tst_npy SOURCES tst_npy.cpp LIBRARIES winnow_store [LABELS store] [TIMEOUT 120] [WRAPPER xvfb-run -a])
# One Qt Test executable, run by ctest. Tests find ../shared through WINNOW_SHARED and the engine through WINNOW_ENGINE.
# WRAPPER is a command the test is run under. Each label L is also a target tests_L that builds all tests with that label.
function(winnow_test)
    cmake_parse_arguments(arg "" "NAME;TIMEOUT" "SOURCES;LIBRARIES;LABELS;WRAPPER" ${ARGN})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    add_executable(${arg_NAME} ${arg_SOURCES})
    set_target_properties(${arg_NAME} PROPERTIES AUTOMOC ON
        RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests
        CXX_CLANG_TIDY "")  # tests include moc output
    target_compile_definitions(${arg_NAME} PRIVATE QT_NO_KEYWORDS)
    target_link_libraries(${arg_NAME} PRIVATE ${arg_LIBRARIES} winnow_test_support Qt6::Test winnow_warnings)
    foreach(label ${arg_LABELS})
        if(NOT TARGET tests_${label})
            add_custom_target(tests_${label})
        endif()
        add_dependencies(tests_${label} ${arg_NAME})
    endforeach()
    add_test(NAME ${arg_NAME} COMMAND ${arg_WRAPPER} $<TARGET_FILE:${arg_NAME}>)
    set_tests_properties(${arg_NAME} PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT}
        ENVIRONMENT "WINNOW_SHARED=${PROJECT_SOURCE_DIR}/../shared;WINNOW_ENGINE=${PROJECT_BINARY_DIR}/bin/winnow-engine")
endfunction()
