package org.flowgateway.backup.transport.sftp;

import java.io.IOException;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;

/** Finds out what a server means that says just "failure": whether its disk is full or read-only, it tells when asked. */
final class Diagnosis {

    private final SftpClient client;
    private final ObjectTree tree;

    Diagnosis(SftpClient client, ObjectTree tree) {
        this.client = client;
        this.tree = tree;
    }

    /**
     * Classifies what a server said, at once: what is cleaned up afterwards may make room.
     *
     * @param task what was being done, as the begin of a sentence
     */
    TransportException of(SftpStatus status, String task) {
        TransportException failure = SftpFailure.of(status, task, tree.place());
        if (failure.kind() != FailureKind.UNKNOWN) {
            return failure;
        }
        try {
            Optional<FileSystemState> state = client.fileSystem(tree.root());
            if (state.isPresent() && state.get().readOnly()) {
                return new TransportException(FailureKind.DENIED, task + " failed: the file system of " + tree.place()
                        + " is read-only. Mount it writable, or use another directory", status);
            }
            return state.isPresent() && state.get().full() ? SftpFailure.noSpace(task + " failed in " + tree.place() + ": ", status) : failure;
        } catch (IOException e) {
            failure.addSuppressed(e);
            return failure;
        }
    }
}
