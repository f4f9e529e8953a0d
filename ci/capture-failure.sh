#!/usr/bin/env bash
# capture-failure.sh ENVIRONMENT: writes what a failed release left behind to target/release/ENVIRONMENT/failure.
#
# Helm's status and history; objects, events and descriptions; the logs of every pod, and of its container before a
# restart. No Secret is read. What cannot be had is missing there, and stops nothing: somebody waits for the roll-back.
#   --dry-run   print the commands
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/environment.bash
source "$root/ci/environment.bash"

take_environment "$@"
require_release_name
cd "$root"
readonly evidence=$record/failure

# keep FILE COMMAND…: the command's output; one that fails leaves what an earlier look has kept there.
keep() {
  local file=$evidence/$1
  shift
  if [[ -n "$dry_run" ]]; then
    run "$@"
  elif timeout 60 "$@" >"$file.new" 2>&1; then
    mv "$file.new" "$file"
  else
    say "not captured: $*"
    rm -f "$file.new"
  fi
}

[[ -n "$dry_run" ]] || mkdir -p "$evidence"
keep helm-status.txt helm status "$HELM_RELEASE_NAME" -n "$namespace"
keep helm-history.txt helm history "$HELM_RELEASE_NAME" -n "$namespace"
keep objects.txt kubectl get deployments,replicasets,pods,services,ingresses,hpa,pdb -o wide -n "$namespace"
keep events.txt kubectl get events --sort-by .lastTimestamp -n "$namespace"
keep pods.txt kubectl describe pods -n "$namespace"
pods=$([[ -n "$dry_run" ]] || kubectl get pods -n "$namespace" -o name || true)
for pod in $pods; do
  keep "log-${pod#pod/}.txt" kubectl logs "$pod" --all-containers --tail 2000 -n "$namespace"
  keep "log-${pod#pod/}-before-restart.txt" kubectl logs "$pod" --all-containers --tail 2000 --previous -n "$namespace"
done
say "captured in ${evidence#"$root/"}"
