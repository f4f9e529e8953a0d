#!/usr/bin/env bash
# watch-rollout.sh ENVIRONMENT: keeps, until it is ended, what a roll-out says in target/release/ENVIRONMENT/failure.
#
# A failed roll-out takes itself back and its pods with it; their logs would be gone when somebody asks. So every
# WATCH_SECONDS (15) the events and the logs of pods that are not ready are written, one file a pod.
#   --dry-run   print what is asked, once
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/environment.bash
source "$root/ci/environment.bash"

take_environment "$@"
require_tool kubectl 'see https://kubernetes.io'
cd "$root"
readonly evidence=$record/failure
# shellcheck disable=SC2016  # kubectl's template language
readonly not_ready='{{range .items}}{{$pod := .metadata.name}}{{range .status.containerStatuses}}{{if not .ready}}{{$pod}}{{"\n"}}{{end}}{{end}}{{end}}'

# A log that cannot be had does not take the place of one that could.
keep_log() {
  local pod=$1 file=$evidence/$2
  shift 2
  if kubectl logs "$pod" --namespace "$namespace" --all-containers --tail 500 "$@" >"$file.new" 2>/dev/null; then
    mv "$file.new" "$file"
  else
    rm -f "$file.new"
  fi
}

if [[ -n "$dry_run" ]]; then
  run kubectl get events --namespace "$namespace" --sort-by .lastTimestamp
  run kubectl get pods --namespace "$namespace" --output "go-template=$not_ready"
  exit
fi

mkdir -p "$evidence"
while true; do
  kubectl get events --namespace "$namespace" --sort-by .lastTimestamp >"$evidence/events-during-rollout.txt" 2>&1 || true
  for pod in $(kubectl get pods --namespace "$namespace" --output "go-template=$not_ready" 2>/dev/null); do
    keep_log "$pod" "log-$pod.txt"
    keep_log "$pod" "log-$pod-before-restart.txt" --previous
  done
  sleep "${WATCH_SECONDS:-15}"
done
