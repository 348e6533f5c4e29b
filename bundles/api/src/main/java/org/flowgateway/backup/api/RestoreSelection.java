package org.flowgateway.backup.api;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Selected content of a backup. Immutable.
 *
 * @param scope kind of the selection
 * @param sections ids of sections to restore whole; only with {@link Scope#LISTED}
 * @param paths files and directories to restore, each {@code section-id/path}, a directory with everything below it: content below it that the
 *         backup does not hold is removed from the gateway. The rest of their sections stays unchanged. Only with {@link Scope#LISTED}
 * @param dropOmitted whether content that the backup could not hold may be removed from the gateway if it has no place in the restored state.
 *         Content with a place there is kept in any case
 */
public record RestoreSelection(Scope scope, List<String> sections, List<String> paths, boolean dropOmitted) {

    private static final int MAX_LISTED = 1000;
    private static final int MAX_PATH_CHARACTERS = 8192;
    private static final Pattern ID = Pattern.compile("[a-z0-9_-]{1,64}");

    /** Kinds of selections. */
    public enum Scope {
        /** Whole content of the backup. */
        EVERYTHING,
        /**
         * Whole content, except that of the vault only {@code cloak_key}, {@code snmp} and {@code ntp} are restored: the gateway keeps its
         * certificates.
         */
        WITHOUT_CERTIFICATES,
        /** Listed sections and paths only. */
        LISTED
    }

    /**
     * Validates and sorts the lists.
     *
     * @throws InvalidRequestException naming {@code sections} or {@code paths}, if one of them is no valid id or path, if there are more than
     *         1,000, if one is within another, or if a required list is empty
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
            throw RequestMessage.SELECTION_EMPTY.exception("sections");
        }
        if (sections.size() > MAX_LISTED || paths.size() > MAX_LISTED) {
            throw RequestMessage.SELECTION_TOO_LONG.exception("paths", MAX_LISTED);
        }
        sections.forEach(RestoreSelection::checkSection);
        paths.forEach(RestoreSelection::checkPath);
        for (String path : paths) {
            if (sections.contains(path.substring(0, path.indexOf('/')))
                    || paths.stream().anyMatch(other -> path.startsWith(other + "/"))) {
                throw RequestMessage.PATHS_OVERLAP.exception("paths");
            }
        }
    }

    /** Creates a selection without dropping omissions; otherwise as the other constructor. */
    public RestoreSelection(Scope scope, List<String> sections, List<String> paths) {
        this(scope, sections, paths, false);
    }

    /** Returns the same selection with another choice about omitted content. */
    public RestoreSelection withDropOmitted(boolean drop) {
        return new RestoreSelection(scope, sections, paths, drop);
    }

    private static void checkSection(String id) {
        if (!ID.matcher(id).matches()) {
            throw RequestMessage.SECTION_INVALID.exception("sections");
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
            throw RequestMessage.PATH_INVALID.exception("paths");
        }
    }

    private static String withoutSlashAtEnd(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** Selects everything in the backup. */
    public static RestoreSelection everything() {
        return new RestoreSelection(Scope.EVERYTHING, List.of(), List.of());
    }

    /** Selects everything that {@code no_cert} permits: the gateway keeps its current certificates. */
    public static RestoreSelection withoutCertificates() {
        return new RestoreSelection(Scope.WITHOUT_CERTIFICATES, List.of(), List.of());
    }

    /**
     * Selects the listed sections and paths.
     *
     * @param sections ids of whole sections
     * @param paths files and directories of further sections
     * @throws InvalidRequestException as the constructor
     */
    public static RestoreSelection of(List<String> sections, List<String> paths) {
        return new RestoreSelection(Scope.LISTED, sections, paths);
    }
}
