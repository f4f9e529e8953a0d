#!/usr/bin/env bash
# promote-images.sh: marks the images that production runs, so that the registry keeps them.
#
# Each gets the tag production-BUILD beside its build number. The registry counts images with such a tag for themselves:
# however many builds follow, what production runs can be pulled, and what it ran before can be gone back to. The tag goes to
# the recorded digest; done again it changes nothing, and a tag that names another image is never moved.
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
require_tool aws 'install the AWS CLI'
cd "$root"
tag=$(promotion_tag)
readonly tag

# ECR has no call that adds a tag: the same manifest is put again under the new one, and ECR compares it with the digest.
promote() {
  local image=$1 repository digest found manifest answer held
  repository=$(image_repository "$image")
  digest=$(recorded_digest "$image")
  found=$(aws ecr batch-get-image --region "$AWS_REGION" --repository-name "$repository" \
    --image-ids "imageDigest=$digest" --query 'images[0].[imageManifestMediaType, imageManifest]' --output text)
  manifest=${found#*$'\t'}
  [[ "$manifest" == '{'* ]] || fail "$image: ECR does not hold $digest"
  if ! answer=$(aws ecr put-image --region "$AWS_REGION" --repository-name "$repository" --image-tag "$tag" \
    --image-digest "$digest" --image-manifest-media-type "${found%%$'\t'*}" --image-manifest "$manifest" 2>&1); then
    [[ "$answer" == *AlreadyExistsException* ]] || fail "$image: $answer"
    held=$(held_digest "$image" "$tag")
    [[ "$held" == "$digest" ]] || fail "$image: $tag already names $held"
  fi
  say "$image: $digest is $tag"
}

for image in "${images[@]}"; do
  if [[ -n "$dry_run" ]]; then
    run aws ecr batch-get-image --repository-name "$(image_repository "$image")"
    run aws ecr put-image --repository-name "$(image_repository "$image")" --image-tag "$tag"
  else
    promote "$image"
  fi
done
