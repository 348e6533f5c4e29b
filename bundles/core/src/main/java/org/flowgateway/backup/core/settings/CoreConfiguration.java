package org.flowgateway.backup.core.settings;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of backups and restores. */
@ObjectClassDefinition(name = "Gateway backup", description = "How backups and restores are done")
public @interface CoreConfiguration {

    /** The configuration's PID. */
    String PID = "org.flowgateway.backup.core";

    /** {@code state-dir} */
    @AttributeDefinition(
            name = "State directory",
            description = "Path. Holds job records and the restore journal; made with mode 0700")
    String state$_$dir();

    /** {@code pack-mib} */
    @AttributeDefinition(name = "Pack size", description = "Uncompressed MiB per pack, 8 to 64", min = "8", max = "64")
    int pack$_$mib() default 32;

    /** {@code workers} */
    @AttributeDefinition(
            name = "Workers",
            description =
                    "Packs made in parallel, 1 to 64; 0 for the number of cores. Fewer are used if the heap is too"
                            + " small",
            min = "0",
            max = "64")
    int workers() default 0;

    /** {@code zstd-level} */
    @AttributeDefinition(name = "Compression", description = "Level of zstd, 1 to 19", min = "1", max = "19")
    int zstd$_$level() default 3;

    /** {@code retry-seconds} */
    @AttributeDefinition(
            name = "Retry time",
            description = "Total seconds that a job waits for a lost connection to return, 0 to 86400",
            min = "0",
            max = "86400")
    int retry$_$seconds() default 600;

    /** {@code stall-seconds} */
    @AttributeDefinition(
            name = "Stall timeout",
            description =
                    "Seconds in which a target has to transfer 64 KiB, or answer. After that the call is abandoned,"
                            + " 5 to 3600",
            min = "5",
            max = "3600")
    int stall$_$seconds() default 120;

    /** {@code small-stall-seconds} */
    @AttributeDefinition(
            name = "Stall timeout of small objects",
            description = "The same for objects of at most 64 KiB, 5 to 3600",
            min = "5",
            max = "3600")
    int small$_$stall$_$seconds() default 60;

    /** {@code hook-seconds} */
    @AttributeDefinition(
            name = "Section timeout",
            description =
                    "Seconds that a section may take to freeze, thaw, check, deactivate or activate," + " 1 to 3600",
            min = "1",
            max = "3600")
    int hook$_$seconds() default 60;

    /** {@code confirm-minutes} */
    @AttributeDefinition(
            name = "Confirmation window",
            description =
                    "Minutes after which a restored state is rolled back unless it is confirmed, 1 to 1440; 0 for no"
                            + " confirmation",
            min = "0",
            max = "1440")
    int confirm$_$minutes() default 0;

    /** {@code expected-sections} */
    @AttributeDefinition(
            name = "Expected sections",
            description =
                    "Ids, separated by commas. No job starts before all of these sections are registered, so that none"
                            + " is omitted at start-up")
    String expected$_$sections() default "config,certs,cloak_key,snmp,ntp";
}
