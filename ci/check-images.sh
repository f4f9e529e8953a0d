#!/usr/bin/env bash
# check-images.sh: runs both built images as the chart does, under podman, and prints how they did.
#
# Read-only, no capability, a number as user, the limits of production and of staging: each image gets ready with its AOT
# cache, answers its probes and a bounded load, and is stopped under load without losing a request. Needs podman, runc and
# root; where podman is absent it says so and that is all. What it starts and stores is gone afterwards.
#   --aot-mode on|off   with the cache (default; a cache that does not fit ends the JVM) or without it, to compare
#   --dry-run           say what would be run
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"
# shellcheck source=ci/images.bash
source "$root/ci/images.bash"
# shellcheck source=ci/image-archive.bash
source "$root/ci/image-archive.bash"
# shellcheck source=ci/image-requests.bash
source "$root/ci/image-requests.bash"

aot_mode=on
while (($#)); do
  case $1 in
    --aot-mode)
      aot_mode=${2:-}
      [[ "$aot_mode" == on || "$aot_mode" == off ]] || refuse "--aot-mode is '$aot_mode': expected on or off"
      shift
      ;;
    --dry-run) dry_run=1 ;;
    -h | --help) usage && exit ;;
    *) refuse "unknown argument '$1'; see ${0##*/} --help" ;;
  esac
  shift
done
if ! command -v podman >/dev/null; then
  say 'images: not run, podman is not on PATH'
  exit
fi
require JAVA_HOME 'the folder of a JDK 25'
require_tool runc 'podman runs containers with it'
require_tool curl 'the images are asked with it'
cd "$root"

# Memory and CPU of a pod: production, then staging.
readonly limits=('512m 0.5' '448m 0.4')
readonly callers=4 requests_each=150 requests_each_in_drain=3000 seconds_to_ready=60

if [[ -n "$dry_run" ]]; then
  for image in "${images[@]}"; do
    for limit in "${limits[@]}"; do say "would run $(image_archive "$image") with $limit"; done
  done
  exit
fi

temporary=$(mktemp -d)
readonly temporary
engine=(podman --root "$temporary/storage" --runroot "$temporary/run" --storage-driver vfs --cgroup-manager cgroupfs
  --runtime "$(command -v runc)")
end() {
  "${engine[@]}" rm --all --force --time 0 >/dev/null 2>&1 || true
  rm -rf "$temporary"
}
trap end EXIT

# start NAME PORT MEMORY CPU VARIABLE=VALUE…
start() {
  local variable variables=() began
  for variable in "${@:5}"; do variables+=(--env "$variable"); done
  began=$(date +%s%3N)
  "${engine[@]}" run --detach --name "$1" --network host --memory "$3" --memory-swap "$3" --cpus "$4" \
    --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges --user 65532:65532 \
    --ulimit nofile=1024:1024 --ulimit nproc=4096:4096 --env "SERVER_PORT=$2" \
    --env "JDK_JAVA_OPTIONS=-XX:AOTMode=$aot_mode" "${variables[@]+"${variables[@]}"}" "${loaded[$1]}" >/dev/null
  await_ready "$2" "$seconds_to_ready" || fail "$1 does not get ready: $("${engine[@]}" logs "$1" 2>&1 | tail -n 3)"
  ready_ms[$1]=$(($(date +%s%3N) - began))
}

probe() {
  local path
  for path in /startup /ready /health; do
    curl --silent --fail --output /dev/null "http://127.0.0.1:$2$path" || fail "$1 does not answer $path"
  done
}

# load PORT REQUESTS RESULTS [HEADER]: one line `STATUS EXIT` for each request; callers keep their connections. The number
# after # is curl's own count and is not sent.
load() {
  local caller headers=() pids=()
  [[ -z "${4:-}" ]] || headers=(--header "$4")
  for ((caller = 0; caller < callers; caller++)); do
    curl --silent --output /dev/null --max-time 20 --write-out '%{http_code} %{exitcode}\n' "${headers[@]+"${headers[@]}"}" \
      "http://127.0.0.1:$1/forecast?location=Hanoi#[1-$2]" >"$3.$caller" &
    pids+=($!)
  done
  wait "${pids[@]}" || true
  cat "$3".? >"$3"
}

# drain NAME PORT RESULTS [HEADER]: the end comes when a caller has had a few answers.
drain() {
  local loading
  : >"$3.0"
  load "$2" "$requests_each_in_drain" "${@:3}" &
  loading=$!
  while (($(wc -l <"$3.0") < 20)); do sleep 0.02; done
  "${engine[@]}" stop --time 30 "$1" >/dev/null
  wait "$loading"
}

# What was neither answered with 200 nor refused at the door (curl's 7), which a Service does not knock at by then.
failed() {
  awk '$0 != "200 0" && $2 != 7' "$1"
}

# failures RESULTS: how many; which they are goes to standard error.
failures() {
  failed "$1" | sort | uniq -c | sed "s|^ *|${1##*/}, times status exit: |" >&2
  failed "$1" | wc -l
}

assertion_header() {
  local assertion
  assertion=$(edge_assertion "$temporary/gateway/app" "$1")
  say "X-Edge-Assertion: $assertion"
}

# check NAME PORT LIMITS OPERATION: with an assertion for the operation, if one is named.
check() {
  local name=$1 port=$2 header=() pid peak exit_code loaded_failures drained drain_failures refused
  [[ -z "$4" ]] || header=("$(assertion_header "$4")")
  probe "$name" "$port"
  load "$port" "$requests_each" "$temporary/$name.load" "${header[@]+"${header[@]}"}"
  pid=$("${engine[@]}" inspect --format '{{.State.Pid}}' "$name")
  peak=$(awk '$1 == "VmHWM:" { print int($2 / 1024) }' "/proc/$pid/status")
  [[ -z "$4" ]] || header=("$(assertion_header "$4")")
  drain "$name" "$port" "$temporary/$name.drain" "${header[@]+"${header[@]}"}"
  exit_code=$("${engine[@]}" inspect --format '{{.State.ExitCode}}' "$name")
  loaded_failures=$(failures "$temporary/$name.load")
  drain_failures=$(failures "$temporary/$name.drain")
  drained=$(grep -c '^200 0$' "$temporary/$name.drain" || true)
  refused=$(awk '$2 == 7' "$temporary/$name.drain" | wc -l)
  printf '%-14s %-10s %6s %9s %10s %9s %8s %12s %8s %5s\n' "$name" "$3" \
    "$(($(stat -c %s "$(image_archive "$name")") / 1048576))" "${ready_ms[$name]}" "$peak" \
    "$(wc -l <"$temporary/$name.load")" "$loaded_failures" "$drained" "$drain_failures" "$exit_code"
  # 143 is an orderly end after SIGTERM; without a refusal the load had ended before the image did.
  ((loaded_failures == 0 && drain_failures == 0 && refused > 0 && exit_code == 143)) || problems=$((problems + 1))
}

declare -A loaded ready_ms
problems=0
for image in "${images[@]}"; do
  [[ -s "$(image_archive "$image")" ]] ||
    refuse "$(image_archive "$image") is missing: build-images.sh writes it"
  loaded[$image]=$("${engine[@]}" load --quiet --input "$(image_archive "$image")" | sed -n 's/^Loaded image: //p')
done
open_archive "$(image_archive edge-gateway)" "$temporary/gateway.archive"
unpack_root "$temporary/gateway.archive" "$temporary/gateway"
printf '%-14s %-10s %6s %9s %10s %9s %8s %12s %8s %5s\n' \
  image limits MiB ready/ms peak/MiB requests failures 'in the drain' failures exit
for limit in "${limits[@]}"; do
  read -r memory cpu <<<"$limit"
  service_port=$(free_port)
  gateway_port=$(free_port)
  start weather-api "$service_port" "$memory" "$cpu"
  start edge-gateway "$gateway_port" "$memory" "$cpu" \
    "WEATHER_SERVICE_URL=http://127.0.0.1:$service_port" "EDGE_KEY=$edge_key" QUOTA_TABLE=none
  check edge-gateway "$gateway_port" "$memory $cpu" 'GET /forecast'
  check weather-api "$service_port" "$memory $cpu" ''
  "${engine[@]}" rm --all >/dev/null
done
((problems == 0)) || fail "$problems runs had failures"
