package org.flowgateway.backup.transport.sftp.store;

import java.io.IOException;
import java.util.function.Consumer;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.transport.sftp.message.SftpNoticeMessage;
import org.flowgateway.backup.transport.sftp.protocol.SftpClient;
import org.flowgateway.backup.transport.sftp.protocol.SftpStatus;
import org.flowgateway.backup.transport.sftp.ssh.SshAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes a finished file under its name without overwriting, by a hard link. Without hard links it checks the name, then renames; on
 * some servers two writers at the same instant can both pass that check. One thread.
 */
final class SftpPublication {

    private static final Logger LOG = LoggerFactory.getLogger(SftpPublication.class);

    private final SftpClient client;
    private final SshAddress host;
    private final Consumer<Message> notices;
    private boolean renaming;

    /** @param notices takes notices for people, each once per session */
    SftpPublication(SftpClient client, SshAddress host, Consumer<Message> notices) {
        this.client = client;
        this.host = host;
        this.notices = notices;
    }

    /** Outcome of a publication. */
    enum Outcome {
        /** The server ensured that nothing was overwritten. */
        LINKED,
        /** The gateway checked first that nothing would be overwritten. */
        RENAMED,
        /** The name is taken; nothing was changed. */
        TAKEN
    }

    /**
     * Publishes a file; after {@link Outcome#LINKED} its temporary name still exists.
     *
     * @throws SftpStatus if it cannot be published; an {@linkplain SftpStatus#isAbsence absence} if the temporary file is gone
     */
    Outcome publish(String temporary, String path) throws IOException {
        if (canLink() && link(temporary, path)) {
            return Outcome.LINKED;
        }
        return exists(path) ? Outcome.TAKEN : renamed(temporary, path);
    }

    /** Returns true unless the server lacks hard links, or refused the first one of this session. */
    boolean canLink() {
        return client.canLink() && !renaming;
    }

    /**
     * Creates a hard link, without overwriting.
     *
     * @return {@code false} if the server refused; its status does not show the reason: OpenSSH reports just "failure" for a taken name, others
     *         "no such file" for an unsupported request
     */
    boolean link(String existing, String path) throws IOException {
        try {
            client.link(existing, path);
            return true;
        } catch (SftpStatus status) {
            LOG.debug("No hard link to {}: {}", path, status.getMessage());
            return false;
        }
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
            notices.accept(SftpNoticeMessage.NO_HARD_LINKS.with(host.toString()));
        }
        return Outcome.RENAMED;
    }

    private boolean exists(String path) throws IOException {
        return client.lookup().lstat(path).isPresent();
    }
}
