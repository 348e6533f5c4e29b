#!/usr/bin/env bash
# Prints how many mutants of each package its tests kill, from the reports that mvn -Pmutation test leaves, and each mutant that survives.
#   tools/mutation.sh SHARE
# It fails if a package has less than SHARE percent killed, or if there is no report.
set -euo pipefail
cd "$(dirname "$0")/.."
shopt -s nullglob
share=$1

reports=(bundles/*/target/pit-reports/mutations.xml)
if [ ${#reports[@]} -eq 0 ]; then
    echo "mutation: no report in bundles/*/target/pit-reports" >&2
    exit 1
fi
# A record is what lies between two "<", so an element's text follows its tag.
awk -v share="$share" '
    BEGIN { RS = "<" }
    /^mutation / { killed = index($0, "detected=\047true\047") > 0 || index($0, "detected=\"true\"") > 0 }
    /^sourceFile>/ { file = text() }
    /^mutatedClass>/ { name = text(); sub(/^org\.flowgateway\.backup\./, "", name); sub(/\.[^.]*$/, "", name); all[name]++; kills[name] += killed }
    /^lineNumber>/ { line = text() }
    /^description>/ && !killed { survivors[++survived] = file ":" line ": " text() }
    END {
        printf "\nSurvivors: %d\n", survived
        for (i = 1; i <= survived; i++)
            print "  " survivors[i]
        printf "\n%-30s%9s%8s%8s\n", "Package", "Mutants", "Killed", "Share"
        for (name in all) {
            low = 100 * kills[name] < share * all[name]
            failed = failed || low
            printf "%-30s%9d%8d%7d%%%s\n", name, all[name], kills[name], 100 * kills[name] / all[name], low ? "  too few" : "" | "sort"
        }
        close("sort")
        exit failed
    }
    function text() { return substr($0, index($0, ">") + 1) }' "${reports[@]}"
