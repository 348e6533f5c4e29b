# Sourced by scripts that need the distribution, with the top directory as the current one.

# is_built: succeeds if the distribution is newer than everything it is made of; $archive names it then
is_built() {
    archive=$(ls distribution/target/gateway-backup-*.tar.gz 2>/dev/null | head -n 1 || true)
    [ -n "$archive" ] &&
        [ -z "$(find pom.xml bundles container features components distribution docs README.md CHANGELOG.md SECURITY.md \( -name target -o -name test \) -prune -o -type f -newer "$archive" -print -quit)" ]
}

# build_distribution OPTION...: builds it; $archive names it then
build_distribution() {
    mvn -B -ntp -q -DskipTests "$@" package
    archive=$(ls distribution/target/gateway-backup-*.tar.gz | head -n 1)
}
