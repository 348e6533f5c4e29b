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
# The last answer is the restore's status, the one before it the backup's.
[ "$(grep -o '"status":"COMPLETED"' <<<"$answers" | wc -l)" = 2 ] || { echo "The commands of README.md did not complete a backup and a restore" >&2; exit 1; }
