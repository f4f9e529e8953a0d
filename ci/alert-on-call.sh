#!/usr/bin/env bash
# alert-on-call.sh ENVIRONMENT: tells whoever is on call that a release failed, through the environment's alarm topic.
#
#   --dry-run   print the command
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/environment.bash
source "$root/ci/environment.bash"

take_environment "$@"
require_account
require IMAGE_TAG 'the build number'
require BUILD_URL 'the page of the build'
require_tool aws 'install the AWS CLI'

run aws sns publish --region "$AWS_REGION" --topic-arn "$(alarm_topic_arn)" \
  --subject "Max Weather: release $IMAGE_TAG to $environment failed" \
  --message "Build $IMAGE_TAG did not reach $environment. What served before should serve again: check it.
Build: $BUILD_URL
Runbook: docs/runbooks/failed-release.md"
