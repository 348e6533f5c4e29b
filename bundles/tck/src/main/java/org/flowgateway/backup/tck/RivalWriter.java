package org.flowgateway.backup.tck;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;

/** Process that stores an object at a signal, against others that store under the same name at the same time. */
final class RivalWriter implements AutoCloseable {

    private static final String READY = "READY";
    private static final String STORED = "STORED";
    private static final int LENGTH = 2 * 1024 * 1024;

    private final Process process;
    private final BufferedReader output;

    private RivalWriter(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts a process; its first lines of input are the target and the password, so that neither is an argument that others can see.
     *
     * @param seed selects the content
     */
    static RivalWriter start(TransportFixture fixture, TransportTarget target, int seed) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RivalWriter.class.getName(),
                        fixture.providerFactory().orElseThrow().getName(),
                        Integer.toString(seed))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        RivalWriter writer = new RivalWriter(process);
        for (String line : List.of(
                target.scheme(),
                target.address(),
                target.username(),
                target.path(),
                fixture.password().orElse(""))) {
            writer.say(line);
        }
        return writer;
    }

    static BytesSource content(int seed) {
        return BytesSource.random(LENGTH, seed);
    }

    /** Waits until the process can store at once. */
    void awaitReady() throws IOException {
        String line = output.readLine();
        if (!READY.equals(line)) {
            throw new IOException("The process is not ready: " + line);
        }
    }

    /** Lets the process store under a name. */
    void store(ObjectName name) throws IOException {
        say(name.value());
    }

    /** Returns whether the object was stored. */
    boolean hasStored() throws IOException {
        return STORED.equals(output.readLine());
    }

    private void say(String line) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
    }

    /** Ends the process, which ends with its input. */
    @Override
    public void close() throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).close();
        process.destroy();
    }

    /**
     * Stores an object for each name in its input.
     *
     * @param arguments class of the factory, seed
     */
    public static void main(String[] arguments) throws Exception {
        Callable<?> factory =
                (Callable<?>) Class.forName(arguments[0]).getConstructor().newInstance();
        TransportProvider provider = (TransportProvider) factory.call();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        TransportTarget target =
                new TransportTarget(input.readLine(), input.readLine(), input.readLine(), input.readLine());
        String password = input.readLine();
        Optional<Secret> secret =
                password.isEmpty() ? Optional.empty() : Optional.of(new Secret(password.toCharArray()));
        try (TransportSession session = provider.open(target, secret)) {
            session.probe();
            System.out.println(READY);
            for (String name = input.readLine(); name != null; name = input.readLine()) {
                System.out.println(outcome(session, new ObjectName(name), Integer.parseInt(arguments[1])));
            }
        }
    }

    private static String outcome(TransportSession session, ObjectName name, int seed) {
        try {
            session.put(name, content(seed));
            return STORED;
        } catch (TransportException e) {
            return e.kind().name();
        }
    }
}
