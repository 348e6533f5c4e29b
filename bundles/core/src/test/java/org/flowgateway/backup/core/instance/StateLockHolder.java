package org.flowgateway.backup.core.instance;

import java.nio.file.Path;
import java.time.Instant;

/** A process that holds a state directory until it is ended. */
final class StateLockHolder {

    private StateLockHolder() {}

    public static void main(String[] arguments) throws Exception {
        try (StateLock lock = StateLock.take(Path.of(arguments[0]), Instant.parse(arguments[1]))) {
            System.out.println("HELD by " + lock);
            System.in.read();
        }
    }
}
