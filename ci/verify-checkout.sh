#!/usr/bin/env bash
# verify-checkout.sh: is what lies here the commit of the branch that the build is said to be of?
#
# The work tree is at GIT_COMMIT with nothing changed, that commit belongs to BRANCH_NAME, and the Jenkinsfile and the
# chart are there. A pull request (CHANGE_ID is set) may be a merge that no branch holds: then the commit alone counts.
#   --dry-run   say what would be asked
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"

no_options "$@"
require GIT_COMMIT 'the commit to build'
require BRANCH_NAME 'the branch to build'
require HELM_CHART_PATH 'the folder of the chart'
require_tool git 'install git'
cd "$root"

if [[ -n "$dry_run" ]]; then
  run git rev-parse HEAD
  run git status --porcelain
  run git merge-base --is-ancestor "$GIT_COMMIT" "origin/$BRANCH_NAME"
  exit
fi

head=$(git rev-parse HEAD)
[[ "$head" == "$GIT_COMMIT" ]] || fail "the work tree is at $head, expected $GIT_COMMIT"
changed=$(git status --porcelain)
[[ -z "$changed" ]] || fail "the work tree differs from the commit: $(head -n 1 <<<"$changed")"
if [[ -z "${CHANGE_ID:-}" ]]; then
  git merge-base --is-ancestor "$GIT_COMMIT" "origin/$BRANCH_NAME" || fail "$GIT_COMMIT is not on branch $BRANCH_NAME"
fi
for file in Jenkinsfile "$HELM_CHART_PATH/Chart.yaml"; do
  [[ -f "$file" ]] || fail "$file is missing from the checkout"
done
say "checked out: $BRANCH_NAME at $GIT_COMMIT"
