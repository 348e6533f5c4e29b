package org.flowgateway.backup.core.transport;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** Normalization of a target's path: {@code gateway}, {@code gateway/}, {@code ./gateway} and {@code gateway//.} are one directory. */
final class TargetPath {

    private TargetPath() {}

    /** Returns the target with its path normalized. A {@code ..} is kept, since behind a symbolic link it leads elsewhere. */
    static TransportTarget normalize(TransportTarget target) {
        return target.withPath(normalize(target.path()));
    }

    private static String normalize(String path) {
        if (path.isEmpty()) {
            return path;
        }
        String segments = Arrays.stream(path.split("/", 0))
                .filter(segment -> !segment.isEmpty() && !segment.equals("."))
                .collect(Collectors.joining("/"));
        if (path.startsWith("/")) {
            return "/" + segments;
        }
        return segments.isEmpty() ? "." : segments;
    }
}
