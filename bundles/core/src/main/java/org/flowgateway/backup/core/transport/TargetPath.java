package org.flowgateway.backup.core.transport;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** One spelling for a target's path: {@code gateway}, {@code gateway/}, {@code ./gateway} and {@code gateway//.} are one place. */
final class TargetPath {

    private TargetPath() {}

    /** The target with its path in the one spelling. A {@code ..} stays: where links are followed it leads elsewhere than it reads. */
    static TransportTarget normalize(TransportTarget target) {
        return target.withPath(normalize(target.path()));
    }

    private static String normalize(String path) {
        if (path.isEmpty()) {
            return path;
        }
        String segments = Arrays.stream(path.split("/"))
                .filter(segment -> !segment.isEmpty() && !segment.equals("."))
                .collect(Collectors.joining("/"));
        if (path.startsWith("/")) {
            return "/" + segments;
        }
        return segments.isEmpty() ? "." : segments;
    }
}
