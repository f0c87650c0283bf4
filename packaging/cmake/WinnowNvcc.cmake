# SPDX-License-Identifier: Apache-2.0
# CUDA's compiler: the toolkit's, or that of the PyPI wheels beside LibTorch's folder (packaging/setup.sh). Sets
# WINNOW_NVCC to whether the plug-in for GPUs can be built; without it all else is. -DWINNOW_NVCC_PROGRAM=OFF leaves it
# out where there is a compiler that does not work.
set(WINNOW_NVCC OFF)
if(NOT CMAKE_CUDA_COMPILER)
    find_program(WINNOW_NVCC_PROGRAM nvcc
        HINTS ENV CUDACXX ENV CUDA_HOME ENV CUDA_PATH PATHS /usr/local/cuda ${WINNOW_LIBTORCH}/../nvcc-13.0.88/nvidia/cu13
        PATH_SUFFIXES bin)
    mark_as_advanced(WINNOW_NVCC_PROGRAM)
    if(WINNOW_NVCC_PROGRAM)
        set(CMAKE_CUDA_COMPILER ${WINNOW_NVCC_PROGRAM})
    endif()
endif()
if(NOT CMAKE_CUDA_COMPILER)
    message(STATUS "No nvcc: kernels of infinite networks are built for the CPU alone")
    return()
endif()
if(NOT CMAKE_CUDA_HOST_COMPILER)
    set(CMAKE_CUDA_HOST_COMPILER ${CMAKE_CXX_COMPILER})
endif()
if(NOT CMAKE_CUDA_ARCHITECTURES)
    set(CMAKE_CUDA_ARCHITECTURES 80)  # what CMake tries nvcc with; the target says its own
endif()
enable_language(CUDA)
if(CMAKE_CUDA_COMPILER_VERSION VERSION_LESS 12.0)
    message(STATUS "nvcc ${CMAKE_CUDA_COMPILER_VERSION} is older than 12.0: kernels of infinite networks are built for the CPU alone")
    return()
endif()
if(NOT DEFINED CMAKE_CUDA20_STANDARD_COMPILE_OPTION)  # CMake 3.25 does not know it
    set(CMAKE_CUDA20_STANDARD_COMPILE_OPTION "-std=c++20")
    set(CMAKE_CUDA20_EXTENSION_COMPILE_OPTION "-std=c++20")
endif()
set(WINNOW_NVCC ON)
message(STATUS "nvcc ${CMAKE_CUDA_COMPILER_VERSION}: kernels of infinite networks are built for GPUs, too")
