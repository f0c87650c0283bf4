# SPDX-License-Identifier: Apache-2.0
"""Unpacks from wheels only what a C++ program needs of LibTorch.

unpack_wheels.py FOLDER_OF_WHEELS DESTINATION [--cuda | --nvcc]

Keeps headers, the CPU libraries, with --cuda also those that need a GPU, with --nvcc a compiler for it, and every licence
text.
"""
import fnmatch
import pathlib
import sys
import zipfile

CPU = ["torch/version.py", "torch/include/*", "torch/lib/libtorch_cpu.so", "torch/lib/libc10.so",
       "torch/lib/libgomp.so.1", "nvidia/*/lib/*", "*.dist-info/METADATA", "*.dist-info/*LICENSE*",
       "*.dist-info/*NOTICE*", "*.dist-info/*License*"]
NVCC = ["nvidia/*/bin/*", "nvidia/*/nvvm/*", "nvidia/*/include/*", "nvidia/*/lib/*"]
PROGRAMS = ["nvidia/*/bin/*", "nvidia/*/nvvm/bin/*"]
CUDA = ["torch/lib/libtorch_cuda*.so", "torch/lib/libc10_cuda.so", "torch/lib/libtorch_nvshmem.so",
        "torch/lib/libcaffe2_nvrtc.so"]


def main() -> None:
    wheels, destination = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    wanted = CPU + (CUDA if "--cuda" in sys.argv[3:] else []) + (NVCC if "--nvcc" in sys.argv[3:] else [])
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            names = [n for n in archive.namelist()
                     if not n.endswith("/") and any(fnmatch.fnmatchcase(n, w) for w in wanted)]
            archive.extractall(destination, names)
            for name in names:  # a wheel's archive does not say what may be run
                if any(fnmatch.fnmatchcase(name, p) for p in PROGRAMS):
                    (destination / name).chmod(0o755)


if __name__ == "__main__":
    main()
