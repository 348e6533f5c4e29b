#!/usr/bin/env bash
# Shows the example at work: a WebDAV server on loopback, a gateway, the built bundle in the gateway's deploy/, a backup and a restore.
# Build both before: mvn -B -ntp -DskipTests package at the top, and mvn -B -ntp verify in here.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
server=
cleanup() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" || true
    fi
    rm -rf "$work"
}
trap cleanup EXIT

port=9443
while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
printf 'dav-password' > "$work/password"
"$here/src/test/apache/serve.sh" "$work" "$port" https > "$work/output" 2>&1 &
server=$!
until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    kill -0 "$server" 2>/dev/null || { cat "$work/output" "$work/error.log" >&2; exit 1; }
    sleep 0.1
done
echo "ca-file = $work/certificate.pem" > "$work/com.example.backup.webdav.cfg"

"$here/../../tools/try-transport.sh" --etc "$work/com.example.backup.webdav.cfg" "$(ls "$here"/target/transport-webdav-*.jar | head -n 1)" \
    "\"hostname\":\"webdavs://localhost:$port\",\"username\":\"gateway\",\"password\":\"dav-password\",\"path\":\"backups/gateway-1\""
echo "On the server: $(find "$work/files" -type f | wc -l) objects, $(du -sm "$work/files" | cut -f 1) MiB, in $(cd "$work/files" && ls -d backups/*/*)"
