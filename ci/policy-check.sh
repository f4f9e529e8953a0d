#!/usr/bin/env bash
# policy-check.sh: the access policies of both environments may be delivered.
#
# Each is linted beside the API's contract, answers all its cases, which look at every part of it, and is compiled, which it
# must not be too large for. What was compiled stands in target/release/policy/ENVIRONMENT.json: deploy-policy.sh delivers
# these bytes and no others.
#   --dry-run   print the commands
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/appconfig.bash
source "$root/ci/appconfig.bash"

no_options "$@"
cd "$root"
for environment in staging production; do
  policy=$(policy_source)
  run ./max-weather policy lint "$policy" --contract api/openapi.yaml || fail "$policy has errors"
  run ./max-weather policy test "$policy" --min-coverage 100 || fail "$policy does not do what its cases expect"
  if [[ -n "$dry_run" ]]; then
    run ./max-weather policy compile "$policy" -o "target/release/policy/$environment.json"
  else
    compile_policy || fail "$policy cannot be compiled"
  fi
done
