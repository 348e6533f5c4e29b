package org.flowgateway.backup.core.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The user that the gateway runs as. */
final class OwnUser {

    private static final Logger LOG = LoggerFactory.getLogger(OwnUser.class);
    private static final boolean ROOT = isRoot();

    private OwnUser() {
    }

    /** Whether a restore can give files the owners they had. */
    static boolean setsOwners() {
        return ROOT;
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException e) {
            LOG.warn("The gateway's own user cannot be told: plans leave owners out", e);
            return false;
        }
    }
}
