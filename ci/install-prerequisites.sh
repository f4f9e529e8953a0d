#!/usr/bin/env bash
# install-prerequisites.sh ENVIRONMENT: brings what a release needs into the environment's cluster, or up to the pinned
# versions.
#
# ci/cluster/prerequisites.yaml says what that is, in which order. Each is waited for, and takes itself back when it does
# not run. What is as it should be stays untouched, so this can be repeated. A cluster whose VPC CNI does not enforce
# network policies is refused before anything is changed.
#   --with external-dns       install External DNS too
#   --with external-secrets   install the External Secrets Operator too
#   --dry-run                 print the commands
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/environment.bash
source "$root/ci/environment.bash"
# shellcheck source=ci/images.bash
source "$root/ci/images.bash"
# shellcheck source=ci/cluster/prerequisites.bash
source "$root/ci/cluster/prerequisites.bash"

take_switches() {
  switched_on=always
  others=()
  while (($# > 0)); do
    if [[ "$1" == --with ]]; then
      switch_names | grep -qxF -e "${2-}" ||
        refuse "--with '${2-}': expected one of $(switch_names | paste -sd ' ')"
      switched_on+=$'\n'$2
      shift 2
    else
      others+=("$1")
      shift
    fi
  done
}

# Pods cannot reach the nodes' own metadata, so the load balancer controller does not find its VPC by itself.
vpc_of_cluster() {
  local vpc
  vpc=$(aws eks describe-cluster --region "$AWS_REGION" --name "$cluster_name" \
    --query cluster.resourcesVpcConfig.vpcId --output text) || fail "$cluster_name cannot be described"
  [[ "$vpc" == vpc-* ]] || fail "the VPC of $cluster_name: '$vpc' is no id"
  say "$vpc"
}

# The VPC CNI takes network policies and ignores them, unless its agent is told to enforce them. What another CNI does is
# not asked here: the chart's isolation test notices.
require_enforced_network_policies() {
  local plugin question=(
    kubectl get daemonset aws-node --namespace kube-system --ignore-not-found --output
    'jsonpath={.metadata.name}{.spec.template.spec.containers[?(@.name=="aws-eks-nodeagent")].args}'
  )
  if [[ -n "$dry_run" ]]; then
    run "${question[@]}"
    return
  fi
  plugin=$("${question[@]}") || fail "$cluster_name does not say whether it has the VPC CNI"
  if [[ -z "$plugin" ]]; then
    say "$cluster_name has no VPC CNI: whether network policies are enforced is left to helm test"
  elif [[ "$plugin" != *'"--enable-network-policy=true"'* ]]; then
    refuse "$cluster_name ignores network policies: set enableNetworkPolicy of its vpc-cni add-on to \"true\""
  fi
}

prepare_namespace() {
  local space level label
  space=$(field "$1" namespace)
  level=$(field "$1" podSecurity)
  if [[ -n "$dry_run" ]] || ! kubectl get namespace "$space" >/dev/null 2>&1; then
    run kubectl create namespace "$space"
  fi
  label=$(field "$1" namespaceLabels)
  run kubectl label namespace "$space" --overwrite \
    "pod-security.kubernetes.io/enforce=$level" \
    "pod-security.kubernetes.io/warn=$level" \
    "pod-security.kubernetes.io/audit=$level" ${label:+"$label"}
}

# The load balancer's handshake may name no server: NGINX needs a certificate for that. Nobody verifies it, Host finds the
# server then. It is made once and kept.
make_default_certificate() {
  if [[ -n "$dry_run" ]]; then
    run kubectl create secret tls nginx-default-server --namespace "$1" --cert '<made>' --key '<made>'
  elif ! kubectl get secret nginx-default-server --namespace "$1" >/dev/null 2>&1; then
    (
      folder=$(mktemp -d)
      trap 'rm -rf "$folder"' EXIT
      openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=nginx \
        -keyout "$folder/key" -out "$folder/certificate" 2>/dev/null || fail 'openssl made no certificate'
      run kubectl create secret tls nginx-default-server --namespace "$1" \
        --cert "$folder/certificate" --key "$folder/key"
    )
  fi
}

# Helm installs a chart's definitions of custom resources once, and never upgrades them.
apply_definitions() {
  # shellcheck disable=SC2016  # for the shell that is run
  run bash -o pipefail -c 'helm show crds "$@" | kubectl apply --server-side --force-conflicts --filename -' \
    definitions "${chart[@]}"
}

install() {
  local space values
  space=$(field "$1" namespace)
  values=$(field "$1" values)
  chart_of "$1"
  settings_of "$1"
  pin_image "$1"
  if [[ "$(field "$1" definitions)" == true ]]; then
    apply_definitions
  fi
  run helm upgrade --install "$1" "${chart[@]}" --namespace "$space" --values "$values" "${settings[@]}" \
    --wait --timeout 10m "$flag" || fail "$1 could not be installed"
}

apply_manifest() {
  say "$1, as $environment has it:"
  run kubectl apply --filename - < <(for_environment "$1")
}

take_switches "$@"
take_environment ${others[@]+"${others[@]}"}
require_account
require "$cluster_variable" "the name of the $environment cluster"
require_tool aws 'install the AWS CLI'
require_tool helm 'see https://helm.sh'
require_tool kubectl 'see https://kubernetes.io'
require_tool openssl 'it makes the certificate that NGINX answers with where no server is named'
cd "$root"

cluster_name=${!cluster_variable}
if [[ -n "$dry_run" ]]; then vpc_id='<vpc>'; else vpc_id=$(vpc_of_cluster); fi
require_enforced_network_policies
flag=$(rollback_flag)
apply_manifest release-rights.yaml

for name in $(prerequisite_names); do
  grep -qxF -e "$(field "$name" when)" <<<"$switched_on" || continue
  say "== $name $(field "$name" version): $(field "$name" why)"
  prepare_namespace "$name"
  case $name in
    nginx-ingress)
      make_default_certificate "$(field "$name" namespace)"
      install "$name"
      apply_manifest target-group-binding.yaml
      apply_manifest network-policies.yaml
      ;;
    *) install "$name" ;;
  esac
done
