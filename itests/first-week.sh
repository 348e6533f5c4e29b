#!/usr/bin/env bash
# The first week of a new operator, from the archive alone, on a fresh Debian system (a root of its own, made from Debian's packages):
# installs it as docs/install.md says, runs it with the restrictions of its unit, exchanges the certificate, backs up to an SFTP and an S3
# target and through a reverse proxy, and restores all of it on a second gateway.
#   itests/first-week.sh           from the archive in distribution/target
#   itests/first-week.sh --long    begins with the build of the commit in itests/upgrade-from, and upgrades that with its state
#   FIRST_WEEK_ROOT=DIRECTORY      takes this root instead of making one
# Run as root. Everything it makes lies in one temporary directory; its processes are in one PID and network namespace and end with it.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/prerequisites.sh
. tools/distribution.sh

say() { printf '\n== %s\n' "$*"; }
fail() { printf 'first-week: %s\n' "$*" >&2; exit 1; }

long=false
[ "${1:-}" != --long ] || long=true

require mmdebstrap mmdebstrap
require unshare util-linux
require systemd-analyze systemd
install_missing
is_built || fail "there is no distribution of these sources: mvn -B -ntp -DskipTests package"
archive=$PWD/$archive
s3proxy=$PWD/itests/target/tested/s3proxy.jar
[ -f "$s3proxy" ] || fail "there is no $s3proxy: the container tests copy it there"

work=$(mktemp -d)
finish() {
    if $long; then git worktree remove --force "$work/upgrade-from" 2>/dev/null || true; fi
    rm -rf --one-file-system "$work"
}
trap finish EXIT

earlier=
if $long; then
    commit=$(grep -v '^#' itests/upgrade-from)
    say "Building $commit, the version that is upgraded"
    git worktree add -q --detach "$work/upgrade-from" "$commit"
    mvn -B -ntp -q -f "$work/upgrade-from/pom.xml" -DskipTests -pl distribution -am package
    earlier=$(ls "$work"/upgrade-from/distribution/target/gateway-backup-*.tar.gz)
fi

root=${FIRST_WEEK_ROOT:-$work/root}
if [ -z "${FIRST_WEEK_ROOT:-}" ]; then
    say "A fresh system"
    mmdebstrap --variant=minbase --quiet \
        --include=openjdk-17-jre-headless,openssh-server,openssh-client,nginx-light,curl,openssl,procps,iproute2,util-linux bookworm "$root"
fi

# What the operator brings: the archive, and beside it what stands for other hosts.
mkdir -p "$work/upper" "$work/overlay" "$work/merged"
mount -t tmpfs tmpfs "$work/overlay"
trap 'umount "$work/merged" 2>/dev/null || true; umount "$work/overlay" || true; finish' EXIT
mkdir "$work/overlay/upper" "$work/overlay/work"
mount -t overlay -o "lowerdir=$root,upperdir=$work/overlay/upper,workdir=$work/overlay/work" overlay "$work/merged"
install -d "$work/merged/media/bring"
cp "$archive" "$work/merged/media/bring/gateway-backup.tar.gz"
[ -z "$earlier" ] || cp "$earlier" "$work/merged/media/bring/earlier.tar.gz"
cp "$s3proxy" "$work/merged/media/bring/s3proxy.jar"
cp itests/first-week-inside.sh "$work/merged/media/bring/"

say "The unit"
tar -xzf "$archive" -C "$work" --strip-components=1 --wildcards '*/systemd/*' '*/bin/karaf'
systemd-analyze --version | head -n 1
# It looks for the program too, which is not installed on this system.
mkdir "$work/verify"
sed "s|/opt/gateway-backup|$work|g" "$work/systemd/gateway-backup.service" > "$work/verify/gateway-backup.service"
systemd-analyze verify --recursive-errors=no --man=no "$work/verify/gateway-backup.service" || fail "systemd does not accept the unit"
exposure() { # most, unit: its exposure level is at most that
    local level
    level=$(systemd-analyze security --offline=true "$2" 2>/dev/null | sed -n 's/.*exposure level for [^:]*: \([0-9.]*\).*/\1/p')
    echo "   $2: $level, at most $1"
    awk -v level="$level" -v most="$1" 'BEGIN { exit !(level != "" && level <= most) }' || fail "the exposure level of $2 is $level"
}
exposure 2.4 "$work/systemd/gateway-backup.service"
mkdir -p "$work/unprivileged/gateway-backup.service.d"
cp "$work/systemd/gateway-backup.service" "$work/unprivileged/"
cp "$work/systemd/unprivileged.conf" "$work/unprivileged/gateway-backup.service.d/"
exposure 1.6 "$work/unprivileged/gateway-backup.service"

unshare --mount --pid --net --ipc --uts --fork --kill-child --mount-proc="$work/merged/proc" \
    chroot "$work/merged" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C bash /media/bring/first-week-inside.sh ${earlier:+upgrade}
printf '\nThe first week is over.\n'
