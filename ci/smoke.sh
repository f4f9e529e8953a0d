#!/usr/bin/env bash
# smoke.sh ENVIRONMENT: the release answers as it should.
#
# Runs the chart's own tests inside the cluster. Where API_URL is given, a client goes the whole way too: it fetches a
# token from TOKEN_ENDPOINT with CLIENT_ID and CLIENT_SECRET, gets the weather of Hanoi, and is refused without a token.
# Neither the secret nor the token stands on a command line or in the log.
#   --dry-run   print the commands
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/environment.bash
source "$root/ci/environment.bash"

take_environment "$@"
require_release_name
require_tool helm 'see https://helm.sh'
cd "$root"

run helm test "$HELM_RELEASE_NAME" -n "$namespace" --timeout 5m

if [[ -z "${API_URL:-}" ]]; then
  say 'no API_URL: the way through the public API was not tried'
  exit
fi
require TOKEN_ENDPOINT 'where clients fetch tokens'
require CLIENT_ID 'the client that the test is'
require CLIENT_SECRET 'its secret'
require_tool curl 'install curl'
readonly question="$API_URL/current?location=Hanoi"

if [[ -n "$dry_run" ]]; then
  run curl --data grant_type=client_credentials "$TOKEN_ENDPOINT"
  run curl "$question"
  exit
fi

# ask OPTIONS…: the body, and the status on a line of its own; further configuration is read from standard input.
ask() {
  curl --silent --show-error --max-time 20 --config - --write-out '\n%{http_code}\n' "$@"
}

answer=$(ask --data grant_type=client_credentials "$TOKEN_ENDPOINT" <<<"user = \"$CLIENT_ID:$CLIENT_SECRET\"") ||
  fail "$TOKEN_ENDPOINT does not answer"
[[ "${answer##*$'\n'}" == 200 ]] || fail "$TOKEN_ENDPOINT answers ${answer##*$'\n'}, expected 200"
token=$(sed -nE 's/.*"access_token" *: *"([^"]+)".*/\1/p' <<<"$answer")
[[ -n "$token" ]] || fail "$TOKEN_ENDPOINT answers without an access_token"

answer=$(ask "$question" <<<"header = \"Authorization: Bearer $token\"") || fail "$question does not answer"
[[ "${answer##*$'\n'}" == 200 ]] || fail "$question answers ${answer##*$'\n'}, expected 200"
[[ "$answer" == *'"air_temperature"'* ]] || fail "$question answers without an air temperature"

answer=$(ask "$question" </dev/null) || fail "$question does not answer"
[[ "${answer##*$'\n'}" == 401 ]] || fail "$question without a token answers ${answer##*$'\n'}, expected 401"
say 'the public API answers a client with a token and refuses one without'
