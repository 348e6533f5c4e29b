package org.flowgateway.backup.core.file;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** The hidden names that a restore uses beside, or inside, a section's root: told from what a gateway calls its own files. */
public final class StagingNames {

    private static final Pattern SUFFIX = Pattern.compile("\\.restore-[0-9]{6,}(-[0-9]+)?\\.(restored|leaving|before)");

    private final String prefix;

    /**
     * @param root the section's directory
     * @param restore the job's id, with what tells it from an earlier use of the same one
     */
    public StagingNames(Path root, String restore) {
        this.prefix = "." + root.getFileName() + "." + restore + ".";
    }

    /** Where the restored state is made. */
    public String restored() {
        return prefix + "restored";
    }

    /** Where the old state goes piece by piece; everything is there once it has the name {@link #before}. */
    public String leaving() {
        return prefix + "leaving";
    }

    /** Where the old state is kept. */
    public String before() {
        return prefix + "before";
    }

    /** Whether a file in a section's root, or beside it, has a name that only a restore gives. */
    public static boolean isOne(Path root, Path file) {
        return isOne(root, file.getFileName().toString());
    }

    /** Tells the same of a file's name alone. */
    public static boolean isOne(Path root, String name) {
        String start = "." + root.getFileName();
        return name.startsWith(start)
                && SUFFIX.matcher(name.substring(start.length())).matches();
    }
}
