#!/usr/bin/env bash
# resolve-images.sh: fills in the digests that ci/images.lock lacks and pins them in ci/agents.
#
# Needs to reach the registries. A digest that is there stays; to take a newer image, put `-` in its place and run this
# again. Commit what it changes.
#   --dry-run   print what would be asked
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"

no_options "$@"
require_tool skopeo 'see https://github.com/containers/skopeo'
cd "$root"
readonly lock=ci/images.lock

digest_in_registry() {
  local digest
  digest=$(skopeo inspect --no-tags --format '{{.Digest}}' "docker://$1") || fail "no registry answers for $1"
  [[ "$digest" =~ ^sha256:[0-9a-f]{64}$ ]] || fail "$1: '$digest' is no digest"
  say "$digest"
}

resolved=
while read -r image digest; do
  if [[ "$digest" == - ]]; then
    say "resolving $image"
    [[ -n "$dry_run" ]] || digest=$(digest_in_registry "$image")
  fi
  resolved+="$image $digest"$'\n'
done <"$lock"
[[ -z "$dry_run" ]] || exit 0

printf '%s' "$resolved" >"$lock"
while read -r image digest; do
  sed -i -E "s|^( *image: ${image//./\\.})(@sha256:[0-9a-f]{64})?\$|\1@$digest|" ci/agents/*.yaml
done <"$lock"
