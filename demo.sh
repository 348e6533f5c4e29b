#!/usr/bin/env bash
# The main job on a fresh machine: a gateway backs itself up, is broken, shows what a restore would do, and restores itself.
#   ./demo.sh         does it and ends what it started
#   ./demo.sh --keep  leaves the gateway running
#   ./demo.sh --stop  ends what --keep left running
set -euo pipefail
cd "$(dirname "$0")"
. tools/prerequisites.sh
. tools/distribution.sh

readonly work="$PWD/target/demo"
readonly pid_file="$work/gateway.pid"
readonly password=demo-password            # Of a throw-away gateway that listens on loopback only.
readonly security_pwd='a backup password'

say() { printf '%s\n' "$*"; }
step() { printf '\n== %s\n' "$*"; }
fail() { printf 'demo: %s\n' "$*" >&2; exit 1; }

running() {
    local pid
    [ -f "$pid_file" ] && pid=$(cat "$pid_file") && kill -0 "$pid" 2>/dev/null
}

stop() {
    if ! running; then
        rm -f "$pid_file"
        return 0
    fi
    local pid deadline=$((SECONDS + 60))
    pid=$(cat "$pid_file")
    kill "$pid"
    while kill -0 "$pid" 2>/dev/null; do
        [ "$SECONDS" -lt "$deadline" ] || { kill -9 "$pid"; break; }
        sleep 0.2
    done
    rm -f "$pid_file"
}

build() {
    is_built && return 0
    step "Building (the first time Maven fetches what it needs: a few minutes)"
    build_distribution
}

free_port() { # the first free one from $1 on
    local port=$1
    while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
    echo "$port"
}

sample_tree() {
    local root=$1 i
    mkdir -p "$root"/config/{flows,hosts,logs,captures,"empty folder"} "$root"/vault/{certs,cloak_key,snmp,ntp}
    awk -v root="$root/config" 'BEGIN {
        srand(1)
        for (i = 0; i < 3200; i++) {
            file = root "/" (i % 2 ? "flows" : "hosts") "/" sprintf("%04d", i) ".conf"
            for (line = 0; line < 20 + i % 60; line++)
                printf "flow.%d.%d = 10.%d.%d.%d:%d # tier %d\n", i, line, rand() * 256, rand() * 256, rand() * 256, rand() * 65536, rand() * 4 > file
            close(file)
        }
        file = root "/logs/gateway.log"
        for (line = 0; line < 700000; line++)
            printf "2026-02-27T15:%02d:%02d.%03dZ INFO flow %d accepted from 10.0.%d.%d in %d us\n", line / 60 % 60, line % 60, rand() * 1000, rand() * 100000, rand() * 256, rand() * 256, rand() * 5000 > file
    }'
    for i in 1 2 3; do head -c 20M /dev/urandom > "$root/config/captures/capture-$i.pcap.gz"; done
    say "Grüße" > "$root/config/Überwachung größter Flüsse.conf"
    ln -s flows/0001.conf "$root/config/default.conf"
    ln "$root/config/logs/gateway.log" "$root/config/logs/gateway.log.1"
    truncate -s 8M "$root/config/captures/index.sparse"
    for i in certs/server.pem certs/server.key cloak_key/cloak.key snmp/snmpd.secret ntp/ntp.keys; do
        head -c 3000 /dev/urandom | base64 > "$root/vault/$i"
    done
    chmod 600 "$root"/vault/*/*
    chmod 640 "$root"/config/hosts/*.conf
    touch -d '2020-02-29 12:34:56.123456789' "$root/config/flows/0001.conf"
}

# Everything that a restore must bring back, one line a path. (A symbolic link's own time is restored to the microsecond.)
fingerprint() {
    (cd "$1" && LC_ALL=C.UTF-8
     find config vault/* -not -type l -printf '%p|%y|%m|%U:%G|%n|%T@|' \( -type f -printf '%s\n' -o -printf '\n' \)
     find config vault/* -type l -printf '%p|%y|%l|%.17T@\n'
     find config vault/* -type f -print0 | xargs -0 sha256sum) | LC_ALL=C sort
}

api() { # method, path, body: prints the answer's body; a status that is not 2xx ends the demo with the error
    local answer
    answer=$(curl -sk -X "$1" -u "admin:$password" -H 'Content-Type: application/json' ${3:+--data "$3"} -w '\n%{http_code}' "$base$2")
    case "${answer##*$'\n'}" in
        2*) printf '%s' "${answer%$'\n'*}" ;;
        *) fail "$1 $2 answered ${answer##*$'\n'}: ${answer%$'\n'*}" ;;
    esac
}

field() { # name, JSON on standard input
    grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | cut -d '"' -f 4
}

job() { # what, body, version: starts it and waits
    local status answer begin=$SECONDS
    api POST "/api/mgmt.gateway_backup/${3:-1.0}/$1" "$2" >/dev/null
    while :; do
        answer=$(api GET "/api/mgmt.gateway_backup/1.0/$1")
        [ "$1" = restore ] || answer=$(printf '%s' "$answer" | grep -o '"running":{[^}]*}')
        status=$(printf '%s' "$answer" | field status)
        [ "$status" = EXECUTING ] || break
        sleep 0.2
    done
    [ "$status" = COMPLETED ] || fail "the $1 ended as $status: $(printf '%s' "$answer" | field message)"
    say "   $status after about $((SECONDS - begin)) s"
}

plan() { # body: makes a plan, waits for it, shows it in plain words; its id is in $planned then
    local location answer line
    location=$(curl -sk -X POST -u "admin:$password" -H 'Content-Type: application/json' --data "$1" -D - -o "$work/plan-answer" \
        "$base/api/mgmt.gateway_backup/1.1/plans" | tr -d '\r' | sed -n 's|^[Ll]ocation: ||p')
    [ -n "$location" ] || fail "no plan was made: $(cat "$work/plan-answer")"
    planned=${location##*/}
    while :; do
        api GET "$location" > "$work/plan.json"
        [ "$(field status < "$work/plan.json")" = EXECUTING ] || break
        sleep 0.2
    done
    [ "$(field status < "$work/plan.json")" = COMPLETED ] || fail "the plan ended as an error: $(field message < "$work/plan.json")"
    say "   $planned restores $(grep -o '"directory":"[^"]*"' "$work/plan.json" | cut -d '"' -f 4). Checked before anything is touched:"
    grep -o '{"id":"[^"]*","result":"[^"]*","message":"[^"]*"' "$work/plan.json" |
        sed 's/{"id":"\([^"]*\)","result":"\([^"]*\)","message":"\([^"]*\)"/\2 \1 \3/' |
        while read -r result check message; do printf '   %-8s %-13s %s\n' "$result" "$check" "$message"; done
    say "   What would change:"
    grep -o '"id":"[^"]*","title":"[^"]*","added":{[^}]*},"changed":{[^}]*},"removed":{[^}]*}' "$work/plan.json" |
        sed 's/"title":"[^"]*"//; s/[^0-9a-z_]\{1,\}/ /g' |
        while read -r _ section _ _ added _ added_bytes _ _ changed _ changed_bytes _ _ removed _ removed_bytes; do
            printf '   %-10s %5d added (%s), %5d changed (%s), %5d removed (%s)\n' "$section" "$added" "$(size "$added_bytes")" \
                "$changed" "$(size "$changed_bytes")" "$removed" "$(size "$removed_bytes")"
        done
}

size() { # bytes
    if [ "$1" -ge 1048576 ]; then echo "$(($1 / 1048576)) MiB"; elif [ "$1" -ge 1024 ]; then echo "$(($1 / 1024)) KiB"; else echo "$1 bytes"; fi
}

start() {
    local deadline
    rm -rf "$work"
    mkdir -p "$work/state"
    chmod 700 "$work"
    tar -xzf "$archive" -C "$work"
    port=$(free_port 8443)
    base="https://localhost:$port"
    export GATEWAY_BIND_ADDRESS=127.0.0.1 GATEWAY_HTTPS_PORT=$port GATEWAY_HTTP_PORT= GATEWAY_ADMIN_USER=admin GATEWAY_ADMIN_PASSWORD=$password
    export GATEWAY_ROOT="$work/gateway" GATEWAY_BACKUP_DIR="$work/backups" GATEWAY_STATE_DIR="$work/state"
    nohup "$work"/gateway-backup-*/bin/karaf server >"$work/console.log" 2>&1 </dev/null &
    echo $! > "$pid_file"
    deadline=$((SECONDS + 600))
    until curl -skf -o "$work/services.json" "$base/api/common/1.0/services"; do
        running || fail "the gateway ended by itself; see $work/console.log"
        [ "$SECONDS" -lt "$deadline" ] || fail "the gateway is not ready after 600 s; see $work/gateway-backup-*/data/log/karaf.log"
        sleep 0.3
    done
}

main() {
    local keep=false
    case "${1:-}" in
        --stop) stop; return 0 ;;
        --keep) keep=true ;;
        '') ;;
        *) fail "unknown option $1; there are --keep and --stop" ;;
    esac
    running && fail "a gateway of an earlier demo is running; end it with ./demo.sh --stop"
    require_jdk17
    require mvn maven
    require curl curl
    install_missing
    build
    trap stop EXIT

    step "Starting the gateway on loopback, with a sample tree"
    start
    sample_tree "$GATEWAY_ROOT"
    fingerprint "$GATEWAY_ROOT" > "$work/before"
    say "   $(find "$GATEWAY_ROOT" -type f | wc -l) files, $(du -sm --apparent-size "$GATEWAY_ROOT" | cut -f 1) MiB in $GATEWAY_ROOT"

    step "Taking a backup over REST"
    job backup "{\"hostname\":\"localhost\",\"security_pwd\":\"$security_pwd\"}"
    local stored
    stored=$(ls -d "$GATEWAY_BACKUP_DIR"/2*)
    say "   $stored: $(find "$stored" -type f | wc -l) objects, $(du -sm --apparent-size "$stored" | cut -f 1) MiB"
    ls "$stored" "$stored/packs" | sed 's/^/   /' | head -n 12

    step "Changing and breaking the gateway"
    rm -r "$GATEWAY_ROOT/config/flows" "$GATEWAY_ROOT/vault/snmp"
    head -c 1000 /dev/urandom > "$GATEWAY_ROOT/vault/certs/server.pem"
    find "$GATEWAY_ROOT/config/hosts" -name '*4.conf' -exec sh -c 'echo broken >> "$1"' _ {} \;
    chmod -R 777 "$GATEWAY_ROOT/vault/cloak_key"
    touch "$GATEWAY_ROOT/config/not in the backup"
    fingerprint "$GATEWAY_ROOT" > "$work/broken"
    say "   $(diff "$work/before" "$work/broken" | grep -c '^[<>]') lines of the tree's fingerprint differ"

    step "Planning a restore: what it would do, without doing it"
    plan "{\"hostname\":\"localhost\",\"security_pwd\":\"$security_pwd\"}"
    fingerprint "$GATEWAY_ROOT" | cmp -s - "$work/broken" || fail "planning touched the tree"

    step "Restoring over REST, exactly as planned"
    job restore "{\"plan\":\"$planned\",\"security_pwd\":\"$security_pwd\"}" 1.1
    fingerprint "$GATEWAY_ROOT" > "$work/after"
    cmp -s "$work/before" "$work/after" || fail "the tree is not what it was: diff $work/before $work/after"
    say "   The tree is what it was: names, content, modes, owners, times and links of $(wc -l < "$work/before") fingerprint lines agree."
    say "   before   $(sha256sum < "$work/before" | cut -d ' ' -f 1)"
    say "   broken   $(sha256sum < "$work/broken" | cut -d ' ' -f 1)"
    say "   restored $(sha256sum < "$work/after" | cut -d ' ' -f 1)"

    step "Address and login"
    say "   $base/api/mgmt.gateway_backup/1.0/backup"
    say "   curl -k -u admin:$password $base/api/mgmt.gateway_backup/1.0/backup"
    if $keep; then
        trap - EXIT
        say "   The gateway is left running; end it with ./demo.sh --stop"
    else
        say "   The gateway is stopped now; ./demo.sh --keep leaves it running."
    fi
}

main "$@"
