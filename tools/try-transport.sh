#!/usr/bin/env bash
# Tries a transport in a running gateway, as an operator would install it: starts the distribution on loopback, puts the bundle into its
# deploy/, backs a tree up over REST, breaks it, restores it, compares, takes the bundle away, and ends what it started.
#   tools/try-transport.sh [--etc FILE] JAR TARGET
# FILE is copied to etc/. TARGET is the part of a request that names the target:
#   tools/try-transport.sh target/transport-acme-1.0.0.jar '"hostname":"acme://host","username":"me","password":"secret","path":"backups"'
set -euo pipefail

readonly password=try-password             # Of a throw-away gateway that listens on loopback only.
readonly deadline_seconds=600

say() { printf '%s\n' "$*"; }
fail() { printf 'try-transport: %s\n' "$*" >&2; exit 1; }

settings=
if [ "${1:-}" = --etc ]; then
    settings=$2
    shift 2
fi
[ "$#" = 2 ] || fail "give the bundle and the target; see the first lines of this file"
jar=$(realpath "$1")
target=$2
archive=$(ls "$(dirname "$0")"/../distribution/target/gateway-backup-*.tar.gz 2>/dev/null | head -n 1 || true)
[ -n "$archive" ] || fail "there is no distribution yet: mvn -B -ntp -DskipTests package"
[ -f "$jar" ] || fail "there is no $jar"

work=$(mktemp -d)
gateway=
cleanup() {
    local status=$?
    if [ -n "$gateway" ]; then
        kill "$gateway" 2>/dev/null || true
        wait "$gateway" || true
    fi
    if [ "$status" = 0 ]; then
        rm -rf "$work"
    else
        say "What is left to look at is in $work" >&2
    fi
}
trap cleanup EXIT

port=8443
while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
base="https://localhost:$port/api"

# method, path, body: prints the answer's body, and its status on a line of its own
api() {
    curl -sk -X "$1" -u "admin:$password" -H 'Content-Type: application/json' ${3:+--data "$3"} -w '\n%{http_code}' "$base$2"
}

# command...: waits until it succeeds
await() {
    local end=$((SECONDS + deadline_seconds))
    until "$@"; do
        kill -0 "$gateway" 2>/dev/null || fail "the gateway ended by itself; see $work/console.log"
        [ "$SECONDS" -lt "$end" ] || fail "$* did not come true within $deadline_seconds s"
        sleep 0.3
    done
}

ready() { curl -skf -o "$work/services.json" "$base/common/1.0/services"; }
request() { printf '{%s,"security_pwd":"a backup password"}' "$target"; }
installed() {
    api POST /mgmt.gateway_backup/1.0/backup "$(request)" > "$work/answer"
    case $(tail -n 1 "$work/answer") in
        2*) return 0 ;;
        400) grep -q 'No transport for' "$work/answer" && return 1 ;;
    esac
    fail "the backup was refused: $(cat "$work/answer")"
}
taken_away() { # asked by planning a restore, which leaves nothing on the target
    api POST /mgmt.gateway_backup/1.1/plans "$(request)" > "$work/answer"
    grep -q 'No transport for' "$work/answer"
}
ended() {
    api GET "/mgmt.gateway_backup/1.0/$1" > "$work/status"
    ! grep -q '"status":"EXECUTING"' "$work/status"
}
# what: waits for the job that is running and wants it completed
complete() {
    await ended "$1"
    grep -q '"status":"COMPLETED"' "$work/status" && ! grep -q '"status":"ERROR"' "$work/status" || fail "the $1 failed: $(cat "$work/status")"
}
fingerprint() {
    (cd "$work/gateway" && find config vault/* -printf '%p|%y|%m|%l|%T@\n' | sed 's/\.[0-9]*$//' | sort
     find config vault -type f -print0 | sort -z | xargs -0 sha256sum)
}

mkdir -p "$work"/{home,state,backups} "$work"/gateway/config/flows "$work"/gateway/vault/{certs,cloak_key,snmp,ntp}
for number in $(seq 500); do
    printf 'flow.%d = 10.0.0.%d\n' "$number" "$((number % 256))" > "$work/gateway/config/flows/$number.conf"
done
head -c 40M /dev/urandom > "$work/gateway/config/capture.bin"
ln -s flows/1.conf "$work/gateway/config/default.conf"
for secret in certs/server.key cloak_key/cloak.key snmp/snmpd.secret ntp/ntp.keys; do
    head -c 3000 /dev/urandom > "$work/gateway/vault/$secret"
done
fingerprint > "$work/before"

tar -xzf "$archive" -C "$work/home" --strip-components=1
if [ -n "$settings" ]; then
    cp "$settings" "$work/home/etc/"
fi
export GATEWAY_BIND_ADDRESS=127.0.0.1 GATEWAY_HTTPS_PORT=$port GATEWAY_HTTP_PORT='' GATEWAY_ADMIN_USER=admin GATEWAY_ADMIN_PASSWORD=$password
export GATEWAY_ROOT="$work/gateway" GATEWAY_BACKUP_DIR="$work/backups" GATEWAY_STATE_DIR="$work/state"
"$work/home/bin/karaf" server > "$work/console.log" 2>&1 </dev/null &
gateway=$!
await ready
say "The gateway runs."

cp "$jar" "$work/home/deploy/"
await installed
say "The transport was found, without a restart; a backup runs."
complete backup
say "The backup is complete."

rm -r "$work/gateway/config/flows" "$work/gateway/vault/snmp"
head -c 1000 /dev/urandom > "$work/gateway/config/capture.bin"
answer=$(api POST /mgmt.gateway_backup/1.0/restore "$(request)")
[ "${answer##*$'\n'}" = 204 ] || fail "the restore was refused: $answer"
complete restore
fingerprint > "$work/after"
cmp -s "$work/before" "$work/after" || fail "the tree is not what it was: diff $work/before $work/after"
say "The restore is complete: $(wc -l < "$work/before") lines of the tree's fingerprint agree."

rm "$work/home/deploy/$(basename "$jar")"
await taken_away
say "The transport was taken away, without a restart."
