#!/usr/bin/env bash
# Every test: units, properties, the container, the demo, and the commands in README.md as they are printed there.
set -euo pipefail
cd "$(dirname "$0")"
. tools/prerequisites.sh

require_jdk17
require mvn maven
require curl curl
require node nodejs
require npm npm
require zstd zstd
require tar tar
require git git
require unshare util-linux
require ip iproute2
require /usr/sbin/sshd openssh-server
require ssh-keygen openssh-client
require /usr/sbin/apache2 apache2-bin
require openssl openssl
install_missing

tree_state() { git status --porcelain 2>/dev/null || true; }
before=$(tree_state)

# The long forms, of fuzzing for example, take hours.
long=()
if [ "${GATEWAY_TEST_LONG:-0}" = 1 ]; then
    long=(-Dlong=true)
fi

mvn -B -ntp "${long[@]}" verify

# A third party's way: API, test kit and archetype from a Maven repository, the example and a made project outside of this build, and what
# they build in a running gateway.
mvn -B -ntp -q -DskipTests -pl bundles/tck,archetypes/transport -am install
mvn -B -ntp -f examples/transport-webdav/pom.xml clean verify
examples/transport-webdav/try-it.sh
archetypes/transport/try-it.sh

./demo.sh --keep
trap './demo.sh --stop' EXIT
itests/readme-commands.sh
./demo.sh --stop
trap - EXIT

if [ "$(tree_state)" != "$before" ]; then
    echo "test: the checkout was changed by its own tests:" >&2
    git status --porcelain >&2
    exit 1
fi
echo "All tests passed."
