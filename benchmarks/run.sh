#!/usr/bin/env bash
# Measures this product against its peers, or against an earlier build of itself.
set -euo pipefail
cd "$(dirname "$0")/.."
. tools/prerequisites.sh
. tools/distribution.sh

help() {
    cat <<'TEXT'
benchmarks/run.sh [ROUNDS]
    This product against `tar | zstd | age | ssh`, restic and borg over SFTP on loopback: medians of the ratios, round by round.
    Five rounds if none are named.
benchmarks/run.sh --against COMMIT [--target local|sftp] [--mib MIB] [--keep-caches] [--build] [ROUNDS]
    The present tree against the build of COMMIT: CPU and wall time of backups and restores, medians of the ratios with a 95 % interval.
    Fifteen rounds if none are named.
    --against COMMIT  a commit, or the path of a distribution (.tar.gz) that was built before
    --target TARGET   local (the default): the gateway itself. sftp: OpenSSH on loopback, whose own time is not counted
    --mib MIB         size of the corpus, 256 if it is not named; the time of a round grows with it
    --keep-caches     leaves the caches of the file systems, which are dropped otherwise before each job: for a machine that others use
    --build           builds both if need be, and measures nothing
    The build of a commit is kept in target/benchmark-builds, and the present tree is built only if it changed since. Nothing is built
    where GATEWAY_BENCHMARK_THIS names the distribution (.tar.gz) of the present tree.
TEXT
}

usage() { printf 'benchmarks/run.sh: %s; see benchmarks/run.sh --help\n' "$1" >&2; exit 2; }

# option, value: a whole number above 0 and nothing else
require_number() { [[ "$2" =~ ^[1-9][0-9]*$ ]] || usage "$1 is a whole number above 0, not: $2"; }

# commit: $archive names its distribution then. It is built in a work tree of its own, which is gone afterwards, also if that fails.
build_commit() {
    archive="$PWD/target/benchmark-builds/$1.tar.gz"
    [ ! -f "$archive" ] || return 0
    echo "Building $1"
    mkdir -p "${archive%/*}"
    checkout=$(mktemp -d)
    trap remove_checkout EXIT
    git worktree add -q --detach "$checkout/tree" "$1"
    mvn -B -ntp -q -DskipTests -f "$checkout/tree/pom.xml" -pl distribution -am package
    # Under its name only once it is whole.
    cp "$checkout"/tree/distribution/target/gateway-backup-*.tar.gz "$archive.part"
    mv "$archive.part" "$archive"
    remove_checkout
    trap - EXIT
}

remove_checkout() {
    git worktree remove --force "$checkout/tree" || true
    rm -rf "$checkout"
}

main() {
    local commit= target= mib= rounds= build_only=false this that name archive keep_caches=()
    while [ "$#" -gt 0 ]; do
        case "$1" in
            --help | -h) help; exit 0 ;;
            --against | --target | --mib)
                [ "$#" -gt 1 ] || usage "$1 needs a value"
                case "$1" in
                    --against) commit=$2 ;;
                    --target) target=$2 ;;
                    --mib) mib=$2 ;;
                esac
                shift
                ;;
            --keep-caches) keep_caches=(--keep-caches) ;;
            --build) build_only=true ;;
            -*) usage "there is no option $1" ;;
            *)
                [ -z "$rounds" ] || usage "too many arguments: $1"
                rounds=$1
                ;;
        esac
        shift
    done
    [ -z "$rounds" ] || require_number ROUNDS "$rounds"
    if [ -z "$commit" ]; then
        [ -z "$target$mib${keep_caches[*]}" ] && ! $build_only || usage "the other options go with --against"
    else
        target=${target:-local}
        mib=${mib:-256}
        [ "$target" = local ] || [ "$target" = sftp ] || usage "--target is local or sftp, not: $target"
        require_number --mib "$mib"
        if [[ "$commit" == *.tar.gz ]]; then
            [ -f "$commit" ] || usage "there is no $commit"
        else
            commit=$(git rev-parse -q --verify "$commit^{commit}") || usage "there is no commit of this name"
        fi
    fi

    require_jdk17
    require mvn maven
    require python3 python3
    if [ -z "$commit" ]; then
        require zstd zstd
        require age age
        require restic restic
        require borg borgbackup
    fi
    if [ -z "$commit" ] || [ "$target" = sftp ]; then
        require ssh openssh-client
        PATH="$PATH:/usr/sbin" require sshd openssh-server
    fi
    install_missing

    if [ -n "${GATEWAY_BENCHMARK_THIS:-}" ]; then
        this=$GATEWAY_BENCHMARK_THIS
        [ -f "$this" ] || usage "there is no $this, which GATEWAY_BENCHMARK_THIS names"
    else
        if ! is_built; then
            echo "Building the present tree"
            build_distribution -pl distribution -am
        fi
        this=$archive
    fi
    mkdir -p target
    exec 8> target/benchmark.lock
    flock -n 8 || { echo "benchmarks/run.sh: another run is under way in this checkout" >&2; exit 1; }
    [ -n "$commit" ] || exec python3 -B benchmarks/compare.py "$this" "${rounds:-5}"

    case "$commit" in
        *.tar.gz) that=$commit; name=given ;;
        *) build_commit "$commit"; that=$archive; name=$(git rev-parse --short "$commit") ;;
    esac
    ! $build_only || exit 0
    exec python3 -B benchmarks/against.py --this "$this" --that "$that" --that-name "$name" --target "$target" --mib "$mib" \
        --rounds "${rounds:-15}" "${keep_caches[@]}"
}

main "$@"
