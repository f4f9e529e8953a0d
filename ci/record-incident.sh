#!/usr/bin/env bash
# record-incident.sh ENVIRONMENT: opens an OpsItem in AWS Systems Manager for a failed release.
#
# Run twice for one build, it stays one OpsItem: the deduplication string names environment and build.
#   --dry-run   print the command
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/environment.bash
source "$root/ci/environment.bash"

take_environment "$@"
require_account
require IMAGE_TAG 'the build number'
require GIT_COMMIT 'the commit of this build'
require BUILD_URL 'the page of the build'
require_tool aws 'install the AWS CLI'

# High in production, medium in staging.
case $environment in
  staging) severity=3 ;;
  production) severity=2 ;;
esac
operational_data=$(printf '{"/aws/dedup":{"Type":"SearchableString","Value":"{\\"dedupString\\":\\"%s\\"}"},' \
  "$names-release-$IMAGE_TAG")
operational_data+=$(printf '"build":{"Type":"SearchableString","Value":"%s"},' "$BUILD_URL")
operational_data+=$(printf '"commit":{"Type":"SearchableString","Value":"%s"},' "$GIT_COMMIT")
operational_data+='"runbook":{"Type":"String","Value":"docs/runbooks/failed-release.md"}}'

ops_item=(
  aws ssm create-ops-item --region "$AWS_REGION" --source 'Max Weather pipeline'
  --category Availability --severity "$severity"
  --title "Release $IMAGE_TAG to $environment failed"
  --description "Build $BUILD_URL of commit $GIT_COMMIT did not reach $environment. Runbook: docs/runbooks/failed-release.md"
  --operational-data "$operational_data"
)
if [[ -n "$dry_run" ]]; then
  run "${ops_item[@]}"
else
  answer=$("${ops_item[@]}" 2>&1) || [[ "$answer" == *OpsItemAlreadyExists* ]] || fail "no OpsItem: $answer"
  say "$answer"
fi
