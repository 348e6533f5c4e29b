#!/usr/bin/env bash
# A WebDAV server on loopback, for tests: Apache of Debian's package apache2-bin, which ends with this process.
#   serve.sh WORK PORT https|http
# It keeps all in the directory WORK: files/ is what it serves, certificate.pem is what a client must trust (made here, for localhost).
# The login is gateway with the password in WORK/password.
set -euo pipefail
export WORK=$1 PORT=$2 MODULES=/usr/lib/apache2/modules
here=$(cd "$(dirname "$0")" && pwd)

# Started by root, Apache serves as another user.
SERVE_AS=$(id -un)
if [ "$(id -u)" = 0 ]; then
    SERVE_AS=www-data
fi
export SERVE_AS
mkdir -p "$WORK/files" "$WORK/run"
chmod 711 "$WORK"
if [ "$(id -u)" = 0 ]; then
    chown www-data "$WORK/files" "$WORK/run"
fi
printf 'gateway:{SHA}%s\n' "$(printf %s "$(cat "$WORK/password")" | openssl dgst -sha1 -binary | base64)" > "$WORK/users"
define=()
if [ "$3" = https ]; then
    define=(-D Tls)
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
        -addext 'subjectAltName=DNS:localhost' -keyout "$WORK/key.pem" -out "$WORK/certificate.pem" 2>"$WORK/openssl.log"
fi
exec /usr/sbin/apache2 -d "$WORK" -f "$here/httpd.conf" "${define[@]}" -D FOREGROUND
