#!/usr/bin/env bash
# await-scan.sh: ECR holds what was pushed, has scanned it, and found nothing HIGH or CRITICAL.
#
# The digest that ECR has under the build number must be the recorded one. ECR scans on push; where it did not, the scan
# is started here. A scan that fails or does not end counts as a finding: nothing unscanned is deployed.
# SCAN_PATIENCE (600 seconds) bounds the wait, POLL_SECONDS (10) is between two questions.
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
readonly patience=${SCAN_PATIENCE:-600} pause=${POLL_SECONDS:-10}

verify_digest() {
  local expected held
  expected=$(recorded_digest "$1")
  held=$(held_digest "$1" "$IMAGE_TAG")
  [[ "$held" == "$expected" ]] || fail "$1: ECR holds $held under $IMAGE_TAG, the build pushed $expected"
}

# The state of the scan and the counts so far: `COMPLETE 0 2` is no critical and two high findings. A severity without
# findings has no count.
# shellcheck disable=SC2016  # JMESPath's backticks
readonly state_and_counts='[imageScanStatus.status, imageScanFindings.findingSeverityCounts.CRITICAL || `0`,
  imageScanFindings.findingSeverityCounts.HIGH || `0`]'

scan_of() {
  local answer
  if ! answer=$(aws ecr describe-image-scan-findings --region "$AWS_REGION" \
    --repository-name "$(image_repository "$1")" --image-id "imageDigest=$2" \
    --query "$state_and_counts" --output text 2>&1); then
    [[ "$answer" == *ScanNotFoundException* ]] || fail "$1: $answer"
    aws ecr start-image-scan --region "$AWS_REGION" --repository-name "$(image_repository "$1")" \
      --image-id "imageDigest=$2" >/dev/null
    answer='PENDING 0 0'
  fi
  tr '\t' ' ' <<<"$answer"
}

await_scan() {
  local digest deadline answer state critical high
  digest=$(recorded_digest "$1")
  deadline=$((SECONDS + patience))
  while true; do
    answer=$(scan_of "$1" "$digest")
    read -r state critical high <<<"$answer"
    case $state in
      COMPLETE | ACTIVE) break ;;
      IN_PROGRESS | PENDING) ;;
      *) fail "$1: ECR's scan ended as $state" ;;
    esac
    ((SECONDS < deadline)) || fail "$1: ECR's scan did not end within $patience seconds"
    sleep "$pause"
  done
  say "$1: ECR found $critical critical and $high high vulnerabilities"
  ((critical + high == 0)) || fail "$1: not deployed with these findings"
}

for image in "${images[@]}"; do
  if [[ -n "$dry_run" ]]; then
    run aws ecr describe-images --repository-name "$(image_repository "$image")" --image-ids "imageTag=$IMAGE_TAG"
    run aws ecr describe-image-scan-findings --repository-name "$(image_repository "$image")"
  else
    verify_digest "$image"
    await_scan "$image"
  fi
done
