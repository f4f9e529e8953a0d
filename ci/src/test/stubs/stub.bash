# shellcheck shell=bash
# A stand-in of a tool: writes down how it was called, refuses what the tool would not understand, and fails where the
# test wants it to. Sourced by the stand-ins; STUB_STATE is the test's folder.

state=$STUB_STATE
call="${0##*/} $*"
call=${call//$'\n'/\\n}
printf '%s\n' "$call" >>"$state/calls"

unexpected() {
  printf 'stand-in of %s: unexpected %s in: %s\n' "${0##*/}" "$1" "$call" >&2
  exit 64
}

# The test's failures: one extended regular expression a line.
fails() {
  [[ -s "$state/failures" ]] && grep -qE -f "$state/failures" <<<"$call"
}

fail_if_wanted() {
  if fails; then
    printf 'stand-in of %s: failed as the test wants\n' "${0##*/}" >&2
    exit 1
  fi
}

# read_options VALUED FLAGS "$@": fills `option` and `operands`; any option that is in neither list is unexpected.
declare -A option=()
operands=()
read_options() {
  local valued=" ${1//$'\n'/ } " flags=" $2 " name
  shift 2
  while (($# > 0)); do
    name=${1%%=*}
    case $1 in
      --*=*)
        [[ "$valued$flags" == *" $name "* ]] || unexpected "option $1"
        option[$name]=${1#*=}
        shift
        ;;
      -*)
        if [[ "$valued" == *" $1 "* ]]; then
          (($# > 1)) || unexpected "end after $1"
          option[$1]+="${option[$1]:+ }$2"
          shift 2
        elif [[ "$flags" == *" $1 "* ]]; then
          option[$1]=yes
          shift
        else
          unexpected "option $1"
        fi
        ;;
      *)
        operands+=("$1")
        shift
        ;;
    esac
  done
}

# next_answer FILE DEFAULT: of the test's answers, one line each, the next; the last for ever.
next_answer() {
  local answers=$state/$1
  [[ -s "$answers" ]] || printf '%s\n' "$2" >"$answers"
  head -n 1 "$answers"
  [[ "$(wc -l <"$answers")" == 1 ]] || sed -i 1d "$answers"
}

# needs NAME…: the option was given.
needs() {
  local name
  for name in "$@"; do
    [[ -n "${option[$name]:-}" ]] || unexpected "absence of $name"
  done
}
