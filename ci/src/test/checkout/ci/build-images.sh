#!/usr/bin/env bash
# Stands in for the image build: each archive holds nothing but its digest.
set -euo pipefail
# shellcheck source=ci/src/test/stubs/stub.bash
source "$STUBS/stub.bash"

fail_if_wanted
mkdir -p target/images
printf 'sha256:%s\n' "$(printf 'a%.0s' {1..64})" >target/images/weather-api.tar
printf 'sha256:%s\n' "$(printf 'b%.0s' {1..64})" >target/images/edge-gateway.tar
