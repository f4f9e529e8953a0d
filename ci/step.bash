# shellcheck shell=bash
# What every step of the pipeline does alike; sourced, never run. A step prints each command that changes or asks
# something outside; with --dry-run (or DRY_RUN=1) it prints it and does not run it.

dry_run=${DRY_RUN:-}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck disable=SC2034  # for the steps
readonly root

# One line on stderr and exit code 2: the caller can put it right.
refuse() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit 2
}

# One line on stderr and exit code 1: what was asked for did not succeed.
fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit 1
}

say() {
  printf '%s\n' "$*"
}

# The comment at the head of the script that runs, as its help.
usage() {
  sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0"
}

# require VARIABLE WHAT: the environment has it, or the step says what it is and ends.
require() {
  [[ -n "${!1:-}" ]] || refuse "$1 is not set: expected $2"
}

# require_tool NAME HOW: the command is on PATH, or the step says how to get it. Not asked of a dry run.
require_tool() {
  [[ -n "$dry_run" ]] || command -v "$1" >/dev/null || refuse "$1 is not on PATH: $2"
}

# run COMMAND…: says it, then does it, unless this is a dry run.
run() {
  printf '+'
  printf ' %q' "$@"
  printf '\n'
  [[ -n "$dry_run" ]] || "$@"
}

# no_options "$@": for steps that take --help and --dry-run only.
no_options() {
  local argument
  for argument in "$@"; do
    case $argument in
      --dry-run) dry_run=1 ;;
      -h | --help) usage && exit ;;
      *) refuse "unknown argument '$argument'; see ${0##*/} --help" ;;
    esac
  done
}

# json_string TEXT: as JSON has it, control characters left out.
json_string() {
  local text=${1//\\/\\\\}
  text=${text//\"/\\\"}
  text=${text//$'\n'/\\n}
  printf '"%s"' "$(tr -d '\000-\037' <<<"$text")"
}

# The flag that has a failed upgrade take itself back: Helm 4 renamed Helm 3's.
rollback_flag() {
  if [[ -z "$dry_run" && "$(helm version --short)" == v3.* ]]; then say --atomic; else say --rollback-on-failure; fi
}
