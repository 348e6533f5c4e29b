package org.flowgateway.backup.transport.local;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Directories for backups on the gateway itself. */
@ObjectClassDefinition(
        name = "Gateway Backup: local storage",
        description = "Directories for backups when a request names the host \"localhost\"")
public @interface LocalConfiguration {

    /** The PID of this configuration. */
    String PID = "org.flowgateway.backup.transport.local";

    /** Directory used when a request names no path; absolute, and created with the first backup. */
    @AttributeDefinition(
            name = "Backup directory",
            description =
                    "Absolute path, used when a request names none. Created, with mode 0700, with the first backup.")
    String directory() default "/mnt/data/flowgateway-backup";

    /** Further directories inside which a request's path is accepted, each absolute and without a comma; none by default. */
    @AttributeDefinition(
            name = "Further directories",
            required = false,
            description =
                    "Absolute paths of further directories inside which the path of a request is accepted; in a .cfg file with commas"
                            + " between them. None: only the backup directory.")
    String[] roots() default {};
}
