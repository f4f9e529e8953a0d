#!/usr/bin/env bash
# deploy.sh ENVIRONMENT: brings the environment to this build, or leaves it as it was.
#
# One Helm upgrade that waits for every object and takes itself back when that fails. Before it, the namespace is made
# to enforce restricted Pod Security, and a release that an interrupted deployment left pending is brought back to what
# serves. While it runs, watch-rollout.sh keeps what pods say that the way back will delete. What served before stands
# in target/release/ENVIRONMENT/revision-before: rollback.sh needs it.
#   --dry-run   print the commands
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/release.bash
source "$root/ci/release.bash"

take_environment "$@"
describe_release
require GIT_COMMIT 'the commit of this build'
require_tool helm 'see https://helm.sh'
require_tool kubectl 'see https://kubernetes.io'
cd "$root"

prepare_namespace() {
  if [[ -n "$dry_run" ]] || ! kubectl get namespace "$namespace" >/dev/null 2>&1; then
    run kubectl create namespace "$namespace"
  fi
  run kubectl label namespace "$namespace" --overwrite \
    pod-security.kubernetes.io/enforce=restricted \
    pod-security.kubernetes.io/warn=restricted \
    pod-security.kubernetes.io/audit=restricted
}

# Helm refuses to touch a release that is pending. Only this pipeline deploys, one build at a time, so whatever left it
# pending is gone.
settle_pending_release() {
  local latest serving status
  latest=$(latest_revision "$1")
  serving=$(serving_revision "$1")
  status=$(status_of_revision "$1" "$latest")
  case $status in
    pending-*)
      say "revision $latest is $status: an earlier deployment was interrupted"
      if ((serving > 0)); then
        run helm rollback "$HELM_RELEASE_NAME" "$serving" --namespace "$namespace" --wait --timeout "$deploy_timeout"
      else
        run helm uninstall "$HELM_RELEASE_NAME" --namespace "$namespace" --wait
      fi
      ;;
    uninstalling)
      fail "the release is being uninstalled: see docs/runbooks/failed-release.md"
      ;;
  esac
}

case $environment in
  staging) deploy_timeout=10m ;;
  production) deploy_timeout=15m ;;
esac

prepare_namespace
history=$(revisions)
settle_pending_release "$history"
history=$(revisions)
if [[ -z "$dry_run" ]]; then
  mkdir -p "$record"
  serving_revision "$history" >"$record/revision-before"
  chart_digest >"$record/chart.sha256"
  # In a group of its own, so that what it runs ends with it.
  set -m
  "$root/ci/watch-rollout.sh" "$environment" >/dev/null 2>&1 &
  set +m
  # shellcheck disable=SC2064  # now: the process that was just started
  trap "{ kill -- -$! && wait $!; } 2>/dev/null || true" EXIT
fi

flag=$(rollback_flag)
run helm upgrade --install "$HELM_RELEASE_NAME" "$HELM_CHART_PATH" --create-namespace "${release[@]}" \
  --description "build $IMAGE_TAG, commit ${GIT_COMMIT:0:12}" \
  --wait --timeout "$deploy_timeout" "$flag" ||
  fail "the deployment to $environment failed"
