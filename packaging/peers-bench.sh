#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# sh packaging/peers-bench.sh [NAME]
#
# Prints the folder of the venv with the Python packages a bench compares with (peers-NAME.txt: bench, for
# tests/bench/findings, or infinite) and makes it first where it is missing: one per Python version and contents of that
# file, in the cache that all clones share.
set -eu
# shellcheck source=packaging/common.sh
. "$(dirname "$0")/common.sh"
name=${1:-bench}
list=$root/packaging/peers-$name.txt
[ -e "$list" ] || fail "there is no list of Python packages $list"
python=/usr/bin/python3
[ -x $python ] || python=python3
version=$($python -c 'import sys; print("%d.%d" % sys.version_info[:2])')
contents=$(sha256sum <"$list" | cut -c 1-12)
folder=$cache/peers-$name-$version-$contents

mkdir -p "$cache" 2>/dev/null || fail "cannot make the folder $cache; set WINNOW_CACHE to one that can be written"
exec 9>"$cache/peers-$name.lock"
flock 9
if [ ! -e "$folder/.complete" ]; then
    say "installing the Python packages of peers-$name.txt (some 300 MB) into $folder" >&2
    rm -rf "$folder"
    log=$cache/peers-$name.log
    $python -m venv "$folder" >"$log" 2>&1 || fail "could not make a Python venv in $folder (see $log)"
    "$folder/bin/pip" -q install --disable-pip-version-check --no-cache-dir --no-deps --no-compile --only-binary=:all: \
        --require-hashes -r "$list" >"$log" 2>&1 ||
        fail "could not get the packages of peers-$name.txt: $(grep -i error "$log" | tail -n 1 | cut -c 1-300) (all of pip's words: $log)"
    touch "$folder/.complete"
fi
printf '%s\n' "$folder"
