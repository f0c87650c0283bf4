# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2034,SC2154
# Sourced by the other scripts here: $root (the sources), $cache (downloads every clone shares), say, fail.
root=$(cd "$(dirname "$0")/.." && pwd)
cache=${WINNOW_CACHE:-${XDG_CACHE_HOME:-${HOME:?set HOME or WINNOW_CACHE to a folder for downloads}/.cache}/winnow}

say() { printf '%s\n' "winnow: $*"; }
fail() {
    printf '%s\n' "winnow: $*" >&2
    exit 1
}
