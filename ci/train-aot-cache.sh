#!/usr/bin/env bash
# train-aot-cache.sh: runs both images' own files and writes what the JVM learned as their AOT caches.
#
# Each archive is unpacked, and its own JVM runs its own jars with the image's own flags; no engine and no privilege is
# needed. A cache does not mind that the class path lies in another folder, as long as names, sizes and times agree.
# The gateway is trained in front of the service. Writes target/images/aot/NAME/NAME.aot and
# target/images/NAME.aot.sha256.
#   --dry-run   say what would be trained
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/images.bash
source "$root/ci/images.bash"
# shellcheck source=ci/image-archive.bash
source "$root/ci/image-archive.bash"
# shellcheck source=ci/image-requests.bash
source "$root/ci/image-requests.bash"

no_options "$@"
require JAVA_HOME 'the folder of a JDK 25'
require_tool curl 'the images are asked with it'
cd "$root"
readonly rounds=30

unpack() {
  open_archive "$(image_archive "$1")" "$temporary/$1/archive"
  unpack_root "$temporary/$1/archive" "$temporary/$1/root"
}

# The image's java, its links followed inside the image.
java_of() {
  local java=/usr/bin/java
  while [[ -L "$1$java" ]]; do java=$(readlink "$1$java"); done
  [[ -x "$1$java" ]] || fail "the image has no $java"
  say "$1$java"
}

# start NAME PORT VARIABLE=VALUE…: in the background, with the limits of a pod, since the heap's layout is part of the cache.
start() {
  local files=$temporary/$1/root arguments
  mapfile -t arguments < <(image_entrypoint "$temporary/$1/archive" |
    sed -e 1d -e "s|^-XX:AOTCache=.*|-XX:AOTCacheOutput=$temporary/$1/$1.aot|" -e "s|@/app/|@$files/app/|")
  sed -i "s|/app/|$files/app/|g" "$files/app/jib-classpath-file"
  env -i LANG=C.UTF-8 SERVER_PORT="$2" "${@:3}" "$(java_of "$files")" -Xmx200m -Xlog:aot=error "${arguments[@]}" \
    >"$temporary/$1/log" 2>&1 &
  started[$1]=$!
  await_ready "$2" 60 || fail "$1 does not get ready: $(tail -n 3 "$temporary/$1/log")"
}

# ask PORT [HEADER…]: every answer counts, also that something is wrong; none may be missing.
ask() {
  local port=$1 round headers=() header urls=() path
  shift
  for header in "$@"; do headers+=(--header "$header"); done
  for path in /health /startup "${asked[@]}"; do urls+=("http://127.0.0.1:$port$path" --output /dev/null); done
  for ((round = 0; round < rounds; round++)); do
    curl --silent "${headers[@]+"${headers[@]}"}" "${urls[@]}"
  done
}

# A cache is written when its JVM ends.
stop() {
  kill -TERM "${started[$1]}"
  wait "${started[$1]}" || [[ $? == 143 ]] || fail "$1 did not end well: $(tail -n 3 "$temporary/$1/log")"
  unset "started[$1]"
  [[ -s "$temporary/$1/$1.aot" ]] || fail "$1 left no cache: $(tail -n 3 "$temporary/$1/log")"
  mkdir -p "target/images/aot/$1"
  install -m 644 "$temporary/$1/$1.aot" "target/images/aot/$1/$1.aot"
  sha256sum "target/images/aot/$1/$1.aot" | cut -d ' ' -f 1 >"target/images/$1.aot.sha256"
  say "$1: a cache of $(($(stat -c %s "$temporary/$1/$1.aot") / 1048576)) MiB"
}

if [[ -n "$dry_run" ]]; then
  for image in "${images[@]}"; do say "would train $(image_archive "$image")"; done
  exit
fi

temporary=$(mktemp -d)
declare -A started
end() {
  local pid
  for pid in "${started[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
  rm -rf "$temporary"
}
trap end EXIT

service_port=$(free_port)
gateway_port=$(free_port)
for image in "${images[@]}"; do unpack "$image"; done
start weather-api "$service_port"
start edge-gateway "$gateway_port" WEATHER_SERVICE_URL="http://127.0.0.1:$service_port" EDGE_KEY="$edge_key" QUOTA_TABLE=none
say 'training: asking both'
ask "$service_port"
ask "$gateway_port"
for operation in 'GET /forecast' 'GET /current' 'GET /places'; do
  assertion=$(edge_assertion "$temporary/edge-gateway/root/app" "$operation")
  ask "$gateway_port" "X-Edge-Assertion: $assertion"
done
stop edge-gateway
stop weather-api
