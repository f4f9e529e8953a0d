# shellcheck shell=bash
# The two images of a release: where they are built, where they are pushed, and by which digest they are deployed. And by
# which digest the others are. Sourced, never run.
# shellcheck disable=SC2034  # for the steps

readonly images=(weather-api edge-gateway)

# The archive that the build wrote and the tests looked at.
image_archive() {
  say "target/images/$1.tar"
}

require_registry() {
  require_account
  require ECR_REPOSITORY 'the ECR repository of the weather API'
  require IMAGE_TAG 'the build number, the only tag that is pushed'
}

registry() {
  say "$AWS_ACCOUNT_ID.dkr.ecr.$AWS_REGION.amazonaws.com"
}

# ECR_REPOSITORY is the weather API's; the gateway's stands beside it.
image_repository() {
  case $1 in
    weather-api) say "$ECR_REPOSITORY" ;;
    edge-gateway) say "${ECR_REPOSITORY%/*}/edge-gateway" ;;
  esac
}

# One line `NAME DIGEST` for each image that was pushed.
readonly image_digests=$root/target/release/images

# recorded_digest NAME: the digest that was pushed, or the step ends: nothing is deployed by a tag alone.
recorded_digest() {
  local digest
  digest=$(awk -v name="$1" '$1 == name { print $2 }' "$image_digests" 2>/dev/null || true)
  [[ -z "$dry_run" || -n "$digest" ]] || digest='<recorded digest>'
  [[ -n "$digest" ]] || refuse "$image_digests has no digest of $1: push-images.sh writes it"
  say "$digest"
}

# The tag that an image gets beside its build number once production runs it; the registry keeps these for longer.
promotion_tag() {
  say "production-$IMAGE_TAG"
}

# held_digest NAME TAG: the digest that the registry has under the tag.
held_digest() {
  aws ecr describe-images --region "$AWS_REGION" --repository-name "$(image_repository "$1")" \
    --image-ids "imageTag=$2" --query 'imageDetails[0].imageDigest' --output text
}

# locked_digest IMAGE: the digest that ci/images.lock has of an image that others build; nothing while it has none.
locked_digest() {
  awk -v image="$1" '$1 == image && $2 != "-" { print $2 }' "$root/ci/images.lock"
}
