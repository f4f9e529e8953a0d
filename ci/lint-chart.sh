#!/usr/bin/env bash
# lint-chart.sh ENVIRONMENT: the chart is sound, with the values and images that the environment is about to get.
#
# helm lint (strict; the values schema included), every template rendered, and, where KUBECONFIG leads to a cluster that
# has the namespace, every object accepted by its API server: a deprecated API or a broken Pod Security rule is a warning
# there, and a warning fails. Test pods that an earlier release left are deleted before. For production the chart must also
# be, byte for byte, the one that staging deployed.
#   --dry-run   print the commands
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/release.bash
source "$root/ci/release.bash"

take_environment "$@"
describe_release
require_tool helm 'see https://helm.sh'
cd "$root"
# Not in the record, which is archived: it holds what Secrets hold.
readonly rendered=target/rendered-$environment.yaml

if [[ "$environment" == production && -z "$dry_run" ]]; then
  deployed=$(cat "$root/target/release/staging/chart.sha256" 2>/dev/null || true)
  [[ -n "$deployed" ]] || refuse 'nothing says which chart staging deployed: deploy.sh staging writes it'
  [[ "$deployed" == "$(chart_digest)" ]] || fail 'the chart is not the one that staging deployed'
  say 'the chart is the one that staging deployed'
fi

run helm lint --strict "$HELM_CHART_PATH"
run helm lint --strict "$HELM_CHART_PATH" "${release[@]}"
if [[ -n "$dry_run" ]]; then
  run helm template "$HELM_RELEASE_NAME" "$HELM_CHART_PATH" "${release[@]}"
  exit
fi
mkdir -p target
helm template "$HELM_RELEASE_NAME" "$HELM_CHART_PATH" "${release[@]}" >"$rendered"
say "rendered $(grep -c '^kind:' "$rendered") objects"

if [[ -z "${KUBECONFIG:-}" ]]; then
  say 'no KUBECONFIG: no API server was asked'
elif ! kubectl get namespace "$namespace" >/dev/null 2>&1; then
  say "the cluster has no namespace $namespace yet: its API server was not asked"
else
  # A test that failed leaves its pod to look into, and a pod's image and command cannot be changed. Helm deletes it as well,
  # before the next test.
  run kubectl delete pods --namespace "$namespace" --selector 'app in (max-weather-test,max-weather-stranger)'
  run kubectl apply --server-side --force-conflicts --field-manager lint --dry-run=server --warnings-as-errors \
    --namespace "$namespace" --filename "$rendered"
fi
