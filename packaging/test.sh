#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# sh packaging/test.sh
#
# Sets up as setup.sh does, with what the tests need, then runs: the tests of store, jobs and data under the address and
# undefined-behaviour sanitizers; a configuration without Qt; and, last, every test. With CI=true in the environment the
# preset is ci (warnings are errors, each header compiles alone), else release, so that run.sh's build is used again.
set -eu
# shellcheck source=packaging/common.sh
. "$(dirname "$0")/common.sh"
cd "$root"
preset=release
[ "${CI:-}" != true ] || preset=ci

sh packaging/setup.sh --tests --preset "$preset"
libtorch=$(sed -n 's/^WINNOW_LIBTORCH:PATH=//p' "build/$preset/CMakeCache.txt")
WINNOW_PEER_PYTHON=$(sh packaging/peers.sh)/bin/python
export WINNOW_PEER_PYTHON
jobs=${WINNOW_JOBS:-$(nproc)}

quietly() { # LOG COMMAND...: its words only if it fails
    log=$1
    shift
    "$@" >"$log" 2>&1 || {
        tail -n 200 "$log" >&2
        fail "failed: $*"
    }
}

if [ "$preset" = ci ]; then
    say "each header alone"
    quietly build/ci/headers.log cmake --build --preset ci -j "$jobs"
fi

say "sanitizers over store, jobs and data"
mkdir -p build/asan build/no-qt
quietly build/asan/build.log cmake --preset asan -DWINNOW_LIBTORCH="$libtorch"
quietly build/asan/build.log cmake --build --preset asan -j "$jobs"
ctest --preset asan -j "$jobs" --quiet -O build/asan/tests.log || {
    cat build/asan/tests.log
    fail "tests failed under the sanitizers"
}
say "$(grep 'tests passed' build/asan/tests.log) under the sanitizers"

quietly build/no-qt/configure.log cmake --preset release -B build/no-qt -DWINNOW_LIBTORCH="$libtorch" \
    -DWINNOW_GUI=OFF -DBUILD_TESTING=OFF -DCMAKE_DISABLE_FIND_PACKAGE_Qt6=ON
say "configures without Qt"

say "every test"
ctest --preset "$preset" -j "$jobs"
