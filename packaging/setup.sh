#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# sh packaging/setup.sh [--tests] [--preset NAME]
#
# Installs what Winnow is built from (Debian packages; LibTorch, and on a machine with a GPU and no toolkit nvcc, from PyPI
# into a cache that all clones share) and builds
# the preset NAME (release) into build/NAME, programs in build/NAME/bin. --tests adds what the tests need and builds them.
# Where nothing is missing and nothing changed it only checks, in a second or two.
#
# WINNOW_CACHE  folder for downloads (default: ${XDG_CACHE_HOME:-~/.cache}/winnow)
# WINNOW_JOBS   compilers at a time (default: one per core, and at least 2 GB of memory each)
set -eu
# shellcheck source=packaging/common.sh
. "$(dirname "$0")/common.sh"

tests=
preset=release
while [ $# -gt 0 ]; do
    case $1 in
        --tests) tests=yes ;;
        --preset) shift; preset=${1:?--preset wants a name} ;;
        *) fail "unknown argument '$1'; usage: sh packaging/setup.sh [--tests] [--preset NAME]" ;;
    esac
    shift
done

temporary=
trap '[ -z "$temporary" ] || rm -rf "$temporary"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# ---- Debian packages

asRoot() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

installPackages() {
    wanted=$(sed -n "s/^build  *\([^ ]*\).*/\1/p${tests:+;s/^test  *\([^ ]*\).*/\1/p}" "$root/packaging/debian-packages.txt")
    # shellcheck disable=SC2086  # one word per package
    present=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' $wanted 2>/dev/null | sed -n 's/^.i *//p' || true)
    missing=
    for package in $wanted; do
        printf '%s\n' "$present" | grep -qxF -- "$package" || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        fail "these packages are missing and there is no sudo: as root, run 'apt-get install$missing', then start this again"
    fi
    say "installing Debian packages:$missing"
    asRoot env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 update </dev/null ||
        say "apt-get update failed; going on with the package lists that are here"
    # shellcheck disable=SC2086
    asRoot env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
        install --no-install-recommends $missing </dev/null >"$cache/apt.log" 2>&1 ||
        fail "apt-get could not install$missing: $(grep '^E:' "$cache/apt.log" | tail -n 1) (all of its words: $cache/apt.log); see that the network and the package sources work, then start this again"
}

# ---- LibTorch and the tests' Python packages

needDisk() { # GIGABYTES WHAT-FOR
    free=$(df -Pk "$cache" | awk 'NR == 2 { print int($4 / 1048576) }')
    [ "$free" -ge "$1" ] || fail "$2 needs $1 GB free on the disk of $cache, which has $free GB; free some, or set WINNOW_CACHE to a folder on another disk"
}

# Runs pip with its own words in a log; a person sees its progress bars, and one sentence if it fails.
runPip() { # PIP WHAT ARGUMENTS...
    pip=$1
    what=$2
    shift 2
    log=$cache/pip.log
    status=0
    if [ -t 1 ]; then
        TMPDIR=$temporary "$pip" "$@" 2>"$log" || status=$?
    else
        TMPDIR=$temporary "$pip" -q "$@" >"$log" 2>&1 || status=$?
    fi
    [ "$status" -lt 128 ] || exit "$status"
    [ "$status" = 0 ] || {
        if grep -qiE 'new connection|name resolution|timed out|connection (reset|refused|broken)|proxyerror|sslerror' "$log"; then
            reason="the network does not reach the Python package index"
        else
            reason=$(grep -i error "$log" | tail -n 1 | cut -c 1-300)
        fi
        fail "could not get $what: ${reason:-pip ended with status $status}; when that is put right, start this again (all of pip's words: $log)"
    }
}

python() {
    if [ -x /usr/bin/python3 ]; then
        /usr/bin/python3 "$@"
    else
        python3 "$@"
    fi
}

makeVenv() { # FOLDER
    rm -rf "$1"
    python -m venv "$1" >"$cache/pip.log" 2>&1 || fail "could not make a Python venv in $1 (see $cache/pip.log)"
}

haveGpu() {
    [ -e /dev/nvidia0 ] || { command -v nvidia-smi >/dev/null && nvidia-smi -L >/dev/null 2>&1; }
}

haveNvcc() {
    [ -n "${CUDACXX:-}" ] || command -v nvcc >/dev/null || [ -x "${CUDA_HOME:-/usr/local/cuda}/bin/nvcc" ]
}

# The wheels are downloaded for a fixed Python and platform, so that every machine gets the same files.
downloadWheels() { # WHAT FOLDER REQUIREMENTS...
    what=$1
    folder=$2
    shift 2
    venv=$cache/pip
    "$venv/bin/pip" --version >/dev/null 2>&1 || makeVenv "$venv"
    # shellcheck disable=SC2046  # file names without spaces
    set -- $(printf ' -r %s' "$@")
    for platform in manylinux_2_28 manylinux_2_27 manylinux_2_25 manylinux_2_18 manylinux_2_17 manylinux2014 \
        manylinux_2_12 manylinux2010 manylinux_2_5 manylinux1; do
        set -- "$@" --platform ${platform}_x86_64
    done
    runPip "$venv/bin/pip" "$what" download --disable-pip-version-check --no-cache-dir --no-deps \
        --only-binary=:all: --require-hashes --python-version 3.11 --implementation cp --abi cp311 --abi none \
        -d "$folder" "$@"
}

# LibTorch for the CPU first; the libraries a GPU needs are added to the same folder, file by file, so that a program
# that has it open never misses one.
installLibTorch() {
    libtorch=$cache/libtorch-2.11.0
    gpu=
    if haveGpu; then gpu=yes; fi
    if [ -e "$libtorch/.cpu-complete" ] && { [ -z "$gpu" ] || [ -e "$libtorch/.cuda-complete" ]; }; then
        return 0
    fi
    temporary=$(mktemp -d "$cache/tmp.XXXXXX")
    if [ -n "$gpu" ]; then
        needDisk 8 "LibTorch with its CUDA libraries"
        say "downloading LibTorch 2.11.0 and the CUDA libraries for this machine's GPU (2.4 GB) into $cache"
        (cd "$root/packaging" && downloadWheels "LibTorch 2.11.0" "$temporary/wheels" libtorch.txt libtorch-cuda.txt)
    else
        needDisk 2 "LibTorch"
        say "downloading LibTorch 2.11.0 (540 MB) into $cache"
        (cd "$root/packaging" && downloadWheels "LibTorch 2.11.0" "$temporary/wheels" libtorch.txt)
    fi
    python "$root/packaging/unpack_wheels.py" "$temporary/wheels" "$temporary/libtorch" ${gpu:+--cuda} 2>"$cache/unpack.log" ||
        fail "could not unpack LibTorch: $(tail -n 1 "$cache/unpack.log")"
    touch "$temporary/libtorch/.cpu-complete"
    if [ -e "$libtorch/.cpu-complete" ]; then
        (cd "$temporary/libtorch" && find . -type f) | while IFS= read -r file; do
            [ ! -e "$libtorch/$file" ] || continue
            mkdir -p "$libtorch/$(dirname "$file")"
            mv "$temporary/libtorch/$file" "$libtorch/$file"
        done
    else
        rm -rf "$libtorch"
        mv "$temporary/libtorch" "$libtorch"
    fi
    [ -z "$gpu" ] || touch "$libtorch/.cuda-complete"
    rm -rf "$temporary"
    temporary=
}

# CUDA's compiler, only where there is a GPU to compile for and no toolkit.
installNvcc() {
    nvcc=$cache/nvcc-13.0.88
    if ! haveGpu || haveNvcc || [ -e "$nvcc/.complete" ]; then return 0; fi
    needDisk 1 "CUDA's compiler"
    say "downloading CUDA's compiler for this machine's GPU (100 MB) into $cache"
    temporary=$(mktemp -d "$cache/tmp.XXXXXX")
    (cd "$root/packaging" && downloadWheels "CUDA's compiler" "$temporary/wheels" nvcc.txt)
    python "$root/packaging/unpack_wheels.py" "$temporary/wheels" "$temporary/nvcc" --nvcc 2>"$cache/unpack.log" ||
        fail "could not unpack CUDA's compiler: $(tail -n 1 "$cache/unpack.log")"
    rm -rf "$nvcc"
    mv "$temporary/nvcc" "$nvcc"
    touch "$nvcc/.complete"
    rm -rf "$temporary"
    temporary=
}

installPeers() {
    peers=$(sh "$root/packaging/peers.sh")
    [ ! -e "$peers/.complete" ] || return 0
    needDisk 7 "PyTorch for the tests"
    say "installing NumPy, PyTorch and torchvision for the tests (2 GB) into $peers"
    temporary=$(mktemp -d "$cache/tmp.XXXXXX")
    makeVenv "$peers"
    runPip "$peers/bin/pip" "the Python packages of the tests" install --disable-pip-version-check --no-cache-dir \
        --no-deps --no-compile --only-binary=:all: --require-hashes -r "$root/packaging/peers.txt"
    touch "$peers/.complete"
    rm -rf "$temporary"
    temporary=
}

# ---- build

compilers() {
    cores=$(nproc)
    byMemory=$(awk '/^MemAvailable/ { print int($2 / 2097152) }' /proc/meminfo)
    [ "$byMemory" -ge 1 ] || byMemory=1
    if [ "$byMemory" -lt "$cores" ]; then echo "$byMemory"; else echo "$cores"; fi
}

build() {
    cd "$root"
    folder=build/$preset
    testing=$(sed -n 's/^BUILD_TESTING:BOOL=//p' "$folder/CMakeCache.txt" 2>/dev/null || true)
    # A folder whose tests were once asked for keeps them: turning them off and on would configure anew each time.
    [ -z "$tests" ] || testing=ON
    mkdir -p "$folder"
    cmake --preset "$preset" -DBUILD_TESTING="${testing:-OFF}" -DWINNOW_LIBTORCH="$libtorch" >"$folder/configure.log" 2>&1 || {
        sed -n '/CMake Error/,$p' "$folder/configure.log" >&2
        fail "configuring failed; all of CMake's words are in $folder/configure.log"
    }
    if [ -n "$tests" ]; then target=all; else target=winnow_programs; fi
    # shellcheck disable=SC2086
    cmake --build "$folder" -j "${WINNOW_JOBS:-$(compilers)}" --target $target ||
        fail "the build failed; the compiler's words are above"
}

case $(uname -sm) in
    "Linux x86_64") ;;
    *) fail "Winnow is built for Linux on x86-64 only, and this is $(uname -sm)" ;;
esac
mkdir -p "$cache" 2>/dev/null || fail "cannot make the folder $cache; set WINNOW_CACHE to one that can be written"
[ -w "$cache" ] || fail "cannot write to $cache; set WINNOW_CACHE to a folder that can be written"
exec 9>"$cache/lock"
flock -n 9 || {
    say "waiting for another set-up to finish"
    flock 9
}
rm -rf "$cache"/tmp.*
if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
    installPackages
else
    say "not Debian or Ubuntu: going on without installing the equivalents of packaging/debian-packages.txt"
fi
installLibTorch
installNvcc
[ -z "$tests" ] || installPeers
exec 9>&-
build
say "built: $root/build/$preset/bin"
