#!/usr/bin/env bash
# Prints how many lines and branches of each module its unit tests reach, from the reports that mvn -Pcoverage verify leaves.
set -euo pipefail
cd "$(dirname "$0")/.."
shopt -s nullglob

printf '\n%-30s%8s%10s\n' Module Lines Branches
for report in bundles/*/target/site/jacoco/jacoco.csv; do
    module=${report#bundles/}
    awk -F, -v module="${module%%/*}" '
        NR > 1 { branches_missed += $6; branches += $6 + $7; lines_missed += $8; lines += $8 + $9 }
        END { printf "%-30s%7.0f%%%9.0f%%\n", module, share(lines_missed, lines), share(branches_missed, branches) }
        function share(missed, all) { return all ? 100 * (all - missed) / all : 100 }' "$report"
done
