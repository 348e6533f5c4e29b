#!/usr/bin/env bash
# Makes a project from the installed archetype, as docs/writing-a-transport.md tells it, and builds it: its tests are the laws.
#   archetypes/transport/try-it.sh [--deploy]
# --deploy also tries the bundle in a running gateway; that needs a built distribution.
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
reports="$top/archetypes/transport/target/surefire-reports"
cleanup() {
    # The reports stay for ./test.sh, which counts the tests.
    rm -rf "$reports"
    if [ -d "$work/transport-acme/target/surefire-reports" ]; then
        mkdir -p "${reports%/*}"
        cp -r "$work/transport-acme/target/surefire-reports" "$reports"
    fi
    rm -rf "$work"
}
trap cleanup EXIT

plugin=$(sed -n 's|.*<maven-archetype-plugin.version>\(.*\)</.*|\1|p' "$top/pom.xml")
version=$(sed -n 's|^  <version>\(.*\)</version>|\1|p' "$top/pom.xml")
cd "$work"
mvn -B -ntp -q "org.apache.maven.plugins:maven-archetype-plugin:$plugin:generate" -DarchetypeCatalog=local \
    -DarchetypeGroupId=org.flowgateway.backup -DarchetypeArtifactId=transport-archetype -DarchetypeVersion="$version" \
    -DgroupId=com.acme.backup -DartifactId=transport-acme -Dpackage=com.acme.backup -Dscheme=acme -DclassName=Acme
mvn -B -ntp -f transport-acme/pom.xml verify
if [ "${1:-}" = --deploy ]; then
    echo "directory = $work/store" > com.acme.backup.cfg
    "$top/tools/try-transport.sh" --etc com.acme.backup.cfg transport-acme/target/transport-acme-1.0.0-SNAPSHOT.jar \
        '"hostname":"acme://host","path":"backups"'
    find store -type f
fi
