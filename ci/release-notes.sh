#!/usr/bin/env bash
# release-notes.sh: prints the notes of this release: what changed since the last one, what was deployed, who approved.
#
# They go to the terminal and to target/release/notes.md. APPROVED_BY may name who approved.
#   --dry-run   print the commands that would be asked
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/environment.bash
source "$root/ci/environment.bash"
# shellcheck source=ci/images.bash
source "$root/ci/images.bash"

no_options "$@"
require BUILD_NUMBER 'the build number'
require BUILD_URL 'the page of the build'
require GIT_COMMIT 'the released commit'
require_release_name
require_tool git 'install git'
require_tool helm 'see https://helm.sh'
cd "$root"

# An agent's checkout has no tags.
run git fetch --quiet origin 'refs/tags/v*:refs/tags/v*'
if [[ -n "$dry_run" ]]; then
  run git describe --tags --abbrev=0 --match 'v[0-9]*' "$GIT_COMMIT^"
  run git log --no-merges --format='- %s (%h)' "$GIT_COMMIT"
  run helm history "$HELM_RELEASE_NAME" -n weather-production
  exit
fi

changes=$GIT_COMMIT
since='the first release'
if previous=$(git describe --tags --abbrev=0 --match 'v[0-9]*' "$GIT_COMMIT^" 2>/dev/null); then
  changes=$previous..$GIT_COMMIT
  since="since $previous"
fi
mkdir -p target/release
{
  say "# Max Weather v$BUILD_NUMBER"
  say
  say "Commit $GIT_COMMIT, [build $BUILD_NUMBER]($BUILD_URL), approved by ${APPROVED_BY:-nobody that the build knows of}."
  say
  say '## Images'
  for image in "${images[@]}"; do
    digest=$(recorded_digest "$image")
    say "- $image \`$digest\`"
  done
  say
  say "## Changes, $since"
  git log --no-merges --format='- %s (%h)' "$changes"
  say
  say '## Helm history of production'
  say '```'
  helm history "$HELM_RELEASE_NAME" -n weather-production
  say '```'
} | tee target/release/notes.md
