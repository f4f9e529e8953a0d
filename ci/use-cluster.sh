#!/usr/bin/env bash
# use-cluster.sh ENVIRONMENT: writes the kubeconfig of the environment's cluster to KUBECONFIG.
#
# The cluster's name comes from EKS_CLUSTER_NAME_STAGING or EKS_CLUSTER_NAME_PRODUCTION; the file holds no secret,
# kubectl and helm fetch a token whenever they need one.
#   --dry-run   print the command
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/environment.bash
source "$root/ci/environment.bash"

take_environment "$@"
require AWS_REGION 'the AWS region'
require KUBECONFIG 'where to write the kubeconfig'
require "$cluster_variable" "the name of the $environment cluster"
require_tool aws 'install the AWS CLI'
cd "$root"

[[ -n "$dry_run" ]] || mkdir -p "$(dirname "$KUBECONFIG")"
run aws eks update-kubeconfig --region "$AWS_REGION" --name "${!cluster_variable}" --kubeconfig "$KUBECONFIG"
