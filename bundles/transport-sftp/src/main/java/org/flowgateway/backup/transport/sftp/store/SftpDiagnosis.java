package org.flowgateway.backup.transport.sftp.store;

import java.io.IOException;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.protocol.SftpAttributes;
import org.flowgateway.backup.transport.sftp.protocol.SftpClient;
import org.flowgateway.backup.transport.sftp.protocol.SftpFailure;
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
        TransportException failure = SftpFailure.of(status, task, tree.displayName());
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
        String failed = task + " failed in " + tree.displayName() + ": ";
        Optional<SftpAttributes> root = client.lookup().stat(tree.root());
        if (root.isEmpty()) {
            return Optional.of(new TransportException(
                    FailureKind.NOT_FOUND, failed + "there is no such file or directory" + status.more(), status));
        }
        if (!root.get().isDirectory()) {
            return Optional.of(new TransportException(
                    FailureKind.DENIED,
                    tree.displayName() + " is a file, not a directory: put a directory in its place",
                    status));
        }
        Optional<SftpFileSystemState> state = state();
        if (state.isPresent() && state.get().readOnly()) {
            return Optional.of(new TransportException(
                    FailureKind.DENIED,
                    task + " failed: the file system of " + tree.displayName()
                            + " is read-only. Mount it writable, or use another directory",
                    status));
        }
        if (state.isPresent() && state.get().full()) {
            return Optional.of(SftpFailure.noSpace(failed, status));
        }
        if (status.code() != SftpStatus.FAILURE) {
            return Optional.empty();
        }
        return Optional.of(
                root.get().isReadOnly()
                        ? SftpFailure.of(new SftpStatus(SftpStatus.PERMISSION_DENIED, ""), task, tree.displayName())
                        : new TransportException(
                                FailureKind.UNKNOWN,
                                failed + "the server says no more than \"" + status.getMessage() + "\". The directory"
                                        + " is there (" + root.get().mode()
                                        + "): as a rule this login may not do that in it, or its space or quota is used up. That server's"
                                        + " log may say more",
                                status));
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
