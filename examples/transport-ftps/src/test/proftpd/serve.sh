#!/usr/bin/env bash
# An FTP server with explicit TLS on 127.0.0.2, for tests: ProFTPD of Debian's packages proftpd-core and proftpd-mod-crypto, which ends with this
# process.
#   serve.sh WORK PORT PASSIVE_FIRST PASSIVE_LAST
# It keeps all in the directory WORK: files/ is the directory of the login, certificate.pem is what a client must trust (made here, for localhost).
# The login is gateway with the password in WORK/password.
set -euo pipefail
export WORK=$1 PORT=$2 PASSIVE_FIRST=$3 PASSIVE_LAST=$4
here=$(cd "$(dirname "$0")" && pwd)
SERVE_AS=$(id -un)
SERVE_AS_GROUP=$(id -gn)
export SERVE_AS SERVE_AS_GROUP

umask 077
mkdir -p "$WORK/files"
printf 'gateway:%s:%s:%s::%s:/bin/false\n' "$(openssl passwd -6 -stdin < "$WORK/password")" "$(id -u)" "$(id -g)" "$WORK/files" > "$WORK/users"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
    -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:127.0.0.2' -keyout "$WORK/key.pem" -out "$WORK/certificate.pem" 2>"$WORK/openssl.log"
exec /usr/sbin/proftpd --nodaemon --config "$here/proftpd.conf"
