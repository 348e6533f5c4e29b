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
    static StateDirectoryException writing(Path place, IOException failure) {
        return of("written", place, failure);
    }

    /** Failure to read a file. */
    static StateDirectoryException reading(Path place, IOException failure) {
        return of("read", place, failure);
    }

    private static StateDirectoryException of(String done, Path place, IOException failure) {
        String file = failure instanceof FileSystemException named && named.getFile() != null
                ? named.getFile()
                : place.toString();
        return new StateDirectoryException(
                "The state directory cannot be " + done + ": " + file + ": " + IoMessages.explain(failure), failure);
    }
}
