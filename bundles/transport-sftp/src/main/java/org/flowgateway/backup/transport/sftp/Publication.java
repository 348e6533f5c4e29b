package org.flowgateway.backup.transport.sftp;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a finished file its name, without overwriting. A hard link does that by itself. Where the server or its file system has none, it is
 * looked first and renamed then, which two writers at the same instant may get past on some servers.
 */
final class Publication {

    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

    private final SftpClient client;

    Publication(SftpClient client) {
        this.client = client;
    }

    /** How it went. */
    enum Outcome {
        /** The server saw to it that nothing was overwritten. */
        LINKED,
        /** This side looked, and saw nothing that could be overwritten. */
        RENAMED,
        /** The name is taken by something else; nothing was changed. */
        TAKEN
    }

    /**
     * Publishes a file; after {@link Outcome#LINKED} its temporary name is there still.
     *
     * @throws SftpStatus if it cannot be had, or the temporary file is gone
     */
    Outcome publish(String temporary, String path) throws IOException {
        if (client.canLink()) {
            try {
                client.link(temporary, path);
                return Outcome.LINKED;
            } catch (SftpStatus status) {
                if (status.isAbsence()) {
                    throw status;
                }
                // OpenSSH says just "failure" for a name that is taken, so it takes a look to know.
                if (isTaken(path)) {
                    return Outcome.TAKEN;
                }
                LOG.debug("No hard link to {}: {}", path, status.getMessage());
            }
        } else if (isTaken(path)) {
            return Outcome.TAKEN;
        }
        return renamed(temporary, path);
    }

    private Outcome renamed(String temporary, String path) throws IOException {
        try {
            client.rename(temporary, path);
            return Outcome.RENAMED;
        } catch (SftpStatus status) {
            if (!status.isAbsence() && isTaken(path)) {
                return Outcome.TAKEN;
            }
            throw status;
        }
    }

    private boolean isTaken(String path) throws IOException {
        return client.attributes(client.lstat(path)).isPresent();
    }
}
