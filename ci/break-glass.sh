#!/usr/bin/env bash
# break-glass.sh ENVIRONMENT ACTION [OPTION…]: refuses a client everything, or an operation to everybody, within a minute and
# until a time; or lifts it.
#
#   show                                      what is refused by hand now
#   set (--client ID | --operation 'GET /x') --by WHO --why REASON --until 2026-12-01T00:00:00Z
#   lift (--client ID | --operation 'GET /x')
#
# The list goes through AppConfig's environment break-glass, to everybody at once: never through the queue of a policy that is
# being rolled out, and no alarm takes it back. Entries that are over are left out of it. AppConfig's validator refuses an end
# that is not ahead, or more than 30 days. Of two who change the list at once the second fails and has changed nothing.
# POLICY_PATIENCE (300 seconds) bounds the wait.
#   --dry-run   print the commands
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/appconfig.bash
source "$root/ci/appconfig.bash"

action='' subject='' operation='' by='' why='' until='' arguments=()
# subject_is KIND VALUE FORM
subject_is() {
  [[ -z "$subject" ]] || refuse 'two subjects: expected one --client or one --operation'
  [[ "$2" =~ $3 ]] || refuse "--$1 is '$2', expected the form $3"
  subject="\"$1\":$(json_string "$2")"
}

while (($# > 0)); do
  case $1 in
    show | set | lift)
      [[ -z "$action" ]] || refuse "two actions: '$action' and '$1'"
      action=$1
      shift
      ;;
    --client | --operation | --by | --why | --until)
      [[ -n "${2:-}" ]] || refuse "$1 has no value"
      case $1 in
        --client) subject_is client "$2" '^[A-Za-z0-9._+-]{1,128}$' ;;
        --operation)
          subject_is operation "$2" '^(GET|POST|PUT|PATCH|DELETE) /[A-Za-z0-9._~/{}-]*$'
          operation=$2
          ;;
        --by) by=$2 ;;
        --why) why=$2 ;;
        --until) until=$2 ;;
      esac
      shift 2
      ;;
    *)
      arguments+=("$1")
      shift
      ;;
  esac
done
take_environment "${arguments[@]+"${arguments[@]}"}"
[[ -n "$action" ]] || refuse 'no action: expected show, set or lift'
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
if [[ "$action" != show ]]; then
  [[ -n "$subject" ]] || refuse 'nothing is named: expected --client ID or --operation "GET /x"'
fi
if [[ "$action" == set ]]; then
  [[ -n "$by" && -n "$why" ]] || refuse 'expected --by, who refuses it, and --why, the reason'
  [[ "$until" =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$ ]] ||
    refuse "--until is '$until', expected a time in UTC, such as 2026-12-01T00:00:00Z"
  [[ "$until" > "$now" ]] || refuse "--until is $until, expected a time ahead; it is $now"
fi
cd "$root"
if [[ "$action" == set && -n "$operation" ]]; then
  source=$(policy_source)
  # A slip of the pen would refuse nothing, and nobody would notice in haste. The live policy may be newer than the checkout's.
  awk -v named="$operation:" '{ gsub(/^ +|["\047]/, "") } index($0, named) == 1 { found = 1 } END { exit !found }' "$source" ||
    say "${0##*/}: warning: $source has no operation $operation; unless the live policy has it, nothing is refused" >&2
fi
take_application

if [[ -n "$dry_run" ]]; then
  run aws appconfig get-hosted-configuration-version --application-id "$application" --version-number '<live>'
  if [[ "$action" != show ]]; then
    run aws appconfig create-hosted-configuration-version --application-id "$application" --content fileb://break-glass.json
    run aws appconfig start-deployment --application-id "$application" --environment-id '<break-glass>' \
      --deployment-strategy-id "<$names-policy-at-once>"
  fi
  exit
fi

deadline=$((SECONDS + ${POLICY_PATIENCE:-300}))
target=$(environment_id break-glass)
profile=$(profile_id break-glass)
work=$(mktemp -d)
# shellcheck disable=SC2064  # now: work is gone when the trap runs
trap "rm -rf '$work'" EXIT
await_quiet "$target" "$deadline"
version=$(deployed_version "$target")
if ((version > 0)); then
  fetch_version "$profile" "$version" "$work/deployed.json"
else
  say '{"version":1,"breakGlass":[]}' >"$work/deployed.json"
fi

# The list is one of ours if an entry is one line, and can then be changed by lines.
if ! awk '
    NR == 1 { good = /^\{"version":1,"breakGlass":\[(\]\})?$/; ended = /\]\}$/; next }
    ended { good = 0 }
    /^\]\}$/ { ended = 1; next }
    !/^\{"(client|operation)":"([^"\\]|\\.)*","by":.*,"until":"[0-9T:-]+Z"\},?$/ { good = 0 }
    END { exit !(good && ended) }' "$work/deployed.json"; then
  fail "version $version was not written by this script: change it by hand, docs/runbooks/access-policy.md"
fi
grep '^{"[co]' "$work/deployed.json" | sed 's/,$//' >"$work/entries" || true

if [[ "$action" == show ]]; then
  if [[ -s "$work/entries" ]]; then cat "$work/entries"; else say 'nothing is refused by hand'; fi
  exit
fi
# Without the subject's own entry, and without what is over.
awk -v subject="{$subject," -v now="$now" '
  { until = $0; sub(/.*"until":"/, "", until); sub(/"\}$/, "", until) }
  substr($0, 1, length(subject)) != subject && until > now' "$work/entries" >"$work/kept"
case $action in
  set)
    say "{$subject,\"by\":$(json_string "$by"),\"why\":$(json_string "$why"),\"until\":\"$until\"}" >>"$work/kept"
    description="refused by ${by//[^[:print:]]/?} until $until"
    ;;
  lift)
    awk -v subject="{$subject," 'substr($0, 1, length(subject)) == subject { found = 1 } END { exit !found }' \
      "$work/entries" || fail "$subject is not refused by hand"
    description="lifted at $now"
    ;;
esac
{
  if [[ -s "$work/kept" ]]; then
    say '{"version":1,"breakGlass":['
    sed '$!s/$/,/' "$work/kept"
    say ']}'
  else
    say '{"version":1,"breakGlass":[]}'
  fi
} >"$work/break-glass.json"
strategy=$(strategy_id at-once)
created=$(create_version "$profile" "$work/break-glass.json" "$description")
number=$(start_deployment "$target" "$profile" "$created" "$strategy" "$description" "$deadline" "$version")
watch_deployment "$target" "$number" "$deadline"
say "version $created is in force in $environment; instances have it within half a minute"
