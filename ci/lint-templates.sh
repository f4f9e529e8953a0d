#!/usr/bin/env bash
# lint-templates.sh [--deep] [FOLDER...]: CloudFormation's templates, read by others than CDK.
#
# cfn-lint finds nothing to object to, warnings included, in any template of the cloud assemblies; with --deep checkov reads
# them too. What stands although one of them objects is acknowledged where it is made, with a reason (class
# Acknowledgements), and cfn-lint and checkov find that in the template. The folders are cloud assemblies; by default
# those that the tests of cdk-app wrote. The tools come from PyPI, into target/python.
#   --dry-run   print the commands
set -euo pipefail
# shellcheck source=ci/step.bash
source "$(dirname "${BASH_SOURCE[0]}")/step.bash"

readonly cfn_lint=cfn-lint==1.58.0 checkov=checkov==3.3.30
deep='' assemblies=()
for argument in "$@"; do
  case $argument in
    --deep) deep=1 ;;
    --dry-run) dry_run=1 ;;
    -h | --help) usage && exit ;;
    -*) refuse "unknown argument '$argument'; see ${0##*/} --help" ;;
    *) assemblies+=("$argument") ;;
  esac
done
cd "$root"
((${#assemblies[@]} > 0)) || assemblies=(cdk-app/target/assemblies/*)
mapfile -t templates < <(find "${assemblies[@]}" -name '*.template.json' 2>/dev/null | sort)
((${#templates[@]} > 0)) || refuse "no template in ${assemblies[*]}: ./max-weather test or ./max-weather synth writes them"

# provide PACKAGE==VERSION: the tool of that version, in a folder of its own; its path on standard output.
provide() {
  local home=$root/target/python/$1 name=${1%%==*}
  if [[ ! -x "$home/bin/$name" ]]; then
    require_tool python3 "$name is installed with it"
    python3 -m venv "$home" >&2
    "$home/bin/pip" install --quiet --disable-pip-version-check "$1" >&2
  fi
  say "$home/bin/$name"
}

if [[ -n "$dry_run" ]]; then
  say "would lint ${#templates[@]} templates with $cfn_lint${deep:+ and $checkov}"
  exit
fi
linter=$(provide "$cfn_lint")
"$linter" --non-zero-exit-code warning "${templates[@]}"
say "cfn-lint: ${#templates[@]} templates are clean"
if [[ -n "$deep" ]]; then
  checker=$(provide "$checkov")
  files=()
  for template in "${templates[@]}"; do files+=(--file "$template"); done
  "$checker" --framework cloudformation --compact --quiet --skip-download "${files[@]}"
  say "checkov: ${#templates[@]} templates are clean"
fi
