# shellcheck shell=bash
# What AppConfig holds of an environment's access policy, by the names that the stack gives it: the application, its
# environments live, candidate and break-glass, the profiles access-policy and break-glass, the strategies gradual and
# at-once. Sourced after step.bash, never run; it brings the environments along.
# shellcheck disable=SC2034  # for the steps

# shellcheck source=ci/environment.bash
source "$root/ci/environment.bash"

# Where policy-check.sh and policy-diff.sh leave what later steps need.
readonly policies=$root/target/release/policy
readonly pause=${POLL_SECONDS:-10}

# The environment's policy, as its settings name it.
policy_source() {
  local settings=cdk-app/environments/$environment.yaml name
  name=$(awk '/^[a-z]/ { found = $1 == "authorizer:" } found && $1 == "accessPolicy:" { print $2; exit }' "$settings")
  [[ "$name" =~ ^[a-z.-]+$ ]] || refuse "$settings: authorizer.accessPolicy is '$name', expected a file of access-policy/policy"
  say "access-policy/policy/$name"
}

# compiled_policy: the file with the environment's policy as the function gets it. What policy-check.sh compiled in this
# build is taken, if it is of the same source; otherwise it is compiled here.
compiled_policy() {
  local source file=$policies/$environment.json
  source=$(policy_source) || exit 2
  if [[ ! -s "$file" || "$(cat "$file.source" 2>/dev/null)" != "$(sha256sum <"$source")" ]]; then
    compile_policy >&2 || fail "$source cannot be compiled"
  fi
  say "$file"
}

compile_policy() {
  local source file=$policies/$environment.json
  source=$(policy_source) || exit 2
  mkdir -p "$policies"
  ./max-weather policy compile "$source" -o "$file" || return 1
  sha256sum <"$source" >"$file.source"
}

# take_application: finds the application's id.
take_application() {
  require AWS_REGION 'the AWS region'
  require_tool aws 'install the AWS CLI'
  local name=$names-access-policy
  if [[ -n "$dry_run" ]]; then
    application='<application>'
  else
    application=$(aws appconfig list-applications --region "$AWS_REGION" \
      --query "Items[?Name=='$name'].Id" --output text) || fail 'the applications of AppConfig cannot be listed'
    is_id "$application" "application $name"
  fi
  readonly application
}

# is_id TEXT WHAT: AppConfig found it, and only once.
is_id() {
  [[ "$1" =~ ^[a-z0-9]{4,7}$ ]] || fail "AppConfig has no $2, or several ('$1'): the stack $names-access-policy makes it"
}

environment_id() {
  local id
  id=$(aws appconfig list-environments --region "$AWS_REGION" --application-id "$application" \
    --query "Items[?Name=='$1'].Id" --output text) || fail 'the environments of AppConfig cannot be listed'
  is_id "$id" "environment $1"
  say "$id"
}

profile_id() {
  local id
  id=$(aws appconfig list-configuration-profiles --region "$AWS_REGION" --application-id "$application" \
    --query "Items[?Name=='$1'].Id" --output text) || fail 'the profiles of AppConfig cannot be listed'
  is_id "$id" "profile $1"
  say "$id"
}

strategy_id() {
  local id
  id=$(aws appconfig list-deployment-strategies --region "$AWS_REGION" \
    --query "Items[?Name=='$names-policy-$1'].Id" --output text) || fail 'the strategies of AppConfig cannot be listed'
  is_id "$id" "strategy $names-policy-$1"
  say "$id"
}

# deployed_version ENVIRONMENT-ID: of the last deployment that was not taken back; 0 where there was none. Asked for as JSON:
# text would be of each page by itself.
deployed_version() {
  local version
  version=$(aws appconfig list-deployments --region "$AWS_REGION" --application-id "$application" --environment-id "$1" \
    --query "max_by(Items[?State=='COMPLETE'], &DeploymentNumber).ConfigurationVersion" --output json) ||
    fail 'the deployments of AppConfig cannot be listed'
  version=${version//\"/}
  [[ "$version" != null && -n "$version" ]] || version=0
  [[ "$version" =~ ^[0-9]+$ ]] || fail "AppConfig calls the deployed version '$version', expected a number"
  say "$version"
}

# The deployment that is on its way in an environment, or nothing.
running_deployment() {
  local number
  number=$(aws appconfig list-deployments --region "$AWS_REGION" --application-id "$application" --environment-id "$1" \
    --query "max_by(Items[?State!='COMPLETE' && State!='ROLLED_BACK' && State!='REVERTED'], &DeploymentNumber).DeploymentNumber" \
    --output json) || fail 'the deployments of AppConfig cannot be listed'
  [[ "$number" == null ]] || say "$number"
}

# fetch_version PROFILE-ID VERSION FILE
fetch_version() {
  aws appconfig get-hosted-configuration-version --region "$AWS_REGION" --application-id "$application" \
    --configuration-profile-id "$1" --version-number "$2" "$3" >/dev/null || fail "version $2 cannot be read from AppConfig"
}

# create_version PROFILE-ID FILE DESCRIPTION: prints its number. AppConfig validates it first, and says what is wrong.
create_version() {
  local answer
  answer=$(aws appconfig create-hosted-configuration-version --region "$AWS_REGION" --application-id "$application" \
    --configuration-profile-id "$1" --content "fileb://$2" --content-type application/json --description "$3" \
    --query VersionNumber --output text /dev/null 2>&1) || fail "AppConfig refuses it: $answer"
  [[ "$answer" =~ ^[0-9]+$ ]] || fail "AppConfig calls the new version '$answer', expected a number"
  say "$answer"
}

# Bash goes on after a failure inside of $(…): what is called there ends by itself.

# start_deployment ENVIRONMENT-ID PROFILE-ID VERSION STRATEGY-ID DESCRIPTION DEADLINE OVER: prints its number. AppConfig has one
# at a time in an environment: whatever else is on its way is waited for. If that leaves another version there than OVER, which
# this one was made from, nothing is deployed: what somebody else has just delivered would be lost.
start_deployment() {
  local answer deployed
  while true; do
    await_quiet "$1" "$6"
    deployed=$(deployed_version "$1") || exit 1
    [[ "$deployed" == "$7" ]] ||
      fail "version $deployed was delivered while this one was made from version $7: nothing is changed, run the same again"
    if answer=$(aws appconfig start-deployment --region "$AWS_REGION" --application-id "$application" \
      --environment-id "$1" --configuration-profile-id "$2" --configuration-version "$3" \
      --deployment-strategy-id "$4" --description "$5" --query DeploymentNumber --output text 2>&1); then
      [[ "$answer" =~ ^[0-9]+$ ]] || fail "AppConfig calls the deployment '$answer', expected a number"
      say "$answer"
      return
    fi
    [[ "$answer" == *ConflictException* ]] || fail "AppConfig refuses to deploy version $3: $answer"
    ((SECONDS < $6)) || fail "AppConfig is still busy: $answer"
    sleep "$pause"
  done
}

# await_quiet ENVIRONMENT-ID DEADLINE: no deployment is on its way there.
await_quiet() {
  local number told=''
  while true; do
    number=$(running_deployment "$1") || exit 1
    [[ -n "$number" ]] || return 0
    [[ -n "$told" ]] || say "deployment $number is on its way: waiting for it" >&2
    told=1
    ((SECONDS < $2)) || fail "deployment $number is still on its way; see docs/runbooks/access-policy.md"
    sleep "$pause"
  done
}

# watch_deployment ENVIRONMENT-ID NUMBER DEADLINE: until all have it and the bake time is over. Taken back, it says by whom.
watch_deployment() {
  local answer state percent before=''
  while true; do
    answer=$(aws appconfig get-deployment --region "$AWS_REGION" --application-id "$application" --environment-id "$1" \
      --deployment-number "$2" --query '[State, PercentageComplete]' --output text) ||
      fail "deployment $2 cannot be asked for; it goes on by itself"
    read -r state percent <<<"$answer"
    if [[ "$answer" != "$before" ]]; then say "deployment $2: $state, $percent % have it"; fi
    before=$answer
    case $state in
      COMPLETE) return ;;
      ROLLING_BACK | ROLLED_BACK | REVERTED) explain_rollback "$1" "$2" ;;
    esac
    ((SECONDS < $3)) || fail "deployment $2 has not ended in time; it goes on by itself"
    sleep "$pause"
  done
}

explain_rollback() {
  local why
  why=$(aws appconfig get-deployment --region "$AWS_REGION" --application-id "$application" --environment-id "$1" \
    --deployment-number "$2" \
    --query "EventLog[?EventType=='ROLLBACK_STARTED' || EventType=='REVERT_COMPLETED'].[TriggeredBy, Description]" \
    --output text) || why='AppConfig does not say why'
  fail "deployment $2 was taken back: $(tr '\t\n' '  ' <<<"$why"); see docs/runbooks/access-policy.md"
}
