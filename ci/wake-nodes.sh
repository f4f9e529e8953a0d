#!/usr/bin/env bash
# wake-nodes.sh ENVIRONMENT: the environment's cluster has nodes, outside office hours too.
#
# Where the evening's schedule has taken the nodes away, the node group gets the sizes of
# cdk-app/environments/ENVIRONMENT.yaml, as the morning's schedule would give them; the next evening's takes them away again.
# Then it waits, for at most WAKE_PATIENCE (1500 seconds), until the nodes are ready and every deployment outside the
# release's namespace is available: the API server asks webhooks among them. A cluster that is awake is left alone and not
# waited for. POLL_SECONDS (10) is between two looks.
#   --dry-run   print the commands
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/environment.bash
source "$root/ci/environment.bash"

take_environment "$@"
require AWS_REGION 'the AWS region'
require "$cluster_variable" "the name of the $environment cluster"
require_tool aws 'install the AWS CLI'
require_tool kubectl 'see https://kubernetes.io'
cd "$root"
# Kubernetes lets 1000 seconds pass, at the most, before it tries again to make a pod that a sleeping webhook refused.
readonly patience=${WAKE_PATIENCE:-1500} pause=${POLL_SECONDS:-10}
readonly cluster_name=${!cluster_variable} settings=cdk-app/environments/$environment.yaml

# node_setting KEY: a number under nodes: in the environment's settings.
node_setting() {
  local value
  value=$(awk -v key="$1:" '/^[a-z]/ { found = $1 == "nodes:" } found && $1 == key { print $2; exit }' "$settings")
  [[ "$value" =~ ^[1-9][0-9]*$ ]] || refuse "$settings: nodes.$1 is '$value', expected a number of nodes"
  say "$value"
}

# CloudFormation chose the group's name; while a change replaces it, there are two.
node_groups() {
  local groups
  groups=$(aws eks list-nodegroups --region "$AWS_REGION" --cluster-name "$cluster_name" \
    --query nodegroups --output text) || fail "the node groups of $cluster_name cannot be listed"
  [[ -n "$groups" && "$groups" != None ]] || fail "$cluster_name has no node group"
  say "$groups"
}

# By day the least is one node or more. How many there are says less: at night the autoscaler may have asked for one.
is_asleep() {
  local least
  least=$(aws eks describe-nodegroup --region "$AWS_REGION" --cluster-name "$cluster_name" --nodegroup-name "$1" \
    --query nodegroup.scalingConfig.minSize --output text) || fail "node group $1 cannot be described"
  [[ "$least" == 0 ]]
}

# EKS refuses a change while an earlier one is under way.
wake() {
  run aws eks wait nodegroup-active --region "$AWS_REGION" --cluster-name "$cluster_name" --nodegroup-name "$1"
  run aws eks update-nodegroup-config --region "$AWS_REGION" --cluster-name "$cluster_name" --nodegroup-name "$1" \
    --scaling-config "minSize=$minimum,desiredSize=$desired,maxSize=$maximum"
}

# What is still missing, or nothing.
missing_nodes() {
  kubectl get nodes --output \
    jsonpath='{range .items[*]}{.status.conditions[?(@.type=="Ready")].status} {.spec.unschedulable}{"\n"}{end}' |
    awk -v wanted="$minimum" '
      $1 == "True" && $2 != "true" { ready++ }
      END { if (ready < wanted) print ready + 0 " of " wanted " nodes are ready" }'
}

# The release's own may be what this build puts right.
missing_deployments() {
  kubectl get deployments --all-namespaces --output \
    jsonpath='{range .items[*]}{.metadata.namespace} {.metadata.name} {.status.conditions[?(@.type=="Available")].status}{"\n"}{end}' |
    awk -v release="$namespace" 'NF > 1 && $1 != release && $3 != "True" { print $1 "/" $2 " is not available" }'
}

await_cluster() {
  local deadline=$((SECONDS + patience)) missing
  while true; do
    missing=$(missing_nodes) || fail "$cluster_name does not say which nodes are ready"
    if [[ -z "$missing" ]]; then
      missing=$(missing_deployments) || fail "$cluster_name does not say which deployments are available"
    fi
    [[ -n "$missing" ]] || break
    ((SECONDS < deadline)) || fail "$cluster_name after $patience seconds: $(tr '\n' ';' <<<"$missing")"
    sleep "$pause"
  done
  say "$cluster_name is awake: $minimum nodes or more are ready, and what runs beside the release is available"
}

minimum=$(node_setting minimum)
desired=$(node_setting desired)
maximum=$(node_setting maximum)
if [[ -n "$dry_run" ]]; then
  run aws eks list-nodegroups --region "$AWS_REGION" --cluster-name "$cluster_name"
  run aws eks describe-nodegroup --region "$AWS_REGION" --cluster-name "$cluster_name" --nodegroup-name '<node group>'
  wake '<node group>'
  run kubectl get nodes
  run kubectl get deployments --all-namespaces
  exit
fi

groups=$(node_groups)
asleep=()
for group in $groups; do
  if is_asleep "$group"; then asleep+=("$group"); fi
done
if ((${#asleep[@]} == 0)); then
  say "$cluster_name is awake"
  exit
fi
for group in "${asleep[@]}"; do wake "$group"; done
await_cluster
