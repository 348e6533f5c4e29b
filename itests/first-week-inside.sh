#!/usr/bin/env bash
# The part of first-week.sh that runs inside of the fresh system, as its root, with a network of its own.
set -euo pipefail
bring=/media/bring
API=https://localhost:8443/api
SECURITY_PWD='correct horse'

say() { printf '\n== %s\n' "$*"; }
fail() { printf 'first-week: %s\n' "$*" >&2; tail -n 20 /var/lib/gateway-backup*/data/log/karaf.log /var/log/gateway-backup*.log >&2 || true; exit 1; }
await() { # what, command...
    local what=$1 deadline=$((SECONDS + 600)); shift
    until "$@" >/dev/null 2>&1; do [ "$SECONDS" -lt "$deadline" ] || fail "$what: not within 600 s"; sleep 0.2; done
}

ip link set lo up
hostname gateway
printf '127.0.0.1 localhost\n127.0.1.1 gateway\n' > /etc/hosts
mount -t tmpfs -o mode=0755 tmpfs /dev
for device in null:3 zero:5 random:8 urandom:9; do mknod -m 666 "/dev/${device%:*}" c 1 "${device#*:}"; done
ln -s /proc/self/fd /dev/fd
mkdir -p /run/sshd /dev/shm

# unit [VARIABLE=VALUE...]: runs ExecStart of the unit with the variables, the capabilities, the file systems and the limits that it names.
# Its system call filter and address families are systemd's to enforce, and are not.
unit() {
    local file=/etc/systemd/system/gateway-backup.service capabilities=-all capability
    for capability in $(sed -n 's/^CapabilityBoundingSet=//p' $file); do
        capabilities="$capabilities,+$(tr '[:upper:]' '[:lower:]' <<<"${capability#CAP_}")"
    done
    (
        umask "$(sed -n 's/^UMask=//p' $file)"
        set -a
        eval "$(sed -n 's/^Environment=//p' $file)"
        . /etc/gateway-backup/environment
        set +a
        for setting in "$@"; do export "${setting?}"; done
        mkdir -p "${GATEWAY_STATE_DIR%/*}"
        chmod 0700 "${GATEWAY_STATE_DIR%/*}"
        export WRITABLE="${GATEWAY_STATE_DIR%/*} $(dirname "$GATEWAY_ROOT") $GATEWAY_BACKUP_DIR"
        # shellcheck disable=SC2016
        exec unshare --mount bash -c '
            for place in $WRITABLE; do mkdir -p $place; mount --bind $place $place; done
            mount -o remount,bind,ro / / || exit
            for place in /tmp /var/tmp /root /home; do mount -t tmpfs -o mode=1777 tmpfs $place; done
            exec setpriv --no-new-privs --bounding-set '"$capabilities"' --inh-caps -all "$@"' bash \
            "$(sed -n 's/^ExecStart=\([^ ]*\).*/\1/p' $file)" server > "/var/log/gateway-backup-$$.log" 2>&1
    ) &
    pid=$!
}
stop() { kill "$1"; wait "$1" || [ $? = 143 ] || fail "the gateway ended with $?"; }

answer() { curl -sSk --fail-with-body -u "$LOGIN" "$@"; }
job() { # backup or restore, target as JSON members
    answer -o /dev/null -X POST "$API/mgmt.gateway_backup/1.0/$1" -H 'Content-Type: application/json' -d "{$2, \"security_pwd\": \"$SECURITY_PWD\"}"
    while answer "$API/mgmt.gateway_backup/1.0/$1" | tee /tmp/job | grep -q EXECUTING; do sleep 0.3; done
    if [ "$1" = backup ]; then grep -o '"running":{[^}]*}' /tmp/job > /tmp/latest; else cp /tmp/job /tmp/latest; fi
    grep -q '"status":"COMPLETED"' /tmp/latest || fail "the $1 did not complete: $(cat /tmp/job)"
    echo "   $1 $2" | sed 's/"password": "[^"]*"/"password": …/'
}
ready() { curl -skf "$API/common/1.0/services"; }
fingerprint() { (cd /opt/flowgateway && find config vault/* -not -type l -printf '%p|%y|%m|%U:%G|%T@\n' && find config vault/* -type f -print0 | xargs -0 sha256sum) | LC_ALL=C sort; }
install_archive() { # archive: docs/install.md
    local version
    version=$(tar -tzf "$1" | sed -n '1s|/.*||p')
    rm -rf "/opt/$version"
    tar -xzf "$1" -C /opt --no-same-owner
    ln -sfn "/opt/$version" /opt/gateway-backup
}

say "Monday: the five minutes of README.md, as an ordinary user"
useradd --create-home newcomer
version=$(tar -tzf "$bring/gateway-backup.tar.gz" | sed -n '1s|gateway-backup-\(.*\)/.*|\1|p')
cp "$bring/gateway-backup.tar.gz" "/home/newcomer/gateway-backup-$version.tar.gz"
tar -xzOf "$bring/gateway-backup.tar.gz" "gateway-backup-$version/README.md" | sed -n '/^In five minutes/,/^Then as a service/p' \
    | sed -n '/^```sh$/,/^```$/p' | grep -v '^```\|^sudo apt-get' | sed "s/VERSION/$version/g" > /tmp/five-minutes.sh
[ -s /tmp/five-minutes.sh ] || fail "README.md has no five minutes"
(cd /home/newcomer && setpriv --reuid newcomer --regid newcomer --init-groups env HOME=/home/newcomer bash -e /tmp/five-minutes.sh) \
    > /var/log/gateway-backup-newcomer.log 2>&1 || fail "the five minutes failed"
has_backup() { ls /home/newcomer/backups/*/manifest.json; }
await "the backup of the five minutes is complete" has_backup
pkill -u newcomer java
is_over() { ! pgrep -u newcomer java; }
await "it has ended" is_over

say "Monday: the gateway's tree, and the installation"
mkdir -p /opt/flowgateway/config/flows /opt/flowgateway/vault/{certs,cloak_key,snmp,ntp}
useradd --system flow
for i in $(seq 300); do echo "flow $i" > "/opt/flowgateway/config/flows/$i.conf"; done
for part in certs cloak_key snmp ntp; do head -c 2000 /dev/urandom | base64 > "/opt/flowgateway/vault/$part/secret"; done
chown -R flow:flow /opt/flowgateway/config
chmod 600 /opt/flowgateway/vault/*/*
mkdir -p /etc/gateway-backup /mnt/data/flowgateway-backup /etc/systemd/system
(umask 077; cat > /etc/gateway-backup/environment <<'SETTINGS'
GATEWAY_ROOT=/opt/flowgateway
GATEWAY_BACKUP_DIR=/mnt/data/flowgateway-backup
GATEWAY_BIND_ADDRESS=127.0.0.1
GATEWAY_HTTP_PORT=8080
SETTINGS
)
if [ "${1:-}" = upgrade ]; then
    install_archive "$bring/earlier.tar.gz"
    # The earlier version brought no unit.
    tar -xzf "$bring/gateway-backup.tar.gz" -C /tmp --strip-components=1 --wildcards '*/systemd/*'
    cp /tmp/systemd/gateway-backup.service /etc/systemd/system/
    unit
    await "the earlier version is ready" ready
    LOGIN=admin:$(cat /var/lib/gateway-backup/state/initial-password)
    job backup '"hostname": "localhost"'
    stop "$pid"
    say "Monday: the upgrade, with the state, as docs/upgrade.md says"
    cp -a /var/lib/gateway-backup/state /var/lib/gateway-backup/state.before
    rm -rf /var/lib/gateway-backup/data
fi
install_archive "$bring/gateway-backup.tar.gz"
cp /opt/gateway-backup/systemd/gateway-backup.service /etc/systemd/system/
unit
await "the gateway is ready" ready
LOGIN=admin:$(cat /var/lib/gateway-backup/state/initial-password)
grep -q '^NoNewPrivs:.1' "/proc/$(pgrep -f karaf.main | head -n 1)/status" || fail "the gateway runs without the unit's restrictions"
fingerprint > /tmp/before
if [ "${1:-}" = upgrade ]; then
    job restore '"hostname": "localhost"'
    fingerprint | diff /tmp/before - || fail "the backup of the earlier version came back as something else"
fi

say "Tuesday: users"
echo 'watcher = a-viewers-password,viewer' >> /var/lib/gateway-backup/state/users.properties
await "the viewer may read" curl -skf -u watcher:a-viewers-password "$API/mgmt.gateway_backup/1.0/backup"
is_hashed() { ! grep -q a-viewers-password /var/lib/gateway-backup/state/users.properties; }
await "the viewer's password is no longer readable" is_hashed
[ "$(curl -sk -u watcher:a-viewers-password -o /dev/null -w '%{http_code}' -X POST "$API/mgmt.gateway_backup/1.0/backup" \
    -H 'Content-Type: application/json' -d '{"hostname": "localhost", "security_pwd": "x"}')" = 403 ] || fail "a viewer may start a backup"
cp /opt/gateway-backup/etc/remote-shell.xml /opt/gateway-backup/deploy/
printf '#!/bin/sh\nprintf "%%s\\n" "$SHELL_PASSWORD"\n' > /tmp/askpass
chmod +x /tmp/askpass
shell() { # command: in the gateway's shell, as its first user
    SHELL_PASSWORD=${LOGIN#*:} SSH_ASKPASS=/tmp/askpass SSH_ASKPASS_REQUIRE=force setsid --wait ssh -q -p 8101 \
        -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null admin@127.0.0.1 "$1"
}
shell_has() { shell "$1" < /dev/null | grep "$2"; }
await "the shell shows the users" shell_has gateway-backup:users watcher
echo another-viewers-password | shell 'gateway-backup:passwd watcher' | grep "is changed" || fail "the viewer's password is not changed"
curl -sSkf -o /dev/null -u watcher:another-viewers-password "$API/mgmt.gateway_backup/1.0/backup"
! curl -skf -o /dev/null -u watcher:a-viewers-password "$API/mgmt.gateway_backup/1.0/backup" || fail "the old password still works"
grep -q '"user":"watcher".*"result":"REFUSED' /var/lib/gateway-backup/state/audit/actions.log || fail "the audit log lacks the viewer's attempt"
rm /opt/gateway-backup/deploy/remote-shell.xml

say "Tuesday: a certificate of one's own, without a restart"
openssl req -x509 -newkey rsa:2048 -nodes -days 90 -subj /CN=gateway.example -addext subjectAltName=DNS:localhost \
    -keyout /var/lib/gateway-backup/state/tls/key.pem -out /var/lib/gateway-backup/state/tls/certificate.pem 2>/dev/null
await "the new certificate is in use" curl -sSf --cacert /var/lib/gateway-backup/state/tls/certificate.pem "$API/common/1.0/services"

say "Wednesday: an SFTP target"
useradd --create-home mazu
echo 'mazu:secret' | chpasswd
ssh-keygen -A >/dev/null
/usr/sbin/sshd -p 2222 -o ListenAddress=127.0.0.1 -o PasswordAuthentication=yes -o UsePAM=no
sftp='"hostname": "127.0.0.1:2222", "username": "mazu", "password": "secret", "path": "gateway"'
job backup "$sftp"

say "Wednesday: a target that speaks S3"
mkdir -p /srv/s3/backups
printf '%s\n' s3proxy.authorization=aws-v4 s3proxy.identity=gateway s3proxy.credential=secret jclouds.provider=filesystem jclouds.identity=any \
    jclouds.credential=any jclouds.filesystem.basedir=/srv/s3 s3proxy.endpoint=http://127.0.0.1:9000 > /srv/s3.properties
java -Xmx256m -jar "$bring/s3proxy.jar" --properties /srv/s3.properties > /var/log/s3proxy.log 2>&1 &
await "the store answers" curl -s http://127.0.0.1:9000/
# What is dropped into deploy/ is a feature file, as the one for the remote shell.
stop "$pid"
cat > /opt/gateway-backup/deploy/s3.xml <<'FEATURE'
<features name="s3" xmlns="http://karaf.apache.org/xmlns/features/v1.6.0">
  <feature name="s3" version="1.0.0" install="auto"><feature>gateway-backup-s3</feature></feature>
</features>
FEATURE
unit
await "the gateway is ready" ready
s3='"hostname": "s3+http://127.0.0.1:9000/backups", "username": "gateway", "password": "secret", "path": "gateways/fg1"'
takes_s3() { # another error than that the transport is missing; the plan that it starts has ended
    local plan
    plan=$(curl -sSk -i -u "$LOGIN" -X POST "$API/mgmt.gateway_backup/1.1/plans" -H 'Content-Type: application/json' \
        -d "{$s3, \"security_pwd\": \"x\"}" | tr -d '\r' | sed -n 's|^[Ll]ocation: .*/||p')
    [ -n "$plan" ] || return
    while answer "$API/mgmt.gateway_backup/1.1/jobs/$plan" | grep -q '"EXECUTING"'; do sleep 0.2; done
}
await "the transport for S3 is there" takes_s3
job backup "$s3"

say "Thursday: behind a reverse proxy, below a path of its own"
stop "$pid"
unit GATEWAY_TRUSTED_PROXIES=127.0.0.1
await "the gateway is ready" ready
cat > /etc/nginx/nginx.conf <<'NGINX'
events { }
http {
    access_log off;
    server {
        listen 127.0.0.1:9443 ssl;
        ssl_certificate /var/lib/gateway-backup/state/tls/certificate.pem;
        ssl_certificate_key /var/lib/gateway-backup/state/tls/key.pem;
        location /gateways/fg1/ {
            proxy_pass http://127.0.0.1:8080/;
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            proxy_set_header X-Forwarded-Host $http_host;
            proxy_set_header X-Forwarded-Prefix /gateways/fg1;
        }
    }
}
NGINX
nginx
API=https://localhost:9443/gateways/fg1/api job backup '"hostname": "localhost"'
answer -o /dev/null -D - -X POST https://localhost:9443/gateways/fg1/api/mgmt.gateway_backup/1.1/plans -H 'Content-Type: application/json' \
    -d "{\"hostname\": \"localhost\", \"security_pwd\": \"$SECURITY_PWD\"}" | tr -d '\r' > /tmp/headers
grep -qi '^location: .*/gateways/fg1/api/mgmt.gateway_backup/1.1/plans/' /tmp/headers || fail "Location leaves the proxy: $(cat /tmp/headers)"
stop "$pid"

say "Friday: the gateway is lost; a second one restores it"
rm -rf /opt/flowgateway/config /opt/flowgateway/vault
for target in "$sftp" "$s3"; do
    rm -rf /var/lib/gateway-second
    unit GATEWAY_STATE_DIR=/var/lib/gateway-second/state KARAF_DATA=/var/lib/gateway-second/data
    await "the second gateway is ready" ready
    LOGIN=admin:$(cat /var/lib/gateway-second/state/initial-password)
    await "the transport for S3 is there" takes_s3
    job restore "$target"
    fingerprint | diff /tmp/before - || fail "the restored tree is another one"
    stop "$pid"
    rm -rf /opt/flowgateway/config /opt/flowgateway/vault
done

say "Friday: the documents and the scripts of the archive"
for file in README.md CHANGELOG.md SECURITY.md THIRD-PARTY.txt gateway-backup.cdx.json docs/install.md docs/upgrade.md docs/monitoring.md \
        docs/restore.md docs/open-by-hand/open-backup.sh; do
    [ -s "/opt/gateway-backup/$file" ] || fail "the archive has no $file"
done
