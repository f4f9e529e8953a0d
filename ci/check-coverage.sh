#!/usr/bin/env bash
# check-coverage.sh: more than 80 % of the instructions of all modules together are covered by tests.
#
# Reads every module's target/site/jacoco/jacoco.csv, which `mvn verify` writes, and prints one line a module.
#   --dry-run   name the reports only
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"

readonly target=80

no_options "$@"
cd "$root"
reports=(*/target/site/jacoco/jacoco.csv)
if [[ -n "$dry_run" ]]; then
  say "coverage above $target % over: ${reports[*]}"
  exit
fi
[[ -e "${reports[0]}" ]] || refuse 'no coverage report: ./max-weather test writes them'

# Columns 4 and 5 are the missed and the covered instructions.
awk -F , -v target="$target" '
  function percent(covered, missed) { return covered + missed ? 100 * covered / (covered + missed) : 0 }
  FNR == 1 { module = FILENAME; sub(/\/.*/, "", module); modules[++count] = module; next }
  { missed[module] += $4; covered[module] += $5; all_missed += $4; all_covered += $5 }
  END {
    for (i = 1; i <= count; i++) printf "%-20s %5.1f %%\n", modules[i], percent(covered[modules[i]], missed[modules[i]])
    printf "%-20s %5.1f %%, expected more than %d %%\n", "all", percent(all_covered, all_missed), target
    exit percent(all_covered, all_missed) <= target
  }' "${reports[@]}" || fail "too little is covered"
