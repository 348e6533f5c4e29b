package org.flowgateway.backup.transport.sftp.store;

import java.io.IOException;
import java.util.function.Consumer;
import org.flowgateway.backup.transport.sftp.protocol.SftpClient;
import org.flowgateway.backup.transport.sftp.protocol.SftpStatus;
import org.flowgateway.backup.transport.sftp.ssh.SshAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a finished file its name, without overwriting. A hard link does that by itself. Where the server or its file system has none, it is
 * looked first and renamed then, which two writers at the same instant may get past on some servers. One thread.
 */
final class SftpPublication {

    private static final Logger LOG = LoggerFactory.getLogger(SftpPublication.class);

    private final SftpClient client;
    private final SshAddress host;
    private final Consumer<String> notices;
    private boolean renaming;

    /** @param notices takes what a person should be told of the server, once in a session */
    SftpPublication(SftpClient client, SshAddress host, Consumer<String> notices) {
        this.client = client;
        this.host = host;
        this.notices = notices;
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
     * @throws SftpStatus if it cannot be had; an {@linkplain SftpStatus#isAbsence absence} if the temporary file is gone
     */
    Outcome publish(String temporary, String path) throws IOException {
        if (client.canLink() && !renaming) {
            try {
                client.link(temporary, path);
                return Outcome.LINKED;
            } catch (SftpStatus status) {
                // OpenSSH says just "failure" for a name that is taken, others "no such file" for what they do not
                // support: it takes a look.
                if (exists(path)) {
                    return Outcome.TAKEN;
                }
                LOG.debug("No hard link to {}: {}", path, status.getMessage());
            }
        } else if (exists(path)) {
            return Outcome.TAKEN;
        }
        return renamed(temporary, path);
    }

    private Outcome renamed(String temporary, String path) throws IOException {
        try {
            client.rename(temporary, path);
        } catch (SftpStatus status) {
            if (!exists(temporary)) {
                throw SftpStatus.absence(status);
            }
            if (exists(path)) {
                return Outcome.TAKEN;
            }
            if (!client.canRenamePosix()) {
                throw status;
            }
            client.renamePosix(temporary, path);
        }
        if (!renaming) {
            renaming = true;
            notices.accept(
                    host
                            + " makes no hard links there, so files are given their names by renaming: two gateways that store the same"
                            + " name at the same moment could overwrite each other's file. Give each gateway a directory of its own");
        }
        return Outcome.RENAMED;
    }

    private boolean exists(String path) throws IOException {
        return client.lookup().lstat(path).isPresent();
    }
}
