#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Prints the folder of the venv with the tests' Python packages: one per Python version and contents of peers.txt.
set -eu
# shellcheck source=packaging/common.sh
. "$(dirname "$0")/common.sh"
python=/usr/bin/python3
[ -x $python ] || python=python3
version=$($python -c 'import sys; print("%d.%d" % sys.version_info[:2])')
contents=$(sha256sum <"$root/packaging/peers.txt" | cut -c 1-12)
printf '%s\n' "$cache/peers-$version-$contents"
