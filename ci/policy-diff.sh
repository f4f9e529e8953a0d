#!/usr/bin/env bash
# policy-diff.sh ENVIRONMENT: who gains and who loses access by this build's policy, compared with the live one; in
# target/release/policy/ENVIRONMENT.diff.txt too, and its first 200 lines in ENVIRONMENT.diff-to-review.txt there, for a dialog.
#
# The comparison is exact: what it does not list does not change. For a change request (CHANGE_TARGET) the live policy is that
# of the branch which it wants to go to: only main may ask AWS. Otherwise AppConfig is asked, and the version that was compared
# with is written down beside it: deploy-policy.sh delivers nothing over another one.
#   --fetch     only get the live policy, where the AWS CLI is and Java is not
#   --compare   only compare with what --fetch got, where Java is and the AWS CLI is not
#   --dry-run   print the commands
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/appconfig.bash
source "$root/ci/appconfig.bash"

part=both arguments=()
for argument in "$@"; do
  case $argument in
    --fetch) part=fetch ;;
    --compare) part=compare ;;
    *) arguments+=("$argument") ;;
  esac
done
take_environment "${arguments[@]+"${arguments[@]}"}"
cd "$root"
readonly live=$policies/$environment.live.json compared=$policies/$environment.compared
readonly report=$policies/$environment.diff.txt
source=$(policy_source)

fetch_live() {
  local live_environment profile version
  take_application
  live_environment=$(environment_id live)
  profile=$(profile_id access-policy)
  version=$(deployed_version "$live_environment")
  ((version > 0)) || fail "nothing was ever deployed to the environment live of $names-access-policy"
  fetch_version "$profile" "$version" "$live"
  say "$version" >"$compared"
  say "version $version of $names-access-policy is live"
}

if [[ -n "$dry_run" ]]; then
  run aws appconfig list-deployments --application-id '<application>' --environment-id '<live>'
  run aws appconfig get-hosted-configuration-version --application-id '<application>' "target/release/policy/$environment.live.json"
  run ./max-weather policy diff "target/release/policy/$environment.live.json" "$source"
  exit
fi
mkdir -p "$policies"
if [[ -n "${CHANGE_TARGET:-}" ]]; then
  against="$source of $CHANGE_TARGET"
  git show "origin/$CHANGE_TARGET:$source" >"$live" || fail "this checkout has no origin/$CHANGE_TARGET with $source"
else
  if [[ "$part" != compare ]]; then fetch_live; fi
  [[ "$part" != fetch ]] || exit 0
  [[ -s "$compared" ]] || refuse "no live policy was fetched for $environment: expected ${0##*/} $environment --fetch before"
  against="version $(cat "$compared") of $names-access-policy, which is live"
fi
{
  say "# $source, compared with $against"
  ./max-weather policy diff "$live" "$source"
} | tee "$report"
head -n 200 "$report" >"$policies/$environment.diff-to-review.txt"
