package org.flowgateway.backup.transport.sftp;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.tck.Command;

/** Benchmark, run by its main method: prints the throughput to an OpenSSH server on loopback and back, in MB/s, with objects of 32 MiB. */
final class SftpBenchmark {

    private static final int LENGTH = 32 * 1024 * 1024;
    private static final int OBJECTS = 16;
    private static final int ROUNDS = 5;

    private SftpBenchmark() {}

    /** @param arguments the number of sessions side by side; 1 if missing */
    public static void main(String[] arguments) throws Exception {
        int sessions = arguments.length == 0 ? 1 : Integer.parseInt(arguments[0]);
        Path base = Files.createTempDirectory("sftp-benchmark");
        ExecutorService threads = Executors.newFixedThreadPool(sessions);
        BytesSource source = BytesSource.random(LENGTH, 1);
        try (OpenSshServer server = OpenSshServer.start(base.resolve("server"))) {
            SftpTransport transport = new SftpTransport(
                    SftpTestConfiguration.with(base.resolve("known_hosts")).key(server.clientKey()));
            TransportTarget target = new TransportTarget(
                    "sftp", "127.0.0.1:" + server.port(), System.getProperty("user.name"), base + "/store");
            List<TransportSession> open = new ArrayList<>();
            for (int at = 0; at < sessions; at++) {
                open.add(transport.open(target, Optional.empty()));
                open.get(at).probe();
            }
            for (int round = 0; round < ROUNDS; round++) {
                double put = rate(threads, open, (session, name) -> session.put(name, source));
                double read = rate(threads, open, SftpBenchmark::drain);
                rate(threads, open, TransportSession::delete);
                System.out.printf("%d sessions: put %.0f MB/s, read %.0f MB/s%n", sessions, put, read);
            }
            transport.deactivate();
        } finally {
            threads.shutdown();
            Command.run("rm", "-r", base.toString());
        }
    }

    private interface Work {
        void run(TransportSession session, ObjectName name) throws Exception;
    }

    private static void drain(TransportSession session, ObjectName name) throws Exception {
        byte[] buffer = new byte[64 * 1024];
        try (InputStream stream = session.read(name)) {
            long count = 0;
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                count += read;
            }
            if (count != LENGTH) {
                throw new IllegalStateException(count + " bytes");
            }
        }
    }

    private static double rate(ExecutorService threads, List<TransportSession> sessions, Work work) throws Exception {
        long begin = System.nanoTime();
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int at = 0; at < sessions.size(); at++) {
            int first = at;
            tasks.add(() -> {
                for (int object = first; object < OBJECTS; object += sessions.size()) {
                    work.run(sessions.get(first), new ObjectName("object-" + object));
                }
                return first;
            });
        }
        for (Future<Integer> done : threads.invokeAll(tasks)) {
            done.get();
        }
        return 1000.0 * LENGTH * OBJECTS / (System.nanoTime() - begin);
    }
}
