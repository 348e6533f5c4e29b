#!/usr/bin/env bash
# This product against `tar | zstd | age | ssh`, restic and borg over SFTP on loopback: medians of the ratios, round by round.
#   benchmarks/run.sh [ROUNDS]     five rounds if none are named
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/prerequisites.sh

require_jdk17
require mvn maven
require python3 python3
require zstd zstd
require age age
require restic restic
require borg borgbackup
require ssh openssh-client
PATH="$PATH:/usr/sbin" require sshd openssh-server
install_missing

ls distribution/target/gateway-backup-*.tar.gz >/dev/null 2>&1 || mvn -B -ntp -q -DskipTests package
exec python3 benchmarks/compare.py "${1:-5}"
