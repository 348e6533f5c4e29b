# Sourced by the scripts at the top. Makes sure that programs are there: as root, Debian's packages are installed for those that
# are missing; otherwise one line says what to install.

missing_packages=()

# require PROGRAM PACKAGE: notes the Debian package of a program that is missing
require() {
    command -v "$1" >/dev/null 2>&1 || missing_packages+=("$2")
}

# require_file FILE PACKAGE: the same for a file that is no program
require_file() {
    [ -e "$1" ] || missing_packages+=("$2")
}

# require_jdk17: Karaf 4.4 runs on Java 17 and on nothing newer; where another Java comes first, a JDK 17 beside it is taken
require_jdk17() {
    local home
    if javac -version 2>&1 | grep -q '^javac 17\.' && [ -z "${JAVA_HOME:-}" ]; then
        return 0
    fi
    for home in "${JAVA_HOME:-/none}" /usr/lib/jvm/*17*; do
        if "$home/bin/javac" -version 2>&1 | grep -q '^javac 17\.'; then
            export JAVA_HOME="$home" PATH="$home/bin:$PATH"
            return 0
        fi
    done
    missing_packages+=(openjdk-17-jdk-headless)
}

# install_missing: installs what was noted, or says what to install and ends
install_missing() {
    [ "${#missing_packages[@]}" -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        printf '%s: please install %s (Debian: apt-get install %s)\n' "$0" "${missing_packages[*]}" "${missing_packages[*]}" >&2
        exit 1
    fi
    printf 'Installing %s\n' "${missing_packages[*]}"
    apt-get update -qq
    # A server among them must not be started as a service of this machine: whoever needs one starts it.
    local policy=/usr/sbin/policy-rc.d made='' status=0
    if [ ! -e "$policy" ]; then
        made=$policy
        printf '#!/bin/sh\nexit 101\n' > "$policy"
        chmod +x "$policy"
    fi
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing_packages[@]}" >/dev/null || status=$?
    [ -z "$made" ] || rm -f "$made"
    [ "$status" = 0 ] || exit "$status"
    case " ${missing_packages[*]} " in
        *' openjdk-17-jdk-headless '*) missing_packages=(); require_jdk17 ;;
    esac
    missing_packages=()
}
