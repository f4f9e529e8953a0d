#!/usr/bin/env bash
# Stands in for cfn-lint, which comes from PyPI.
set -euo pipefail
# shellcheck source=ci/src/test/stubs/stub.bash
source "$STUBS/stub.bash"

[[ $# == 0 ]] || unexpected 'arguments'
fail_if_wanted
