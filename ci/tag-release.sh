#!/usr/bin/env bash
# tag-release.sh: tags the released commit with v${BUILD_NUMBER} and pushes the tag.
#
# Done again for the same commit it changes nothing; a tag that names another commit is never moved.
#   --dry-run   print the commands
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"

no_options "$@"
require BUILD_NUMBER 'the build number'
require GIT_COMMIT 'the released commit'
require_tool git 'install git'
cd "$root"
readonly tag=v$BUILD_NUMBER

# An agent's checkout has no tags.
run git fetch --quiet origin 'refs/tags/v*:refs/tags/v*'
tagged=$([[ -n "$dry_run" ]] || git rev-parse --quiet --verify "refs/tags/$tag^{commit}" || true)
[[ -z "$tagged" || "$tagged" == "$GIT_COMMIT" ]] || fail "$tag already names $tagged"
if [[ -z "$tagged" ]]; then
  run git -c user.name=Jenkins -c user.email=jenkins@kwangle.weather \
    tag --annotate "$tag" --message "Release $BUILD_NUMBER" "$GIT_COMMIT"
fi
run git push origin "refs/tags/$tag"
