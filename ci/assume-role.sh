#!/usr/bin/env bash
# assume-role.sh: everything that asks AWS in this workspace takes the pipeline's role, by an identity token.
#
# Jenkins writes a short-lived token to AWS_WEB_IDENTITY_TOKEN_FILE; AWS exchanges it whenever a tool needs credentials.
# The configuration goes to AWS_CONFIG_FILE and holds a role and a path, no secret. Nothing long-lived exists anywhere.
#   --dry-run   print the configuration only
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/environment.bash
source "$root/ci/environment.bash"

no_options "$@"
require_account
require AWS_CONFIG_FILE 'where to write the configuration'
require AWS_WEB_IDENTITY_TOKEN_FILE 'the identity token that Jenkins wrote'
require IMAGE_TAG 'the build number'
require_tool aws 'install the AWS CLI'
[[ -n "$dry_run" || -s "$AWS_WEB_IDENTITY_TOKEN_FILE" ]] || refuse "$AWS_WEB_IDENTITY_TOKEN_FILE holds no token"
cd "$root"

configuration="[default]
region = $AWS_REGION
role_arn = $(role_arn)
web_identity_token_file = $AWS_WEB_IDENTITY_TOKEN_FILE
role_session_name = max-weather-$IMAGE_TAG"
if [[ -n "$dry_run" ]]; then
  say "$configuration"
else
  mkdir -p "$(dirname "$AWS_CONFIG_FILE")"
  say "$configuration" >"$AWS_CONFIG_FILE"
fi
run aws sts get-caller-identity --query Arn --output text
