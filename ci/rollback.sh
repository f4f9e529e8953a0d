#!/usr/bin/env bash
# rollback.sh ENVIRONMENT: after a failed release, what served before serves again, and it says which revision that is.
#
# Acts only on what this build has deployed, and only where Helm has not gone back by itself. After a failed first
# release there is nothing to go back to: what it left is uninstalled.
#   --dry-run   print the command
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/release.bash
source "$root/ci/release.bash"

take_environment "$@"
require_release_name
require_tool helm 'see https://helm.sh'
cd "$root"

if [[ -n "$dry_run" ]]; then
  run helm rollback "$HELM_RELEASE_NAME" -n "$namespace" --wait --timeout 10m
  exit
fi
if [[ ! -f "$record/revision-before" ]]; then
  say "this build has not deployed to $environment: nothing to roll back"
  exit
fi

before=$(cat "$record/revision-before")
history=$(revisions)
latest=$(latest_revision "$history")
if ((latest == 0)); then
  say "no release is left in $namespace, as before this build"
elif ((before == 0)); then
  say 'the first release has failed: there is nothing to roll back to'
  run helm uninstall "$HELM_RELEASE_NAME" -n "$namespace" --wait
elif ((latest == before)); then
  say "Helm changed nothing: revision $before serves"
elif awk -v latest="$latest" '$1 == latest && $2 == "deployed" && /Rollback to [0-9]+$/ { found = 1 } END { exit !found }' \
  <<<"$history"; then
  say "Helm has rolled back by itself: revision $latest serves, a copy of revision $before"
else
  run helm rollback "$HELM_RELEASE_NAME" "$before" -n "$namespace" --wait --timeout 10m
  history=$(revisions)
  say "rolled back: revision $(serving_revision "$history") serves, a copy of revision $before"
fi
