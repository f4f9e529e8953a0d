#!/usr/bin/env bash
# push-images.sh: pushes the very archives that were tested, under the build number, and records their digests.
#
# skopeo copies without changing a byte (--preserve-digests), so the digest of the archive is the digest that ECR holds
# and that later stages deploy. No other tag is pushed: tags are immutable.
#   --dry-run   print the commands
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/environment.bash
source "$root/ci/environment.bash"
# shellcheck source=ci/images.bash
source "$root/ci/images.bash"

no_options "$@"
require_registry
require REGISTRY_AUTH_FILE 'the login that login-registry.sh wrote'
require_tool skopeo 'see https://github.com/containers/skopeo'
cd "$root"

digests=
for image in "${images[@]}"; do
  archive=$(image_archive "$image")
  if [[ -z "$dry_run" ]]; then
    [[ -s "$archive" ]] || refuse "$archive is missing: build-images.sh writes it"
    digest=$(skopeo inspect --format '{{.Digest}}' "oci-archive:$archive")
    [[ "$digest" == sha256:* ]] || fail "skopeo finds no digest in $archive"
    digests+="$image $digest"$'\n'
  fi
  run skopeo copy --preserve-digests --authfile "$REGISTRY_AUTH_FILE" \
    "oci-archive:$archive" "docker://$(registry)/$(image_repository "$image"):$IMAGE_TAG"
done
if [[ -z "$dry_run" ]]; then
  mkdir -p "$(dirname "$image_digests")"
  printf '%s' "$digests" | tee "$image_digests"
fi
