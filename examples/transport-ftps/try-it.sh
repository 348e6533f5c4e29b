#!/usr/bin/env bash
# Shows the example at work: an FTP server with TLS on loopback, a gateway, the built bundle in the gateway's deploy/, a backup and a restore.
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

port=2121
while (exec 3<>"/dev/tcp/127.0.0.2/$port") 2>/dev/null; do port=$((port + 1)); done
printf 'ftps-password' > "$work/password"
"$here/src/test/proftpd/serve.sh" "$work" "$port" $((port + 100)) $((port + 119)) > "$work/output" 2>&1 &
server=$!
until (exec 3<>"/dev/tcp/127.0.0.2/$port") 2>/dev/null; do
    kill -0 "$server" 2>/dev/null || { cat "$work/output" "$work/system.log" >&2; exit 1; }
    sleep 0.1
done
echo "ca-file = $work/certificate.pem" > "$work/com.example.backup.ftps.cfg"

"$here/../../tools/try-transport.sh" --etc "$work/com.example.backup.ftps.cfg" "$(ls "$here"/target/transport-ftps-*.jar | head -n 1)" \
    "\"hostname\":\"ftps://127.0.0.2:$port\",\"username\":\"gateway\",\"password\":\"ftps-password\",\"path\":\"backups/gateway-1\""
echo "On the server: $(find "$work/files" -type f | wc -l) objects, $(du -sm "$work/files" | cut -f 1) MiB, in $(cd "$work/files" && ls -d backups/*/*)"
