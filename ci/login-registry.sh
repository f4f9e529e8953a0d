#!/usr/bin/env bash
# login-registry.sh: fetches ECR's password, valid for twelve hours, and writes it where skopeo reads it.
#
# REGISTRY_AUTH_FILE is readable by its owner alone; the password stands on no command line and in no log.
#   --dry-run   print the command only
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/environment.bash
source "$root/ci/environment.bash"
# shellcheck source=ci/images.bash
source "$root/ci/images.bash"

no_options "$@"
require_registry
require REGISTRY_AUTH_FILE 'where to write the login'
require_tool aws 'install the AWS CLI'
cd "$root"

if [[ -n "$dry_run" ]]; then
  run aws ecr get-login-password --region "$AWS_REGION"
  exit
fi
umask 077
mkdir -p "$(dirname "$REGISTRY_AUTH_FILE")"
password=$(aws ecr get-login-password --region "$AWS_REGION") || fail 'ECR gave no password'
login=$(printf 'AWS:%s' "$password" | base64 | tr -d '\n')
printf '{"auths":{"%s":{"auth":"%s"}}}\n' "$(registry)" "$login" >"$REGISTRY_AUTH_FILE"
say "logged in to $(registry)"
