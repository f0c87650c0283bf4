#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# sh tests/bench/window/bench.sh [BUILD] [FASHION-MNIST]
#
# How fast the window feels with 60,000 samples, each figure beside its limit. Makes the project the first time (a minute
# or two), in BUILD/bench, from the folder of Fashion-MNIST's files, or where Debian installs them.
set -eu
build=${1:-build/release}
source=${2:-fashion-mnist}
project=$build/bench/window-60000.winnow
if [ ! -e "$project/complete" ]; then
    rm -rf "$project"
    "$build/bin/winnow-engine" import "$project" "$source" --name fashion
    "$build/bin/winnow-engine" train "$project" --dataset fashion --epochs 3
    "$build/bin/winnow-engine" kernel "$project" --run run-1 --scope per-class
    "$build/bin/winnow-engine" cluster "$project" --kernel kernel-1
    "$build/bin/winnow-engine" embed "$project" --kernel kernel-1
    touch "$project/complete"
fi
exec xvfb-run -a -s "-screen 0 1600x1000x24" env LIBGL_ALWAYS_SOFTWARE=1 "$build/bench/bench_window" "$project"
