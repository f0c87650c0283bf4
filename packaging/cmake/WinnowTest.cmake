# SPDX-License-Identifier: Apache-2.0

# winnow_test(NAME tst_npy SOURCES tst_npy.cpp LIBRARIES winnow_store [LABELS store] [TIMEOUT 120] [WRAPPER xvfb-run -a])
# One Qt Test executable, run by ctest. Tests find ../shared through WINNOW_SHARED and the engine through WINNOW_ENGINE.
# WRAPPER is a command the test is run under. HEADERS names the target whose precompiled headers it uses: by default those
# of winnow_test_support, or LibTorch's for a test that is linked with it. Each label L is also a target tests_L that
# builds all tests with that label.
function(winnow_test)
    cmake_parse_arguments(arg "" "NAME;TIMEOUT;HEADERS" "SOURCES;LIBRARIES;LABELS;WRAPPER" ${ARGN})
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    foreach(source ${arg_SOURCES})
        cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
        set_property(GLOBAL APPEND PROPERTY WINNOW_TEST_SOURCES ${source})
    endforeach()
    # One call of moc per source that includes its .moc: AUTOMOC would start a generator for every test.
    set(meta_objects)
    foreach(source ${arg_SOURCES})
        file(STRINGS ${source} includes_moc REGEX "#include \".*\\.moc\"")
        if(includes_moc)
            cmake_path(GET source STEM stem)
            set(meta_object ${CMAKE_CURRENT_BINARY_DIR}/moc/${stem}.moc)
            qt_generate_moc(${source} ${meta_object})
            list(APPEND meta_objects ${meta_object})
        endif()
    endforeach()
    add_executable(${arg_NAME} ${arg_SOURCES} ${meta_objects})
    target_include_directories(${arg_NAME} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/moc)
    set_target_properties(${arg_NAME} PROPERTIES
        RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests
        UNITY_BUILD OFF
        CXX_CLANG_TIDY "")  # tests include moc output
    target_compile_definitions(${arg_NAME} PRIVATE QT_NO_KEYWORDS)
    # What a test itself does takes no time to speak of, its compilation does. The warnings: GCC bug 105651, which
    # precompiled headers let through.
    target_compile_options(${arg_NAME} PRIVATE $<$<CONFIG:Release>:-O1;-Wno-array-bounds;-Wno-stringop-overflow>)
    target_link_libraries(${arg_NAME} PRIVATE ${arg_LIBRARIES} winnow_test_support Qt6::Test winnow_warnings)
    if(NOT arg_HEADERS)
        set(arg_HEADERS winnow_test_support)
        if("LibTorch::LibTorch" IN_LIST arg_LIBRARIES)
            set(arg_HEADERS winnow_models)
        endif()
    endif()
    target_precompile_headers(${arg_NAME} REUSE_FROM ${arg_HEADERS})
    foreach(label ${arg_LABELS})
        if(NOT TARGET tests_${label})
            add_custom_target(tests_${label})
        endif()
        add_dependencies(tests_${label} ${arg_NAME})
    endforeach()
    add_test(NAME ${arg_NAME} COMMAND ${arg_WRAPPER} $<TARGET_FILE:${arg_NAME}>)
    set_tests_properties(${arg_NAME} PROPERTIES LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT}
        ENVIRONMENT "WINNOW_SHARED=${PROJECT_SOURCE_DIR}/../shared;WINNOW_ENGINE=${PROJECT_BINARY_DIR}/bin/winnow-engine")
    # Qt Test ends a function after five minutes, all its rows together; ctest's limit is the one that counts.
    set_property(TEST ${arg_NAME} APPEND PROPERTY ENVIRONMENT "QTEST_FUNCTION_TIMEOUT=${arg_TIMEOUT}000")
endfunction()

# A test that no CMakeLists.txt names would pass for ever. Called after all tests are added.
function(winnow_require_every_test)
    get_property(built GLOBAL PROPERTY WINNOW_TEST_SOURCES)
    file(GLOB_RECURSE tests ${PROJECT_SOURCE_DIR}/tests/tst_*.cpp)
    list(REMOVE_ITEM tests ${built})
    if(tests)
        list(JOIN tests "\n  " names)
        message(FATAL_ERROR "Tests that no CMakeLists.txt adds:\n  ${names}")
    endif()
endfunction()
