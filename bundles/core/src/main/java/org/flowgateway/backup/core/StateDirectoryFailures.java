package org.flowgateway.backup.core;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.flowgateway.backup.api.StateDirectoryException;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.core.file.FileFailures;

/** Failures of the state directory, in words for a person. */
final class StateDirectoryFailures {

    private StateDirectoryFailures() {}

    /** Failure to write a file. The failure's own file name is preferred to the given path. */
    static StateDirectoryException writing(Path path, IOException failure) {
        return of(JobServiceMessage.STATE_NOT_WRITABLE, path, failure);
    }

    /** Failure to read a file. */
    static StateDirectoryException reading(Path path, IOException failure) {
        return of(JobServiceMessage.STATE_NOT_READABLE, path, failure);
    }

    private static StateDirectoryException of(JobServiceMessage message, Path path, IOException failure) {
        String file = failure instanceof FileSystemException named && named.getFile() != null
                ? named.getFile()
                : path.toString();
        Message reason = FileFailures.describe(failure);
        return new StateDirectoryException(message.with(file, reason.summary(), reason.action()), failure);
    }
}
