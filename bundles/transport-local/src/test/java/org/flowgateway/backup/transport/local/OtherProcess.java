package org.flowgateway.backup.transport.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.tck.Latch;

/**
 * Separate process on the same directory. It removes an object; or it probes the directory and prints the capabilities, and {@code free} if it knows the free space; or it stops in the
 * middle of storing an object, reports that on its output, and waits to be killed.
 */
final class OtherProcess {

    private OtherProcess() {}

    /** @param arguments {@code remove}, {@code probe} or {@code store}, the directory, and the object's name */
    public static void main(String[] arguments) throws Exception {
        ObjectName name = new ObjectName(arguments[2]);
        LocalTransport transport = TestTransport.to(arguments[1]);
        try (TransportSession session = transport.open(new TransportTarget("local", "", "", ""), Optional.empty())) {
            if (arguments[0].equals("remove")) {
                session.delete(name);
            } else if (arguments[0].equals("probe")) {
                Probe probe = session.probe();
                System.out.println(probe.capabilities() + (probe.freeBytes().isPresent() ? " free" : ""));
            } else {
                session.put(name, BytesSource.random(200_000, 1).pausingAfter(100_000, signallingGate()));
            }
        }
    }

    /** Starts one. */
    static Process start(String what, Path directory, String name) throws IOException {
        return new ProcessBuilder(command(what, directory, name))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The command that starts one. */
    static List<String> command(String what, Path directory, String name) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                what,
                directory.toString(),
                name);
    }

    private static Latch signallingGate() {
        Latch latch = new Latch();
        new Thread(() -> {
                    latch.awaitReached();
                    System.out.print('!');
                    System.out.flush();
                })
                .start();
        return latch;
    }
}
