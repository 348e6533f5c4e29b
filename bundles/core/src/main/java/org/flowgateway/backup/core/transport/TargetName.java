package org.flowgateway.backup.core.transport;

import org.flowgateway.backup.spi.transport.TransportTarget;

/** Display name of a target in messages. */
public final class TargetName {

    private TargetName() {}

    /** The directory unless it is the default, and the host unless it is the gateway itself. */
    public static String of(TransportTarget target) {
        if (target.path().isEmpty()) {
            return target.address();
        }
        return target.address().isEmpty() ? target.path() : target.path() + " on " + target.address();
    }
}
