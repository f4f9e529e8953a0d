# shellcheck shell=bash
# The environments a step can work on, and the names that the account's stacks give to what belongs to each: staging
# writes max-weather-staging where production has max-weather. Sourced, never run.
# shellcheck disable=SC2034  # for the steps

# take_environment "$@": for steps that take an environment, --dry-run and --help.
take_environment() {
  local argument
  environment=
  for argument in "$@"; do
    case $argument in
      --dry-run) dry_run=1 ;;
      -h | --help) usage && exit ;;
      staging | production)
        [[ -z "$environment" ]] || refuse "two environments: '$environment' and '$argument'"
        environment=$argument
        ;;
      *) refuse "unknown argument '$argument'; see ${0##*/} --help" ;;
    esac
  done
  [[ -n "$environment" ]] || refuse "no environment: expected staging or production"
  namespace=weather-$environment
  record=$root/target/release/$environment
  case $environment in
    staging) cluster_variable=EKS_CLUSTER_NAME_STAGING names=max-weather-staging ;;
    production) cluster_variable=EKS_CLUSTER_NAME_PRODUCTION names=max-weather ;;
  esac
  readonly environment namespace record cluster_variable names
}

require_release_name() {
  require HELM_RELEASE_NAME 'the name of the Helm release'
}

# require_account: which account and region a step works in.
require_account() {
  require AWS_ACCOUNT_ID 'the AWS account id'
  require AWS_REGION 'the AWS region'
}

# The one role that the pipeline takes, for all it does in the account.
role_arn() {
  say "arn:aws:iam::$AWS_ACCOUNT_ID:role/max-weather-jenkins"
}

# Where the environment's alarms go, and whoever is on call listens.
alarm_topic_arn() {
  say "arn:aws:sns:$AWS_REGION:$AWS_ACCOUNT_ID:$names-alarms"
}
