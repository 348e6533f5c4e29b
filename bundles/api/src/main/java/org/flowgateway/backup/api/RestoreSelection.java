package org.flowgateway.backup.api;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What of a backup is restored. Immutable.
 *
 * @param scope whether everything is, or what is listed
 * @param sections ids of sections that are restored whole; only with {@link Scope#LISTED}
 * @param paths files and directories that are restored, each {@code section-id/path}, a directory with all below it: what the backup does
 *         not hold below it is removed from the gateway. The rest of their sections stays as it is. Only with {@link Scope#LISTED}
 * @param dropOmitted whether what the backup could not hold, and what has no place in the restored state, may be removed from the gateway.
 *         What has a place there is kept in any case
 */
public record RestoreSelection(Scope scope, List<String> sections, List<String> paths, boolean dropOmitted) {

    private static final int MAX_LISTED = 1000;
    private static final int MAX_PATH_CHARACTERS = 8192;
    private static final Pattern ID = Pattern.compile("[a-z0-9_-]{1,64}");

    /** How much is restored. */
    public enum Scope {
        /** Everything the backup holds. */
        EVERYTHING,
        /** Everything but, of the vault, what is not {@code cloak_key}, {@code snmp} or {@code ntp}: the gateway keeps its certificates. */
        WITHOUT_CERTIFICATES,
        /** What is listed, and nothing else. */
        LISTED
    }

    /**
     * Checks and orders what is listed.
     *
     * @throws InvalidRequestException naming {@code sections} or {@code paths}, if one of them cannot be an id or a path, if there are
     *         more than 1,000, if one lies within another, or if nothing is listed where something must be
     */
    public RestoreSelection {
        Objects.requireNonNull(scope, "scope");
        sections = sections.stream().distinct().sorted().toList();
        paths = paths.stream()
                .map(RestoreSelection::withoutSlashAtEnd)
                .distinct()
                .sorted()
                .toList();
        if ((scope == Scope.LISTED) == (sections.isEmpty() && paths.isEmpty())) {
            throw new InvalidRequestException(
                    "sections",
                    "sections and paths are empty: name what is to be restored, or leave both out for everything");
        }
        if (sections.size() > MAX_LISTED || paths.size() > MAX_LISTED) {
            throw new InvalidRequestException(
                    "paths",
                    "sections and paths may name [" + MAX_LISTED + "] each: restore whole directories instead");
        }
        sections.forEach(RestoreSelection::checkSection);
        paths.forEach(RestoreSelection::checkPath);
        for (String path : paths) {
            if (sections.contains(path.substring(0, path.indexOf('/')))
                    || paths.stream().anyMatch(other -> path.startsWith(other + "/"))) {
                throw new InvalidRequestException(
                        "paths",
                        "paths names something that lies within something else that is named: leave one of them out");
            }
        }
    }

    /** A selection that drops nothing; otherwise as the other constructor. */
    public RestoreSelection(Scope scope, List<String> sections, List<String> paths) {
        this(scope, sections, paths, false);
    }

    /** The same selection, with another word on what the backup could not hold. */
    public RestoreSelection withDropOmitted(boolean drop) {
        return new RestoreSelection(scope, sections, paths, drop);
    }

    private static void checkSection(String id) {
        if (!ID.matcher(id).matches()) {
            throw new InvalidRequestException(
                    "sections", "sections must be ids of sections, such as config: 1 to 64 characters of [a-z0-9_-]");
        }
    }

    private static void checkPath(String path) {
        List<String> names = List.of(path.split("/", -1));
        boolean fit = path.length() <= MAX_PATH_CHARACTERS
                && path.indexOf('\0') < 0
                && names.size() > 1
                && ID.matcher(names.get(0)).matches()
                && names.stream().noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."));
        if (!fit) {
            throw new InvalidRequestException(
                    "paths",
                    "paths must be such as config/flows/0001.conf: a section's id, and a path in it without"
                            + " . and .. and empty names. A whole section belongs into sections");
        }
    }

    private static String withoutSlashAtEnd(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** Everything the backup holds. */
    public static RestoreSelection everything() {
        return new RestoreSelection(Scope.EVERYTHING, List.of(), List.of());
    }

    /** What {@code no_cert} leaves: the gateway keeps its present certificates. */
    public static RestoreSelection withoutCertificates() {
        return new RestoreSelection(Scope.WITHOUT_CERTIFICATES, List.of(), List.of());
    }

    /**
     * What is listed, and nothing else.
     *
     * @param sections ids of whole sections
     * @param paths files and directories of further sections
     * @throws InvalidRequestException as the constructor
     */
    public static RestoreSelection of(List<String> sections, List<String> paths) {
        return new RestoreSelection(Scope.LISTED, sections, paths);
    }
}
