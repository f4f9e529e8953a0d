#!/usr/bin/env bash
# scan.sh: Trivy finds no HIGH or CRITICAL vulnerability and no secret in the sources and in the built images.
#
# What is accepted for a while stands in .trivyignore with its reason and its end.
#   --dry-run   print the commands
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/images.bash
source "$root/ci/images.bash"

no_options "$@"
require_tool trivy 'see https://trivy.dev'
cd "$root"

policy=(--severity 'HIGH,CRITICAL' --exit-code 1 --no-progress)
run trivy filesystem --scanners vuln,secret "${policy[@]}" --skip-dirs '**/target' .
for image in "${images[@]}"; do
  run trivy image --scanners vuln,secret "${policy[@]}" --input "$(image_archive "$image")"
done
