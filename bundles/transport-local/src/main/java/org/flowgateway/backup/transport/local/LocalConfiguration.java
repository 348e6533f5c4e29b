package org.flowgateway.backup.transport.local;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where backups may lie on the gateway itself. */
@ObjectClassDefinition(
        name = "Gateway Backup: local storage",
        description = "Where backups are kept when a request names the host \"localhost\"")
public @interface LocalConfiguration {

    /** The PID of this configuration. */
    String PID = "org.flowgateway.backup.transport.local";

    /** The directory used when a request names no path: absolute; it is made when the first backup is stored. */
    @AttributeDefinition(
            name = "Backup directory",
            description =
                    "Absolute path, used when a request names none. It is made, with mode 0700, when the first backup is stored.")
    String directory() default "/mnt/data/flowgateway-backup";

    /** Further directories inside which a request's path is honoured, each absolute and without a comma in it; none by default. */
    @AttributeDefinition(
            name = "Further directories",
            required = false,
            description =
                    "Absolute paths of further directories inside which the path of a request is honoured; in a .cfg file with commas"
                            + " between them. None: only the backup directory.")
    String[] roots() default {};
}
