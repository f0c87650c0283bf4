#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# sh packaging/run.sh [--command-line] [FOLDER]
#
# Sets up and builds what is missing, then opens the window, which offers the built-in set and Fashion-MNIST. Where there is
# no display, or with --command-line, it runs the same main job as commands: on the built-in set, whose answers are known,
# and on 10,000 images of Fashion-MNIST. Projects and exports go to FOLDER (default: ./winnow-demo). Ctrl-C stops it;
# started again, it goes on where it was, and steps that are done are not done again.
set -eu
# shellcheck source=packaging/common.sh
. "$(dirname "$0")/common.sh"
window=yes
if [ "${1:-}" = --command-line ]; then
    window=
    shift
fi
folder=${1:-winnow-demo}
sh "$root/packaging/setup.sh"
engine=$root/build/release/bin/winnow-engine
if [ -n "$window" ] && [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    say "opening the window ('sh packaging/run.sh --command-line' runs the same job as commands)"
    exec "$root/build/release/bin/winnow"
fi
mkdir -p "$folder" || fail "cannot make the folder $folder; name another one: sh packaging/run.sh FOLDER"
folder=$(cd "$folder" && pwd)

# The engine gets Ctrl-C as well, ends in order and says so; this script only has to wait for it.
trap : INT

run() { # COMMAND...
    code=0
    "$@" || code=$?
    case $code in
        0) ;;
        3) say "stopped; 'sh packaging/run.sh' with the same folder goes on from here"; exit 3 ;;
        *) say "this step failed: $*" >&2; exit "$code" ;;
    esac
}

step() { # TITLE KIND NAME VERB ARGUMENTS...
    title=$1
    kind=$2
    name=$3
    shift 3
    verb=$1
    shift
    if [ -d "$project" ] && "$engine" list "$project" "$kind" --json | grep -q "\"name\": *\"$name\""; then
        say "$title: done before"
    else
        say "$title: winnow-engine $verb $project $*"
        run "$engine" "$verb" "$project" "$@" --name "$name"
    fi
}

export_() { # FOLDER FORMAT
    if [ -e "$1/winnow.json" ]; then
        say "export as $2: done before"
    else
        say "export as $2: $1"
        run "$engine" export "$project" --selection pruned --to "$1" --format "$2"
    fi
}

say "1 of 2: the built-in set, whose answers are known"
run "$engine" demo "$folder/planted.winnow"

say "2 of 2: Fashion-MNIST, 10,000 training and 10,000 test images"
project=$folder/fashion-mnist.winnow
step "import" dataset fashion import fashion-mnist --limit 10000
step "train LeNet-5" run lenet train --dataset fashion --model lenet5 --epochs 15
step "how samples act on each other" kernel lpntk kernel --run lenet --kind lpntk
step "cluster" cluster clusters cluster --kernel lpntk
step "select" selection pruned select --method lpntk-pipeline --cluster clusters
export_ "$folder/fashion-mnist-pruned-npz" npz
export_ "$folder/fashion-mnist-pruned-folder" folder

say "done. Projects and exports are in $folder:"
ls -1 "$folder"
say "look further with: $engine list $project"
