# SPDX-License-Identifier: Apache-2.0
# LibTorch as it lies in the PyPI wheel: imports libtorch_cpu.so and libc10.so and nothing else, so that neither a CUDA
# toolkit nor Debian's own older LibTorch is looked at. Set WINNOW_LIBTORCH to the folder that holds `torch/`.
#
# Result: LibTorch::LibTorch, LibTorch_VERSION, LibTorch_LIBRARY_DIR.
set(WINNOW_LIBTORCH "" CACHE PATH "Folder that holds the unpacked wheel (torch/lib, torch/include)")
if(NOT WINNOW_LIBTORCH AND DEFINED ENV{WINNOW_LIBTORCH})
    set(WINNOW_LIBTORCH $ENV{WINNOW_LIBTORCH})
endif()
set(root ${WINNOW_LIBTORCH}/torch)
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
mark_as_advanced(LibTorch_INCLUDE_DIR LibTorch_CPU_LIBRARY LibTorch_C10_LIBRARY)
