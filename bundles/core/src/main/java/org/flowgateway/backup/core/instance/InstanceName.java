package org.flowgateway.backup.core.instance;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Name of a running gateway, for messages of others. */
final class InstanceName {

    private InstanceName() {}

    /** Process, host and time, as the end of a sentence. */
    static String of(Instant started) {
        return "process " + ProcessHandle.current().pid() + " on " + LocalHostName.get() + ", started "
                + started.truncatedTo(ChronoUnit.SECONDS);
    }
}
