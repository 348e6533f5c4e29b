package org.flowgateway.backup.core.file;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Hidden names that a restore uses beside, or inside, a section's root. A gateway's own files never have such names. */
public final class StagingNames {

    private static final Pattern SUFFIX = Pattern.compile("\\.restore-[0-9]{6,}(-[0-9]+)?\\.(restored|leaving|before)");

    private final String prefix;

    /**
     * @param root the section's directory
     * @param restore the job's id, made unique if the same id was used before
     */
    public StagingNames(Path root, String restore) {
        this.prefix = "." + root.getFileName() + "." + restore + ".";
    }

    /** The directory in which the restored state is built. */
    public String restored() {
        return prefix + "restored";
    }

    /** The directory that receives the previous state piece by piece. Once all of it is there, it is renamed to {@link #before}. */
    public String leaving() {
        return prefix + "leaving";
    }

    /** The directory that keeps the previous state. */
    public String before() {
        return prefix + "before";
    }

    /** Tells whether a file in a section's root, or beside it, has a staging name. */
    public static boolean isStagingName(Path root, String name) {
        String start = "." + root.getFileName();
        return name.startsWith(start)
                && SUFFIX.matcher(name.substring(start.length())).matches();
    }
}
