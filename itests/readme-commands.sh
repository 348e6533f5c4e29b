#!/usr/bin/env bash
# Runs the commands of README.md between its markers, as they are printed, against the gateway of ./demo.sh --keep.
set -euo pipefail
cd "$(dirname "$0")/.."

commands=$(sed -n '/<!-- commands: begin -->/,/<!-- commands: end -->/p' README.md | sed -n '/^```sh$/,/^```$/p' | grep -v '^```')
[ -n "$commands" ] || { echo "README.md has no commands between its markers" >&2; exit 1; }
# curl's own status says whether each one worked; a status that is not 2xx is a failure too.
curl() { command curl --fail-with-body "$@"; }
export -f curl
answers=$(bash -euo pipefail -c "$commands")
printf '%s\n' "$answers"
# The answers in their order: the backup's status, the restore's, the plan, and the status of the restore by the plan.
[ "$(grep -o '"status":"COMPLETED"' <<<"$answers" | wc -l)" = 4 ] || { echo "The commands of README.md did not complete a backup, a plan and two restores" >&2; exit 1; }
grep -q '"executable":true' <<<"$answers" || { echo "The commands of README.md did not make a plan that can be run" >&2; exit 1; }
