#!/usr/bin/env bash
# deploy-policy.sh ENVIRONMENT: delivers the environment's access policy through AppConfig, step by step, and watches it to
# the end.
#
# The same policy again is no deployment. One that is on its way is waited for, for POLICY_PATIENCE (3600 seconds) in all;
# what an alarm takes back fails with the reason. Where policy-diff.sh has compared with a live version, nothing is delivered
# over another: what was reviewed is what changes. POLL_SECONDS (10) is between two looks.
#   --candidate   to the environment candidate, at once: it is asked beside the live one and decides nothing
#   --at-once     to everybody at once and without bake time, for a policy that cannot wait
#   --dry-run     print the commands
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/appconfig.bash
source "$root/ci/appconfig.bash"

stage=live pace=gradual arguments=()
for argument in "$@"; do
  case $argument in
    --candidate) stage=candidate pace=at-once ;;
    --at-once) pace=at-once ;;
    *) arguments+=("$argument") ;;
  esac
done
take_environment "${arguments[@]+"${arguments[@]}"}"
cd "$root"
take_application
source=$(policy_source)

if [[ -n "$dry_run" ]]; then
  run ./max-weather policy compile "$source" -o "target/release/policy/$environment.json"
  run aws appconfig create-hosted-configuration-version --application-id "$application" \
    --content "fileb://target/release/policy/$environment.json"
  run aws appconfig start-deployment --application-id "$application" --environment-id "<$stage>" \
    --deployment-strategy-id "<$names-policy-$pace>"
  run aws appconfig get-deployment --application-id "$application" --environment-id "<$stage>"
  exit
fi

deadline=$((SECONDS + ${POLICY_PATIENCE:-3600}))
policy=$(compiled_policy)
target=$(environment_id "$stage")
profile=$(profile_id access-policy)
strategy=$(strategy_id "$pace")
await_quiet "$target" "$deadline"
version=$(deployed_version "$target")

is_deployed() {
  local deployed same=1
  ((version > 0)) || return 1
  deployed=$(mktemp)
  fetch_version "$profile" "$version" "$deployed"
  [[ "$(sha256sum <"$deployed")" == "$(sha256sum <"$policy")" ]] || same=''
  rm -f "$deployed"
  [[ -n "$same" ]]
}

if is_deployed; then
  say "version $version is $stage in $environment and is this policy: nothing to deliver"
  exit
fi
if [[ "$stage" == live && -s "$policies/$environment.compared" ]]; then
  compared=$(cat "$policies/$environment.compared")
  [[ "$compared" == "$version" ]] ||
    fail "version $version is live, but this build was compared with $compared: somebody delivered another policy since; compare again"
fi
description="build ${BUILD_NUMBER:-by hand}, commit ${GIT_COMMIT:-unknown}"
created=$(create_version "$profile" "$policy" "$description")
say "version $created is $source, $(wc -c <"$policy") bytes; version $version is $stage"
number=$(start_deployment "$target" "$profile" "$created" "$strategy" "$description" "$deadline" "$version")
watch_deployment "$target" "$number" "$deadline"
rm -f "$policies/$environment.compared"
say "version $created is $stage in $environment"
