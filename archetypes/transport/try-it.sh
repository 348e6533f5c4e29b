#!/usr/bin/env bash
# Makes a project from the installed archetype, as docs/writing-a-transport.md says, and builds it: its tests are the laws. Then it starts the
# project's small server, and tries the bundle in a running gateway.
#   archetypes/transport/try-it.sh [--no-deploy]
# --no-deploy leaves out the gateway, which needs a built distribution: mvn -B -ntp -DskipTests package
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
reports="$top/archetypes/transport/target/surefire-reports"
server=
cleanup() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" || true
    fi
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
unzip -l transport-acme/target/transport-acme-1.0.0-SNAPSHOT.jar | grep -q 'org/flowgateway/backup/transport/support/ProgressTimeout.class' \
    || { echo "The bundle does not hold transport-support" >&2; exit 1; }
if [ "${1:-}" = --no-deploy ]; then
    exit 0
fi

port=9443
while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
mkdir store
java -cp transport-acme/target/test-classes com.acme.backup.AcmeServer store keys "$port" > server.log 2>&1 &
server=$!
until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    kill -0 "$server" 2>/dev/null || { cat server.log >&2; exit 1; }
    sleep 0.1
done
echo "ca-file = $work/keys/certificate.pem" > com.acme.backup.cfg
"$top/tools/try-transport.sh" --etc com.acme.backup.cfg transport-acme/target/transport-acme-1.0.0-SNAPSHOT.jar \
    "\"hostname\":\"acme://localhost:$port\",\"username\":\"gateway\",\"password\":\"canary-é-3f8a\",\"path\":\"backups/gateway-1\""
echo "On the server: $(find store -type f | wc -l) objects, in $(cd store && ls -d backups/gateway-1/*)"
