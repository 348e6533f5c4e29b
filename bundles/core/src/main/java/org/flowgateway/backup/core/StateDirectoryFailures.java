package org.flowgateway.backup.core;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.flowgateway.backup.api.StateDirectoryException;
import org.flowgateway.backup.core.file.IoMessages;

/** Failures of the state directory, in words for a person. */
final class StateDirectoryFailures {

    private StateDirectoryFailures() {}

    /** Failure to write a file. The failure's own file name is preferred to the given path. */
    static StateDirectoryException writing(Path path, IOException failure) {
        return of("written", path, failure);
    }

    /** Failure to read a file. */
    static StateDirectoryException reading(Path path, IOException failure) {
        return of("read", path, failure);
    }

    private static StateDirectoryException of(String operation, Path path, IOException failure) {
        String file = failure instanceof FileSystemException named && named.getFile() != null
                ? named.getFile()
                : path.toString();
        return new StateDirectoryException(
                "The state directory cannot be " + operation + ": " + file + ": " + IoMessages.explain(failure),
                failure);
    }
}
