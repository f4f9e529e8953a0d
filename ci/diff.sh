#!/usr/bin/env bash
# diff.sh ENVIRONMENT: what a deployment would change, on the terminal and in target/release/ENVIRONMENT/diff.txt; its
# first 200 lines in diff-to-review.txt there, for a dialog.
#
# With the helm-diff plugin it is `helm diff upgrade`; without it, what the API server would make of each object (a
# server-side dry run) against what is there, and by name what would be deleted. No value of a Secret is shown. Before
# the first release everything is new.
#   --dry-run   print the command
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/release.bash
source "$root/ci/release.bash"

take_environment "$@"
describe_release
require_tool helm 'see https://helm.sh'
cd "$root"

# helm-diff hides Secrets' values unless it is told otherwise. The server is asked, or each diff would show a new
# certificate: the chart looks up the one that is there.
by_plugin() {
  run helm diff upgrade "$HELM_RELEASE_NAME" "$HELM_CHART_PATH" "${release[@]}" --allow-unreleased --no-color \
    --dry-run=server
}

# The name of each object in a manifest, such as deployment.apps/weather-api.
object_names() {
  kubectl create --dry-run=client --filename - --output name | LC_ALL=C sort -u
}

by_kubectl() {
  local work status=0
  work=$(mktemp -d)
  # shellcheck disable=SC2064  # now: work is gone when the trap runs
  trap "rm -rf '$work'" EXIT
  helm template "$HELM_RELEASE_NAME" "$HELM_CHART_PATH" "${release[@]}" --no-hooks --is-upgrade --dry-run=server \
    >"$work/new.yaml"
  if ! kubectl get namespace "$namespace" >/dev/null 2>&1; then
    say "the cluster has no namespace $namespace yet: all of this is new"
    object_names <"$work/new.yaml" | sed 's/^/new: /'
    return
  fi
  # Exit code 1 says that there are differences; more than 1 is an error.
  kubectl diff --server-side --force-conflicts --namespace "$namespace" --filename "$work/new.yaml" || status=$?
  ((status <= 1)) || fail "kubectl diff ended with $status"
  history=$(revisions)
  if (($(latest_revision "$history") > 0)); then
    helm get manifest "$HELM_RELEASE_NAME" --namespace "$namespace" | object_names >"$work/old"
    object_names <"$work/new.yaml" >"$work/new"
    LC_ALL=C comm -23 "$work/old" "$work/new" | sed 's/^/deleted: /'
  fi
}

if [[ -n "$dry_run" ]]; then
  by_plugin
  exit
fi
mkdir -p "$record"
{
  say "# $HELM_RELEASE_NAME in $namespace, build $IMAGE_TAG"
  if helm plugin list | grep -q '^diff[[:space:]]'; then by_plugin; else by_kubectl; fi
} | tee "$record/diff.txt"
head -n 200 "$record/diff.txt" >"$record/diff-to-review.txt"
