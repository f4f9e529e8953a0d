#!/usr/bin/env bash
# verify-release.sh ENVIRONMENT: the release is deployed, and what runs is what was built.
#
# Shows Helm's status, list and history and the pods, autoscalers, budgets and ingresses. Then waits, for at most
# VERIFY_PATIENCE (300 seconds), until both deployments have the ready pods that their autoscaler asks for at least, and
# every pod runs the recorded digest and has never restarted. POLL_SECONDS (5) is between two looks.
#   --dry-run   print the commands
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/release.bash
source "$root/ci/release.bash"

take_environment "$@"
require_release_name
require_tool helm 'see https://helm.sh'
require_tool kubectl 'see https://kubernetes.io'
cd "$root"
readonly patience=${VERIFY_PATIENCE:-300} pause=${POLL_SECONDS:-5}

run helm status "$HELM_RELEASE_NAME" -n "$namespace"
run helm list -n "$namespace"
run helm history "$HELM_RELEASE_NAME" -n "$namespace"
for image in "${images[@]}"; do
  run kubectl get pods -l "app=$image" -n "$namespace"
done
run kubectl get hpa weather-api-hpa -n "$namespace"
run kubectl get hpa,pdb,ingress -n "$namespace"
[[ -z "$dry_run" ]] || exit 0

history=$(revisions)
latest=$(latest_revision "$history")
status=$(status_of_revision "$history" "$latest")
[[ "$status" == deployed ]] || fail "revision $latest is '$status', expected deployed"

# How many pods the deployment must have: its autoscaler's minimum, or its own replicas where nothing scales it.
wanted_pods() {
  local minimum
  minimum=$(kubectl get hpa -n "$namespace" \
    --output jsonpath="{.items[?(@.spec.scaleTargetRef.name=='$1')].spec.minReplicas}")
  say "${minimum:-$(kubectl get deployment "$1" -n "$namespace" --output jsonpath='{.spec.replicas}')}"
}

# One line `POD IMAGE READY RESTARTS` for each pod of the deployment.
pods_of() {
  kubectl get pods -l "app=$1" -n "$namespace" --output \
    jsonpath='{range .items[*]}{.metadata.name} {.status.containerStatuses[0].imageID} {.status.containerStatuses[0].ready} {.status.containerStatuses[0].restartCount}{"\n"}{end}'
}

# What is still missing, or nothing. A pod of before that has not gone yet counts as missing.
missing_of() {
  local wanted=$2 digest=$3
  pods_of "$1" | awk -v wanted="$wanted" -v digest="$digest" '
    NF == 0 { next }
    NF != 4 { print $1 " has not started"; next }
    $4 > 0 { print $1 " has restarted " $4 " times"; next }
    index($2, digest) == 0 { print $1 " runs " $2; next }
    $3 == "true" { ready++ }
    END { if (ready < wanted) print ready + 0 " of " wanted " pods are ready" }'
}

deadline=$((SECONDS + patience))
for image in "${images[@]}"; do
  digest=$(recorded_digest "$image")
  wanted=$(wanted_pods "$image")
  while true; do
    missing=$(missing_of "$image" "$wanted" "$digest")
    [[ -n "$missing" ]] || break
    ((SECONDS < deadline)) || fail "$image after $patience seconds: $(tr '\n' ';' <<<"$missing")"
    sleep "$pause"
  done
  say "$image: at least $wanted pods are ready, all run $digest, none has restarted"
done
