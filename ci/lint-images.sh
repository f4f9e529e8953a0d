#!/usr/bin/env bash
# lint-images.sh: looks into the built archives and says what no image of ours may be.
#
# It checks the configuration and every layer, in place of the lint of a Dockerfile. Needs tar and grep only.
#   --dry-run   say what would be looked at
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/images.bash
source "$root/ci/images.bash"
# shellcheck source=ci/image-archive.bash
source "$root/ci/image-archive.bash"

no_options "$@"
cd "$root"

# What the nodes pull for each new pod; the largest so far has 89 MiB.
readonly most_mib=120
readonly shells='/(sh|ash|bash|dash|zsh|busybox|toybox)$'
readonly installers='/(apt|apt-get|dpkg|apk|rpm|dnf|yum|pip|curl|wget)$'

# must SENTENCE COMMAND…: counts and prints what does not hold.
must() {
  checks=$((checks + 1))
  if ! "${@:2}"; then
    problems=$((problems + 1))
    printf '%s: %s\n' "$image" "$1" >&2
  fi
}

configured() {
  grep -qE -- "$1" <<<"$config"
}

has_flag() {
  grep -qxE -- "$1" <<<"$entrypoint"
}

has_no_volume() {
  ! configured '"Volumes":\{"'
}

names_no_secret() {
  ! configured '(PASSWORD|SECRET|TOKEN|_KEY)='
}

starts_java() {
  [[ "$(head -n 1 <<<"$entrypoint")" =~ ^(/usr/bin/)?java$ ]]
}

# One line for each file: mode, owner, size, date, time, path.
has_no_file() {
  ! awk '$1 ~ /^[-lh]/ { print "/" $6 }' <<<"$files" | grep -E -- "$1" >&2
}

has_no_setuid_file() {
  ! grep -E '^-..[sS]|^-.....[sS]' <<<"$files" >&2
}

# A folder that all may write is the way to plant a file; /tmp has the sticky bit and is mounted over.
has_no_open_folder() {
  ! grep -E '^d.......w[^tT]' <<<"$files" >&2
}

last_layer_is_the_cache_alone() {
  [[ "$(tar_list "$(image_layers "$archive" | tail -n 1)" | awk '$1 ~ /^-/ { print $6 }')" == "app/aot/$image.aot" ]]
}

cache_is_the_labelled_one() {
  local sha256
  sha256=$(tar -xzOf "$(image_layers "$archive" | tail -n 1)" --warning=no-unknown-keyword "app/aot/$image.aot" | sha256sum)
  configured "\"AOT_CACHE_SHA256\":\"${sha256%% *}\""
}

# An AOT cache does not hold for folders, and the order of a wildcard is the file system's; of a single jar there is one.
class_path_is_settled() {
  local paths
  paths=$(tar -xzOf "$(image_layers "$archive" | tail -n 2 | head -n 1)" --warning=no-unknown-keyword \
    app/jib-classpath-file | tr ':' '\n')
  [[ "$(awk '{ print $6 }' <<<"$files" | grep -cE '^app/classpath/.')" == 1 ]] &&
    [[ "$(head -n 1 <<<"$paths")" == '/app/classpath/*' ]] &&
    ! tail -n +2 <<<"$paths" | grep -vE '^/app/libs/[^*]+\.jar$' >&2
}

created_when_committed() {
  local date
  date=$(grep -oE '"BUILD_DATE":"[^"]+"' <<<"$config" | cut -d '"' -f 4)
  [[ -n "$date" ]] && configured "\"created\":\"$date\",\"architecture\""
}

small_enough() {
  (($(stat -c %s "$(image_archive "$image")") <= most_mib * 1048576))
}

digest_is_recorded() {
  [[ "$(cat "target/images/$image.digest" 2>/dev/null)" == "$(manifest_digest "$archive")" ]]
}

blobs_are_what_they_are_called() {
  (cd "$archive/blobs/sha256" && sha256sum --quiet --check <(printf '%s\n' * | sed 's/.*/&  &/')) >&2
}

has_sbom() {
  grep -q '"bomFormat" *: *"CycloneDX"' "target/images/$image.cdx.json" 2>/dev/null
}

tar_list() {
  tar -tvzf "$1" --warning=no-unknown-keyword --numeric-owner
}

lint() {
  local archive=$temporary/$image config entrypoint files
  open_archive "$(image_archive "$image")" "$archive"
  config=$(image_config "$archive")
  entrypoint=$(image_entrypoint "$archive")
  files=$(image_layers "$archive" | while read -r layer; do tar_list "$layer"; done)

  must 'each blob has the digest that is its name' blobs_are_what_they_are_called
  must 'the digest beside the archive is its own' digest_is_recorded
  must 'is made for amd64 and linux' configured '"architecture":"amd64","os":"linux"'
  must 'the user is a number other than 0' configured '"User":"[1-9][0-9]*(:[1-9][0-9]*)?"'
  must 'port 8000 is exposed, no other' configured '"ExposedPorts":\{"8000/tcp":\{\}\}'
  must 'has no volume' has_no_volume
  must 'label BUILD_NUMBER is a number' configured '"BUILD_NUMBER":"[0-9]+"'
  must 'label GIT_COMMIT is a commit' configured '"GIT_COMMIT":"[0-9a-f]{40}"'
  must 'label BUILD_DATE is a time in UTC' configured '"BUILD_DATE":"[0-9-]{10}T[0-9:]{8}Z"'
  must 'is created at the time of its commit' created_when_committed
  must 'has no variable that looks like a secret' names_no_secret
  must 'starts java itself, no shell' starts_java
  must 'uses its AOT cache' has_flag "-XX:AOTCache=/app/aot/$image\.aot"
  must 'names the collector that the cache holds for' has_flag '-XX:\+UseSerialGC'
  must 'names the object headers that the cache holds for' has_flag '-XX:\+UseCompactObjectHeaders'
  must 'bounds its heap by the limit of the pod' has_flag '-XX:MaxRAMPercentage=[0-9]+'
  must 'bounds its direct memory' has_flag '-XX:MaxDirectMemorySize=[0-9]+m'
  must 'ends when memory does' has_flag '-XX:\+ExitOnOutOfMemoryError'
  must 'the class path is one order of jars, without folders' class_path_is_settled
  must 'the last layer is the AOT cache alone' last_layer_is_the_cache_alone
  must 'the AOT cache is the one that its label names' cache_is_the_labelled_one
  must 'has no shell' has_no_file "$shells"
  must 'has nothing that installs or fetches' has_no_file "$installers"
  must 'has no setuid or setgid file' has_no_setuid_file
  must 'has no folder that all may write, but /tmp' has_no_open_folder
  must "has at most $most_mib MiB" small_enough
  must 'has an SBOM beside it' has_sbom
}

if [[ -n "$dry_run" ]]; then
  for image in "${images[@]}"; do say "would look into $(image_archive "$image")"; done
  exit
fi

temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
checks=0 problems=0
for image in "${images[@]}"; do
  [[ -s "$(image_archive "$image")" ]] || refuse "$(image_archive "$image") is missing: build-images.sh writes it"
  lint
done
((problems == 0)) || fail "$problems of $checks checks failed"
say "images: $checks checks, all hold"
