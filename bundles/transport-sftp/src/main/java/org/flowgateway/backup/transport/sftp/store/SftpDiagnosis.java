package org.flowgateway.backup.transport.sftp.store;

import java.io.IOException;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.flowgateway.backup.transport.sftp.protocol.SftpAttributes;
import org.flowgateway.backup.transport.sftp.protocol.SftpClient;
import org.flowgateway.backup.transport.sftp.protocol.SftpFailureClassifier;
import org.flowgateway.backup.transport.sftp.protocol.SftpFileSystemState;
import org.flowgateway.backup.transport.sftp.protocol.SftpStatus;

/** Finds the reason for a plain "failure" status: asks the server whether its disk is full or read-only. */
public final class SftpDiagnosis {

    private final SftpClient client;
    private final SftpObjectTree tree;

    SftpDiagnosis(SftpClient client, SftpObjectTree tree) {
        this.client = client;
        this.tree = tree;
    }

    /**
     * Classifies a status at once, before a cleanup frees space.
     *
     * @param task the task that failed, as the beginning of a sentence
     */
    public TransportException of(SftpStatus status, String task) {
        TransportException failure = SftpFailureClassifier.of(status, task, tree.displayName());
        if (failure.kind() != FailureKind.UNKNOWN) {
            return failure;
        }
        try {
            return reason(status, task).orElse(failure);
        } catch (IOException e) {
            failure.addSuppressed(e);
            return failure;
        }
    }

    private Optional<TransportException> reason(SftpStatus status, String task) throws IOException {
        Optional<SftpAttributes> root = client.lookup().stat(tree.root());
        if (root.isPresent() && !root.get().isDirectory()) {
            return Optional.of(SftpMessage.ROOT_IS_FILE.causedBy(status, tree.displayName()));
        }
        Optional<SftpMessage> reason = root.isEmpty() ? Optional.of(SftpMessage.NO_FILE) : fileSystemReason();
        if (reason.isEmpty() && status.code() == SftpStatus.FAILURE) {
            if (!root.get().isReadOnly()) {
                return Optional.of(SftpMessage.SERVER_FAILURE.causedBy(
                        status,
                        task,
                        tree.displayName(),
                        status.getMessage(),
                        root.get().mode()));
            }
            reason = Optional.of(SftpMessage.NO_PERMISSION);
        }
        return reason.map(message -> message.causedBy(status, task, tree.displayName(), status.getMessage()));
    }

    private Optional<SftpMessage> fileSystemReason() throws IOException {
        Optional<SftpFileSystemState> state = state();
        if (state.isPresent() && state.get().readOnly()) {
            return Optional.of(SftpMessage.READ_ONLY);
        }
        return state.isPresent() && state.get().full() ? Optional.of(SftpMessage.NO_SPACE) : Optional.empty();
    }

    /** Returns the file system's state; empty also if the server offers it and then refuses. */
    private Optional<SftpFileSystemState> state() throws IOException {
        try {
            return client.fileSystem(tree.root());
        } catch (SftpStatus refused) {
            return Optional.empty();
        }
    }
}
