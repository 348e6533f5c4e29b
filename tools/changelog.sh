#!/usr/bin/env bash
# Moves what changelog/unreleased says into CHANGELOG.md, as a version's section above those before it.
#   tools/changelog.sh VERSION
set -euo pipefail
cd "$(dirname "$0")/.."
version=${1:?the version that is released}
date=$(date --iso-8601)

section=$(mktemp)
trap 'rm -f "$section"' EXIT
{
    printf '## %s, %s\n\n' "$version" "$date"
    # Links of a fragment start two directories below the top.
    sed 's|](\.\./\.\./|](|g' changelog/unreleased/*.md
    printf '\n'
} > "$section"
# Above the first section, or at the end while there is none.
if grep -q '^## ' CHANGELOG.md; then
    first=$(grep -n -m 1 '^## ' CHANGELOG.md | cut -d: -f1)
    sed -i "$((first - 1))r $section" CHANGELOG.md
else
    { printf '\n'; cat "$section"; } >> CHANGELOG.md
fi
git rm -q changelog/unreleased/*.md
git add CHANGELOG.md
