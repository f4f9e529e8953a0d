# shellcheck shell=bash
# A Helm release of an environment: what it is made of, and what its history says. Sourced after step.bash, never run; it
# brings the environments and the images along.
# shellcheck disable=SC2034  # for the steps

# shellcheck source=ci/environment.bash
source "$root/ci/environment.bash"
# shellcheck source=ci/images.bash
source "$root/ci/images.bash"

# What the chart's tests run.
readonly test_image=public.ecr.aws/docker/library/busybox:1.37

# describe_release: fills `release`, the arguments that lint, diff and deploy must share, so that what was reviewed is
# what is deployed.
describe_release() {
  local digest
  require_release_name
  require HELM_CHART_PATH 'the folder of the chart'
  require IMAGE_TAG 'the build number'
  require_account
  release=(
    --namespace "$namespace"
    --values "$HELM_CHART_PATH/values-$environment.yaml"
    --set "weatherApi.image.tag=$IMAGE_TAG"
    --set "global.aws.accountId=$AWS_ACCOUNT_ID"
    --set "global.aws.region=$AWS_REGION"
  )
  digest=$(recorded_digest weather-api)
  release+=(--set "weatherApi.image.digest=$digest")
  digest=$(recorded_digest edge-gateway)
  release+=(--set "edgeGateway.image.digest=$digest")
  digest=$(locked_digest "$test_image")
  release+=(${digest:+--set "helmTest.image.digest=$digest"})
}

# One line `REVISION STATUS DESCRIPTION` for each revision that Helm still knows, the oldest first; none before the
# first release. A cluster that cannot be asked ends the step.
revisions() {
  local table
  [[ -z "$dry_run" ]] || return 0
  if table=$(helm history "$HELM_RELEASE_NAME" --namespace "$namespace" 2>&1); then
    awk -F '\t' '$1 + 0 > 0 { for (i = 1; i <= NF; i++) gsub(/^ +| +$/, "", $i); print $1, $3, $NF }' <<<"$table"
  elif [[ "$table" != *'release: not found'* ]]; then
    fail "helm history: $table"
  fi
}

# latest_revision HISTORY, serving_revision HISTORY: 0 where there is none. The one that serves is the last that Helm
# calls deployed; a failed or pending one after it never took its place.
latest_revision() {
  awk 'END { print NR ? $1 : 0 }' <<<"$1"
}

serving_revision() {
  awk '$2 == "deployed" { serving = $1 } END { print serving + 0 }' <<<"$1"
}

status_of_revision() {
  awk -v revision="$2" '$1 == revision { print $2 }' <<<"$1"
}

# Every file of the chart, values included, in one digest.
chart_digest() {
  (cd "$HELM_CHART_PATH" && find . -type f -print | LC_ALL=C sort | tr '\n' '\0' | xargs -0 sha256sum | sha256sum | cut -d ' ' -f 1)
}
