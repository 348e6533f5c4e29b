package org.flowgateway.backup.core.restore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.flowgateway.backup.core.file.FileFailures;

/** Failures of one step of a restore, by section. One thread at a time. */
final class SectionFailures {

    private final Map<Path, IOException> failures = new LinkedHashMap<>();

    void add(Path root, Exception failure) {
        failures.put(
                root,
                failure instanceof IOException known
                        ? known
                        : new IOException(RestoreMessage.INTERNAL_ERROR.with().text(), failure));
    }

    /** Throws a single failure as it is, and several as one that names each section's directory. */
    void throwIfAny() throws IOException {
        if (failures.isEmpty()) {
            return;
        }
        IOException first = failures.values().iterator().next();
        if (failures.size() == 1) {
            throw first;
        }
        IOException all = new IOException(
                failures.entrySet().stream()
                        .map(each -> each.getKey() + ": " + FileFailures.explain(each.getValue()))
                        .collect(Collectors.joining("; ")),
                first);
        failures.values().stream().skip(1).forEach(all::addSuppressed);
        throw all;
    }
}
