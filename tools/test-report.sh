#!/usr/bin/env bash
# Prints what ./test.sh ends with: minutes per stage, each skipped test with its reason, how many tests passed.
#   tools/test-report.sh RUN COMPLETED [SKIPPED]
# RUN/stages has a line for each stage, with the second of its start and its name, and one for the end. The reports of Surefire and Failsafe
# that are newer than RUN/start count. COMPLETED is true or false: stages other than Maven's can fail too. With SKIPPED it fails unless
# that many tests were skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
run=$1
completed=$2
skipped=${3:-}

printf '\n%-30s%8s\n' Stage Minutes
awk -v completed="$completed" '
    NR > 1 { printf "%-30s%8.1f%s\n", stage, ($1 - begin) / 60, $2 == "end" && completed == "false" ? "  failed here" : "" }
    NR == 1 { first = $1 }
    { begin = $1; sub(/^[0-9]+ /, ""); stage = $0 }
    END { printf "%-30s%8.1f\n\n", "all", (begin - first) / 60 }' "$run/stages"

mapfile -d '' reports < <(find . \( -path '*/target/surefire-reports/TEST-*.xml' -o -path '*/target/failsafe-reports/TEST-*.xml' \) \
    -newer "$run/start" -print0 | LC_ALL=C sort -z)
awk -v completed="$completed" -v known="$skipped" -f tools/test-report.awk /dev/null "${reports[@]}"
