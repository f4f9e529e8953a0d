#!/usr/bin/env bash
# notify.sh OUTCOME: tells the team in Slack how a build ended. OUTCOME is Jenkins' word: SUCCESS, UNSTABLE, FAILURE, ABORTED.
#
# SLACK_WEBHOOK_URL is a secret: curl reads it from standard input, and it is in no log.
#   --dry-run   print the message only
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"

outcome=
for argument in "$@"; do
  case $argument in
    SUCCESS | UNSTABLE | FAILURE | ABORTED) outcome=$argument ;;
    *) no_options "$argument" ;;
  esac
done
[[ -n "$outcome" ]] || refuse 'no outcome: expected SUCCESS, UNSTABLE, FAILURE or ABORTED'
require BUILD_NUMBER 'the build number'
require BUILD_URL 'the page of the build'
require BRANCH_NAME 'the branch'

message="$(json_string "Max Weather: build $BUILD_NUMBER of $BRANCH_NAME ended as $outcome. $BUILD_URL")"
if [[ -n "$dry_run" ]]; then
  say "$message"
  exit
fi
require SLACK_WEBHOOK_URL 'the webhook of the team channel'
require_tool curl 'install curl'
curl --silent --show-error --fail --max-time 20 --output /dev/null --header 'Content-Type: application/json' \
  --data "{\"text\":$message}" --config - <<<"url = \"$SLACK_WEBHOOK_URL\"" || fail 'Slack did not take the message'
say "told Slack: $outcome"
