# shellcheck shell=bash
# What prerequisites.yaml says, as Helm's arguments. Sourced after environment.bash and images.bash, never run; whoever
# sources it sets cluster_name and vpc_id.
# shellcheck disable=SC2034,SC2154  # for the step, and from it

readonly prerequisites=$root/ci/cluster/prerequisites.yaml

# field NAME KEY: one value of a prerequisite, empty where the page says nothing.
field() {
  awk -v name="$1" -v key="$2:" '
    /^- name: / { found = $3 == name }
    found && $1 == key { sub(/^ *[^:]+: */, ""); print; exit }' "$prerequisites"
}

prerequisite_names() {
  awk '/^- name: / { print $3 }' "$prerequisites"
}

image_of() {
  awk -v name="$1" '
    /^- name: / { found = $3 == name; next }
    found && $1 == "-" { print $2; exit }' "$prerequisites"
}

# What --with knows.
switch_names() {
  awk '$1 == "when:" && $2 != "always" { print $2 }' "$prerequisites"
}

# chart_of NAME: fills `chart`, as helm upgrade and helm show take it.
chart_of() {
  local repository name version
  repository=$(field "$1" repository)
  name=$(field "$1" chart)
  version=$(field "$1" version)
  case $repository in
    none) chart=("$name") ;;
    oci://*) chart=("$repository/$name" --version "$version") ;;
    *) chart=("$name" --repo "$repository" --version "$version") ;;
  esac
}

# settings_of NAME: fills `settings`, what the environment adds to the values file.
settings_of() {
  local annotation='annotations.eks\.amazonaws\.com/role-arn' role
  role=arn:aws:iam::$AWS_ACCOUNT_ID:role/$names-$(field "$1" serviceAccount)
  case $1 in
    aws-load-balancer-controller)
      settings=(
        --set "clusterName=$cluster_name" --set "region=$AWS_REGION" --set "vpcId=$vpc_id"
        --set "serviceAccount.$annotation=$role"
      )
      ;;
    cluster-autoscaler)
      settings=(
        --set "autoDiscovery.clusterName=$cluster_name" --set "awsRegion=$AWS_REGION"
        --set "rbac.serviceAccount.$annotation=$role"
      )
      ;;
    external-dns) settings=(--set "txtOwnerId=$cluster_name" --set "serviceAccount.$annotation=$role") ;;
    logging)
      settings=(
        --set "global.environment=$environment" --set "global.clusterName=$cluster_name"
        --set "global.aws.accountId=$AWS_ACCOUNT_ID" --set "global.aws.region=$AWS_REGION"
      )
      ;;
    *) settings=() ;;
  esac
}

# pin_image NAME: adds to `settings` the digest of its image.
pin_image() {
  local image digest value
  image=$(image_of "$1")
  digest=$(locked_digest "$image")
  if [[ -z "$digest" ]]; then
    say "ci/images.lock has no digest of $image yet: it is installed by its tag"
    return
  fi
  for value in $(field "$1" pin); do
    case $value in
      *.digest) settings+=(--set "$value=$digest") ;;
      *.tag) settings+=(--set "$value=${image##*:}@$digest") ;;
    esac
  done
}

# for_environment FILE: a manifest as the environment has it. The files have production's names.
for_environment() {
  case $environment in
    production) cat "$root/ci/cluster/$1" ;;
    *) sed -E "s/\bmax-weather\b/$names/; s/\bweather-production\b/$namespace/" "$root/ci/cluster/$1" ;;
  esac
}
