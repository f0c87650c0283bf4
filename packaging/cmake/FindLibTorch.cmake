# SPDX-License-Identifier: Apache-2.0
# LibTorch as it lies in the PyPI wheel: imports libtorch_cpu.so and libc10.so and nothing else, so that neither a CUDA
# toolkit nor Debian's own older LibTorch is looked at. Set WINNOW_LIBTORCH to the folder that holds `torch/`; without it
# the folder is looked for where packaging/setup.sh puts it.
#
# Result: LibTorch::LibTorch, LibTorch_VERSION, LibTorch_LIBRARY_DIR, and with WINNOW_CUDA the certainty that
# libtorch_cuda.so lies beside them.
set(WINNOW_LIBTORCH "" CACHE PATH "Folder that holds the unpacked wheel (torch/lib, torch/include)")
if(NOT WINNOW_LIBTORCH)
    if(DEFINED ENV{WINNOW_LIBTORCH})
        set(WINNOW_LIBTORCH $ENV{WINNOW_LIBTORCH})
    elseif(DEFINED ENV{WINNOW_CACHE})
        set(WINNOW_LIBTORCH $ENV{WINNOW_CACHE}/libtorch-2.11.0)
    elseif(DEFINED ENV{XDG_CACHE_HOME})
        set(WINNOW_LIBTORCH $ENV{XDG_CACHE_HOME}/winnow/libtorch-2.11.0)
    else()
        set(WINNOW_LIBTORCH $ENV{HOME}/.cache/winnow/libtorch-2.11.0)
    endif()
endif()
set(root ${WINNOW_LIBTORCH}/torch)
# Results of an earlier search in another folder would otherwise stay.
foreach(result LibTorch_INCLUDE_DIR LibTorch_CPU_LIBRARY LibTorch_C10_LIBRARY)
    string(FIND "${${result}}" "${root}/" position)
    if(NOT position EQUAL 0)
        unset(${result} CACHE)
    endif()
endforeach()
find_path(LibTorch_INCLUDE_DIR torch/csrc/api/include/torch/torch.h PATHS ${root}/include NO_DEFAULT_PATH)
find_library(LibTorch_CPU_LIBRARY torch_cpu PATHS ${root}/lib NO_DEFAULT_PATH)
find_library(LibTorch_C10_LIBRARY c10 PATHS ${root}/lib NO_DEFAULT_PATH)
if(EXISTS ${root}/version.py)
    file(STRINGS ${root}/version.py version_line REGEX "^__version__ *=")
    string(REGEX REPLACE ".*'([0-9.]+).*" "\\1" LibTorch_VERSION "${version_line}")
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibTorch
    REQUIRED_VARS LibTorch_CPU_LIBRARY LibTorch_C10_LIBRARY LibTorch_INCLUDE_DIR
    VERSION_VAR LibTorch_VERSION
    REASON_FAILURE_MESSAGE "run `sh packaging/setup.sh`, or set WINNOW_LIBTORCH to the folder that holds torch/")

if(LibTorch_FOUND AND NOT TARGET LibTorch::LibTorch)
    get_filename_component(LibTorch_LIBRARY_DIR ${LibTorch_CPU_LIBRARY} DIRECTORY)
    add_library(LibTorch::c10 SHARED IMPORTED)
    set_target_properties(LibTorch::c10 PROPERTIES IMPORTED_LOCATION ${LibTorch_C10_LIBRARY})
    add_library(LibTorch::LibTorch SHARED IMPORTED)
    set_target_properties(LibTorch::LibTorch PROPERTIES
        IMPORTED_LOCATION ${LibTorch_CPU_LIBRARY}
        INTERFACE_INCLUDE_DIRECTORIES "${LibTorch_INCLUDE_DIR};${LibTorch_INCLUDE_DIR}/torch/csrc/api/include"
        INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${LibTorch_INCLUDE_DIR};${LibTorch_INCLUDE_DIR}/torch/csrc/api/include"
        INTERFACE_COMPILE_DEFINITIONS "_GLIBCXX_USE_CXX11_ABI=1"
        INTERFACE_LINK_LIBRARIES LibTorch::c10)
    # The CUDA runtime the CPU library was linked against lies beside it in the wheels' own folder layout.
    set_property(TARGET LibTorch::LibTorch APPEND PROPERTY INTERFACE_LINK_OPTIONS
        "LINKER:-rpath-link,${WINNOW_LIBTORCH}/nvidia/cu13/lib" "LINKER:-rpath-link,${LibTorch_LIBRARY_DIR}")
endif()
if(LibTorch_FOUND AND WINNOW_CUDA AND NOT EXISTS ${LibTorch_LIBRARY_DIR}/libtorch_cuda.so)
    message(FATAL_ERROR "WINNOW_CUDA is on, but ${LibTorch_LIBRARY_DIR} has no libtorch_cuda.so: run "
                        "`sh packaging/setup.sh` on a machine with an NVIDIA GPU, or configure with -DWINNOW_CUDA=OFF.")
endif()
mark_as_advanced(LibTorch_INCLUDE_DIR LibTorch_CPU_LIBRARY LibTorch_C10_LIBRARY)
