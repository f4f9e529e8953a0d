#!/usr/bin/env bash
# build-images.sh: builds both images as OCI archives in target/images, beside each its digest and its SBOM.
#
# Each image is built, run to train its AOT cache, and built again with the cache as its last layer.
#   --base local|distroless   what they stand on: a base of this machine's parts (local-base.sh), or the image that
#                             ci/images.lock pins; default: distroless once its digest is resolved, local until then
#   --verify-reproducible     build once more with the same caches, and compare each byte
#   --dry-run                 print the commands
# BUILD_NUMBER (default 0) becomes a label and the tag inside the archive; commit and date are those of the checkout.
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/images.bash
source "$root/ci/images.bash"

readonly distroless=gcr.io/distroless/java25-debian13:nonroot
readonly folder=$root/target/images

base='' verify=''
while (($#)); do
  case $1 in
    --base)
      base=${2:-}
      [[ "$base" == local || "$base" == distroless ]] || refuse "--base is '$base': expected local or distroless"
      shift
      ;;
    --verify-reproducible) verify=1 ;;
    --dry-run) dry_run=1 ;;
    -h | --help) usage && exit ;;
    *) refuse "unknown argument '$1'; see ${0##*/} --help" ;;
  esac
  shift
done

require JAVA_HOME 'the folder of a JDK 25'
require_tool mvn 'install Maven 3.8.7 or newer'
require_tool git 'the labels name the commit'
cd "$root"
commit=$(git rev-parse HEAD)
date=$(TZ=UTC git log -1 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd)
readonly commit date build=${BUILD_NUMBER:-0}
[[ "$build" =~ ^[0-9]+$ ]] || refuse "BUILD_NUMBER is '$build': expected digits"

module_of() {
  case $1 in
    weather-api) say weather-service ;;
    edge-gateway) say edge-gateway ;;
  esac
}

# Sets base_image. Nothing is built on a moving tag.
choose_base() {
  local digest
  digest=$(awk -v image="$distroless" '$1 == image { print $2 }' ci/images.lock)
  if [[ -z "$base" ]]; then
    [[ "$digest" == sha256:* ]] && base=distroless || base=local
  fi
  if [[ "$base" == local ]]; then
    say 'images: on a base of local parts, for tests; a release stands on distroless'
    base_image=tar://$folder/base.tar
    run ci/local-base.sh
  else
    [[ "$digest" == sha256:* ]] || refuse "ci/images.lock has no digest of $distroless: resolve-images.sh fills it in"
    base_image=$distroless@$digest
  fi
}

# One Maven run for each image, because Jib would also containerize the libraries they share.
build_image() {
  local module sha256=none
  module=$(module_of "$1")
  [[ ! -s "$folder/$1.aot.sha256" ]] || sha256=$(<"$folder/$1.aot.sha256")
  run mvn --batch-mode --quiet -pl "$module" -am -Dmaven.test.skip -Djacoco.skip -Dmaven.jar.forceCreation \
    package cyclonedx:makeBom jib:buildTar "-Djib.containerize=:$module" -Djib.console=plain \
    -Djib.useOnlyProjectCache "-Dimage.base=$base_image" "-Dimage.folder=$folder" "-Dimage.build-number=$build" \
    "-Dimage.git-commit=$commit" "-Dimage.build-date=$date" "-Dimage.aot-sha256=$sha256"
}

untrained() {
  local image
  for image in "${images[@]}"; do
    run rm -rf "$folder/aot/$image" "$folder/$image.aot.sha256"
    run mkdir -p "$folder/aot/$image"
  done
}

# Jib's caches go too: what is compared was made anew.
verify_reproducible() {
  local image once again
  for image in "${images[@]}"; do
    once=$(sha256sum <"$(image_archive "$image")")
    run rm -rf "$(module_of "$image")/target/jib-cache"
    build_image "$image"
    again=$(sha256sum <"$(image_archive "$image")")
    [[ "$once" == "$again" ]] || fail "$image is not reproducible: ${once%% *}, then ${again%% *}"
    say "$image: the same bytes again, sha256 ${again%% *}"
  done
}

choose_base
untrained
for image in "${images[@]}"; do
  say "$image: building without a cache"
  build_image "$image"
done
say 'images: training the caches'
run ci/train-aot-cache.sh
for image in "${images[@]}"; do
  say "$image: building with its cache"
  build_image "$image"
done
[[ -z "$verify" || -n "$dry_run" ]] || verify_reproducible
[[ -z "$dry_run" ]] || exit 0
for image in "${images[@]}"; do
  say "$image: $(image_archive "$image"), $(($(stat -c %s "$(image_archive "$image")") / 1048576)) MiB, $(<"$folder/$image.digest")"
done
