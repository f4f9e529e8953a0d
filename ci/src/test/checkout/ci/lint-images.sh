#!/usr/bin/env bash
# Stands in for the image lint.
set -euo pipefail
# shellcheck source=ci/src/test/stubs/stub.bash
source "$STUBS/stub.bash"

fail_if_wanted
