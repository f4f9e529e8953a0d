#!/usr/bin/env bash
# verify-chart.sh [--helm PATH] [--crds DIR] [--broken-tag TAG] [--keep]: what the chart promises holds on a real
# control plane.
#
# For the chart's defaults, staging and production in turn, in a namespace of its own (weather-verify-…) that enforces
# restricted Pod Security: the release installs without a warning, rolls, keeps and renews its certificate, takes back an
# image that never starts, empties a zone, scales beside Helm, passes `helm test` and uninstalls without a trace. Says
# what it proved, one line each; the first thing that does not hold ends it, with the evidence and exit code 1.
# KUBECONFIG names the cluster: two zones or more, and nobody's production, for a zone is cordoned for some seconds. A
# cluster that has the release anywhere else is refused. Nodes that really pull need images that exist: AWS_ACCOUNT_ID
# and IMAGE_TAG name them.
#   --helm PATH        the Helm to use, 3 or 4 (default: the one on PATH)
#   --crds DIR         custom resource definitions to apply first, and leave, so that VirtualServer and External Secrets
#                      are tried too
#   --broken-tag TAG   a tag whose image never starts (default: mw-broken, which no registry has)
#   --keep             leave the namespaces, to look into
#   --dry-run          print what would be tried, ask nothing
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"

readonly release=max-weather chart=$root/helm/max-weather deployments=(edge-gateway weather-api)
readonly zone_label=topology.kubernetes.io/zone own=app.kubernetes.io/managed-by=verify-chart
# Longer than a rollout takes, longer than a pod's grace.
readonly patience=120
# What a release with a broken image is given.
readonly short=20s
helm_path=helm crds='' broken_tag=mw-broken keep=''
namespaces=() cordoned=() simulated=() watcher='' heartbeat=''

take_arguments() {
  while (($# > 0)); do
    case $1 in
      --dry-run) dry_run=1 ;;
      --keep) keep=1 ;;
      -h | --help) usage && exit ;;
      --helm | --crds | --broken-tag)
        (($# > 1)) || refuse "$1 needs a value; see ${0##*/} --help"
        case $1 in
          --helm) helm_path=$2 ;;
          --crds) crds=$2 ;;
          --broken-tag) broken_tag=$2 ;;
        esac
        shift
        ;;
      *) refuse "unknown argument '$1'; see ${0##*/} --help" ;;
    esac
    shift
  done
}

main() {
  local environment
  take_arguments "$@"
  if [[ -z "$dry_run" ]]; then
    check_tools
    output=$(mktemp -d)
    readonly output
    trap restore EXIT
    check_cluster
    keep_simulated_nodes_alive
  fi
  rollback=$(rollback_flag)
  readonly rollback
  for environment in default staging production; do
    verify "$environment"
  done
  [[ -n "$dry_run" ]] || say "all of it with Helm $(helm version --template '{{.Version}}') in $SECONDS seconds"
}

verify() {
  local proof
  namespace=weather-verify-$1
  settings=(
    --set "global.aws.accountId=${AWS_ACCOUNT_ID:-123456789012}"
    --set "weatherApi.image.tag=${IMAGE_TAG:-1}"
  )
  [[ "$1" == default ]] || settings+=(--values "$chart/values-$1.yaml")
  for proof in make_namespace accepts_every_object installs_without_a_warning spreads_over_zones rolls_on_a_change \
    renews_the_certificate switches_to_virtual_server takes_back_a_broken_image survives_the_drain_of_a_zone \
    leaves_replicas_to_the_autoscaler passes_helm_test uninstalls_without_a_trace; do
    if [[ -n "$dry_run" ]]; then say "$namespace: ${proof//_/ }"; else "$proof"; fi
  done
}

# --- what is proved, in the order of a release's life

make_namespace() {
  kubectl create namespace "$namespace" >/dev/null
  namespaces+=("$namespace")
  kubectl label namespace "$namespace" "$own" pod-security.kubernetes.io/enforce=restricted \
    pod-security.kubernetes.io/warn=restricted >/dev/null
}

accepts_every_object() {
  server_accepts || disprove 'the API server does not accept every object'
  proved 'the API server accepts every object, strictly and without a warning'
  if knows secretstores.external-secrets.io && knows virtualservers.k8s.nginx.org; then
    server_accepts --set ingress.kind=VirtualServer --set externalSecrets.enabled=true ||
      disprove 'the API server does not accept VirtualServer and External Secrets'
    proved 'it accepts them with VirtualServer and External Secrets too'
  else
    say "${namespace##*-}: VirtualServer and External Secrets are not tried, the cluster has no definitions of them"
  fi
}

installs_without_a_warning() {
  local name
  cluster_objects >"$output/cluster-before"
  deploy 5m || disprove 'it does not install'
  ! grep -Ei '^W[0-9]{4} |warn' "$output/command" || disprove 'the API server warns'
  for name in "${deployments[@]}"; do
    await_pods "$name" "$(fewest "$name")"
  done
  proved "it installs without a warning, and the autoscalers bring up $(each fewest) ready pods"
}

spreads_over_zones() {
  local name
  for name in "${deployments[@]}"; do
    is_spread "$name" || disprove "$name is not spread over the zones"
  done
  proved "the pods are spread over the zones: $(each pods_by_zone)"
}

# The log group is in the ConfigMap alone: what restarts the pods is its checksum.
rolls_on_a_change() {
  local name certificate
  certificate=$(certificate)
  settings+=(--set logGroup=/verify/rolled)
  watch_availability
  deploy 5m || disprove 'it does not upgrade'
  for name in "${deployments[@]}"; do
    [[ "$(revision "$name")" == 2 ]] || disprove "$name is at revision $(revision "$name"), expected 2: it did not roll"
    never_below "$name" "$(fewest "$name")"
  done
  stop_watching
  [[ "$certificate" == "$(certificate)" ]] || disprove 'the upgrade replaced a certificate that is good'
  proved 'a changed value restarts the pods, never with fewer than before, and keeps the certificate'
}

# Written in Helm's name: another writer of the annotation would own it, and Helm would refuse to touch it.
renews_the_certificate() {
  local before after
  before=$(certificate)
  within get secret internal-tls --output yaml | sed 's|\(/renew-after\): .*|\1: "1"|' |
    within apply --server-side --field-manager helm --force-conflicts --filename - >/dev/null
  deploy 5m || disprove 'it does not upgrade over an old certificate'
  after=$(certificate)
  [[ -n "$after" && "$before" != "$after" ]] || disprove 'the upgrade kept a certificate whose time had come'
  proved 'an upgrade replaces a certificate whose time has come'
}

switches_to_virtual_server() {
  knows virtualservers.k8s.nginx.org || return 0
  settings+=(--set ingress.kind=VirtualServer)
  deploy 5m || disprove 'it does not switch to VirtualServer'
  [[ "$(within get ingresses,virtualservers --output name)" == virtualserver.k8s.nginx.org/max-weather ]] ||
    disprove 'Ingress and VirtualServer stand side by side'
  proved 'VirtualServer takes the place of the Ingress'
}

takes_back_a_broken_image() {
  local images revision name started=$SECONDS
  images=$(each image)
  revision=$(deployed_revision)
  watch_availability
  ! deploy "$short" --set "weatherApi.image.tag=$broken_tag" || disprove "images with the tag $broken_tag start"
  for name in "${deployments[@]}"; do
    never_below "$name" "$(fewest "$name")"
  done
  stop_watching
  [[ "$(each image)" == "$images" ]] || disprove "the former images do not run again: $(each image), expected $images"
  [[ "$(deployed_revision)" == $((revision + 2)) ]] ||
    disprove "revision '$(deployed_revision)' serves, expected $((revision + 2)): the way back"
  for name in "${deployments[@]}"; do
    await_pods "$name" "$(fewest "$name")"
  done
  proved "a broken image is taken back by itself after $((SECONDS - started)) seconds, no pod of before was lost"
}

survives_the_drain_of_a_zone() {
  local zone name started=$SECONDS
  zone=$(zone_of_a_pod)
  mapfile -t cordoned < <(schedulable_nodes | awk -v zone="$zone" '$2 == zone { print $1 }')
  watch_availability
  kubectl drain "${cordoned[@]}" --ignore-daemonsets --delete-emptydir-data --timeout "${patience}s" \
    --pod-selector "app in ($(IFS=, && say "${deployments[*]}"))" >"$output/command" 2>&1 ||
    disprove "$zone cannot be drained"
  for name in "${deployments[@]}"; do
    await_pods "$name" "$(fewest "$name")"
    [[ "$(pods_by_zone "$name")" != *"$zone"* ]] || disprove "$name still has pods in $zone"
    never_below "$name" "$(budget "$name")"
  done
  stop_watching
  proved "$zone is drained and replaced after $((SECONDS - started)) seconds, never below $(each budget) pods"
  uncordon
}

# Scaling by hand writes what the autoscaler writes, and without metrics it lets any number within its bounds stand.
leaves_replicas_to_the_autoscaler() {
  local name wanted
  for name in "${deployments[@]}"; do
    within scale deployment "$name" --replicas $(($(fewest "$name") + 1)) >/dev/null
    await_pods "$name" $(($(fewest "$name") + 1))
  done
  wanted=$(each replicas)
  settings+=(--set logGroup=/verify/scaled)
  deploy 5m || disprove 'it does not upgrade after it was scaled'
  [[ "$(each replicas)" == "$wanted" ]] || disprove "the upgrade changed the replicas to $(each replicas), from $wanted"
  for name in "${deployments[@]}"; do
    is_spread "$name" || disprove "$name is not spread over the zones after an upgrade"
  done
  proved "an upgrade leaves $wanted replicas as they are, and spreads them over all zones again"
}

passes_helm_test() {
  helm test "$release" --namespace "$namespace" --timeout "${patience}s" >"$output/command" 2>&1 ||
    disprove 'helm test fails'
  proved "helm test passes ($(grep -c 'Phase: *Succeeded' "$output/command") tests)"
}

uninstalls_without_a_trace() {
  helm uninstall "$release" --namespace "$namespace" --wait --timeout "${patience}s" >"$output/command" 2>&1 ||
    disprove 'it does not uninstall'
  # What controllers collect after their owners.
  within wait --for delete pods,replicasets,endpointslices --all --timeout "${patience}s" >"$output/command" 2>&1 ||
    disprove 'pods outlive the release'
  namespace_objects >"$output/command"
  [[ ! -s "$output/command" ]] || disprove 'objects outlive the release'
  cluster_objects | comm -13 "$output/cluster-before" - >"$output/command"
  [[ ! -s "$output/command" ]] || disprove 'objects outlive the release outside its namespace'
  proved 'it uninstalls, and nothing is left'
}

# --- what the proofs ask and do

helm() {
  command "$helm_path" "$@"
}

within() {
  kubectl --namespace "$namespace" "$@"
}

# deploy TIMEOUT OPTION…: as the pipeline does.
deploy() {
  local timeout=$1
  shift
  helm upgrade --install "$release" "$chart" --namespace "$namespace" "${settings[@]}" "$@" \
    --wait --timeout "$timeout" "$rollback" >"$output/command" 2>&1
}

# server_accepts OPTION…: the objects of the release and the pods of its tests.
server_accepts() {
  helm template "$release" "$chart" --namespace "$namespace" "${settings[@]}" "$@" >"$output/rendered" &&
    within apply --server-side --dry-run=server --validate=strict --warnings-as-errors \
      --filename "$output/rendered" >"$output/command" 2>&1
}

knows() {
  kubectl get customresourcedefinition "$1" >/dev/null 2>&1
}

# each QUESTION: the answer for every deployment, in one line.
each() {
  local name answers=()
  for name in "${deployments[@]}"; do
    answers+=("$("$1" "$name")")
  done
  say "${answers[*]}"
}

fewest() {
  within get hpa "$1-hpa" --output 'jsonpath={.spec.minReplicas}'
}

budget() {
  within get pdb "$1-pdb" --output 'jsonpath={.spec.minAvailable}'
}

replicas() {
  within get deployment "$1" --output 'jsonpath={.spec.replicas}'
}

image() {
  within get deployment "$1" --output 'jsonpath={.spec.template.spec.containers[0].image}'
}

revision() {
  within get deployment "$1" --output 'jsonpath={.metadata.annotations.deployment\.kubernetes\.io/revision}'
}

certificate() {
  within get secret internal-tls --output 'jsonpath={.data.tls\.crt}'
}

deployed_revision() {
  within get secrets --selector "owner=helm,name=$release,status=deployed" \
    --output 'jsonpath={.items[*].metadata.labels.version}'
}

# await_pods DEPLOYMENT COUNT: as many are available, all of the present revision.
await_pods() {
  within wait "deployment/$1" --for "jsonpath={.status.availableReplicas}=$2" --timeout "${patience}s" \
    >"$output/command" 2>&1 || disprove "$1 does not get to $2 pods"
  within rollout status "deployment/$1" --timeout "${patience}s" >"$output/command" 2>&1 ||
    disprove "$1 does not finish its rollout"
}

# One line `NODE ZONE` each.
schedulable_nodes() {
  kubectl get nodes --output go-template="{{range .items}}{{if not .spec.unschedulable}}{{.metadata.name}} \
{{index .metadata.labels \"$zone_label\"}}{{\"\\n\"}}{{end}}{{end}}"
}

# One line for each pod that is there to stay.
nodes_of_pods() {
  within get pods --selector "app=$1" \
    --output go-template='{{range .items}}{{if not .metadata.deletionTimestamp}}{{.spec.nodeName}}{{"\n"}}{{end}}{{end}}'
}

# ZONE=PODS for each zone that can take some, or has some.
pods_by_zone() {
  awk 'NR == FNR { zone[$1] = $2; pods[$2] += 0; next } { pods[zone[$1]]++ }
    END { for (name in pods) printf "%s=%d\n", name, pods[name] }' <(schedulable_nodes) <(nodes_of_pods "$1") |
    sort | paste -s -d ' '
}

is_spread() {
  pods_by_zone "$1" | tee "$output/command" | tr ' ' '\n' | awk -F = '
    NR == 1 || $2 < least { least = $2 }
    $2 > most { most = $2 }
    END { exit most - least > 1 }'
}

zone_of_a_pod() {
  awk 'NR == FNR { zone[$1] = $2; next } { print zone[$1]; exit }' <(schedulable_nodes) <(nodes_of_pods weather-api)
}

# Every change of the deployments' available pods is kept until stop_watching.
watch_availability() {
  local deadline=$((SECONDS + patience))
  within get deployments --watch --no-headers \
    --output custom-columns=NAME:.metadata.name,AVAILABLE:.status.availableReplicas >"$output/available" 2>&1 &
  watcher=$!
  until grep -q '^weather-api ' "$output/available"; do
    ((SECONDS < deadline)) || disprove 'the deployments cannot be watched'
    sleep 0.1
  done
}

# never_below DEPLOYMENT PODS: since the watch began.
never_below() {
  local lowest
  lowest=$(awk -v name="$1" '$1 == name { pods = $2 + 0; if (!seen++ || pods < lowest) lowest = pods }
    END { print lowest + 0 }' "$output/available")
  ((lowest >= $2)) || disprove "$1 was down to $lowest available pods, expected $2 at least"
}

stop_watching() {
  [[ -n "$watcher" ]] || return 0
  kill "$watcher" 2>/dev/null || true
  wait "$watcher" 2>/dev/null || true
  watcher=''
}

uncordon() {
  ((${#cordoned[@]} == 0)) || kubectl uncordon "${cordoned[@]}" >/dev/null
  cordoned=()
}

# A kubelet renews the lease of its node. Simulated nodes have neither, and the control plane takes each of them for lost
# about every minute, and the pods on it for unavailable: for as long as this runs, it renews leases in their stead.
# https://kubernetes.io/docs/concepts/architecture/nodes/#node-heartbeats
keep_simulated_nodes_alive() {
  mapfile -t simulated < <(comm -23 \
    <(kubectl get nodes --output go-template='{{range .items}}{{println .metadata.name}}{{end}}' | sort) \
    <(kubectl get leases --namespace kube-node-lease \
      --output go-template='{{range .items}}{{println .metadata.name}}{{end}}' | sort))
  ((${#simulated[@]} > 0)) || return 0
  renew_leases >"$output/command" 2>&1 || fail "no lease can be written: $(<"$output/command")"
  while sleep 10 && kill -0 $$; do
    renew_leases
  done >"$output/leases" 2>&1 &
  heartbeat=$!
}

renew_leases() {
  local node
  for node in "${simulated[@]}"; do
    cat <<LEASE
---
apiVersion: coordination.k8s.io/v1
kind: Lease
metadata: {name: $node, namespace: kube-node-lease, labels: {${own/=/: }}}
spec: {holderIdentity: $node, leaseDurationSeconds: 40, renewTime: "$(date --utc +%FT%T.000000Z)"}
LEASE
  done | kubectl apply --server-side --force-conflicts --filename -
}

leave_simulated_nodes() {
  [[ -n "$heartbeat" ]] || return 0
  kill "$heartbeat" 2>/dev/null || true
  wait "$heartbeat" 2>/dev/null || true
  kubectl delete leases --namespace kube-node-lease --selector "$own" >/dev/null
}

# Without what every namespace has, and what only tells of the past.
namespace_objects() {
  within get "$(kinds --namespaced=true)" --ignore-not-found --output name |
    grep -v -x -e configmap/kube-root-ca.crt -e serviceaccount/default || true
}

cluster_objects() {
  kubectl get "$(kinds --namespaced=false)" --ignore-not-found --output name | sort
}

# Events are no trace; the other two are old views of what stands elsewhere.
kinds() {
  kubectl api-resources --verbs list --output name "$1" |
    grep -v -x -e 'events.*' -e endpoints -e componentstatuses | paste -s -d ,
}

# --- before and after

check_tools() {
  require KUBECONFIG 'the kubeconfig of a cluster to try the chart on'
  require_tool kubectl 'see https://kubernetes.io'
  type -P "$helm_path" >/dev/null || refuse "$helm_path is not a command: see https://helm.sh"
  [[ -z "$crds" || -d "$crds" ]] || refuse "$crds is not a folder"
}

check_cluster() {
  local strangers
  kubectl version >"$output/command" 2>&1 || refuse "the cluster of $KUBECONFIG does not answer"
  (($(schedulable_nodes | awk '{ print $2 }' | sort -u | wc -l) >= 2)) ||
    refuse 'the cluster has nodes in fewer than two zones: a zone could not be drained'
  # Of an earlier run, interrupted or kept.
  kubectl delete namespace --selector "$own" --timeout "${patience}s" >/dev/null
  kubectl delete leases --namespace kube-node-lease --selector "$own" >/dev/null
  strangers=$(kubectl get secrets --all-namespaces --selector "owner=helm,name=$release" \
    --output 'jsonpath={.items[*].metadata.namespace}')
  [[ -z "$strangers" ]] || refuse "the cluster has a release $release in the namespace ${strangers%% *}"
  [[ -z "$crds" ]] || kubectl apply --server-side --filename "$crds" >/dev/null
}

proved() {
  say "${namespace##*-}: $1"
}

# disprove WHAT: the evidence, then the one line that says what does not hold.
disprove() {
  {
    [[ ! -s "$output/command" ]] || cat "$output/command"
    within get deployments,pods,hpa,pdb --output wide || true
    within get events --sort-by .lastTimestamp | tail -n 20 || true
  } >&2
  fail "${namespace##*-}: $1"
}

restore() {
  stop_watching
  uncordon
  [[ -n "$keep" || ${#namespaces[@]} == 0 ]] ||
    kubectl delete namespace "${namespaces[@]}" --timeout "${patience}s" >/dev/null
  leave_simulated_nodes
  rm -r "$output"
}

main "$@"
