package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.flowgateway.backup.api.BackupRequest;
import org.flowgateway.backup.api.Job;
import org.flowgateway.backup.api.JobState;
import org.flowgateway.backup.api.RestoreRequest;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.api.SecurityPassword;
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.core.transport.RetryPolicy;
import org.flowgateway.backup.tck.FaultProxy;
import org.flowgateway.backup.transport.sftp.SshProductServer;
import org.flowgateway.backup.transport.sftp.StartedSftpTransport;

/** Gateway with the SFTP transport, an SSH server of one maker, and a connection between them that can be cut. */
final class SshFixture implements AutoCloseable {

    private static final RetryPolicy LONG_RETRIES =
            new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofSeconds(20), Duration.ofMinutes(2));
    private static final int PACK_BYTES = 1 << 20;
    /** Noise, so as many bytes go to the server. */
    static final int PLAIN_BYTES = 2_500_000;

    final SshProductServer server;
    final FaultProxy line;
    final TestGateway gateway;
    private final StartedSftpTransport transport;
    private final String directory;

    /**
     * Starts a gateway with a tree of three packs, which stores in a directory of its own on a server.
     *
     * @param base directory of the gateway, the name of which becomes that of the directory of backups
     */
    SshFixture(Path base, SshProductServer server) throws IOException {
        this.server = server;
        directory = base.getFileName().toString();
        line = new FaultProxy(server.port());
        transport = new StartedSftpTransport(base.resolve("known_hosts"));
        gateway = new TestGateway(base)
                .transport("sftp", transport.provider())
                .retries(LONG_RETRIES)
                .packs(PACK_BYTES)
                .start();
        gateway.write("config/flows", PLAIN_BYTES);
        gateway.write("config/hosts", "backups.example");
        gateway.write("vault/certs/server.pem", "certificate");
        gateway.write("vault/cloak_key/key", "key");
    }

    Job backup() throws Exception {
        return gateway.await(startBackup());
    }

    Job startBackup() throws Exception {
        return startBackup(server.password());
    }

    Job startBackup(String password) throws Exception {
        return gateway.service()
                .startBackup(new BackupRequest(target(), secret(password), new SecurityPassword(TestGateway.PASSWORD)));
    }

    Job restore() throws Exception {
        return gateway.await(startRestore());
    }

    Job startRestore() throws Exception {
        return startRestore(server.password());
    }

    Job startRestore(String password) throws Exception {
        return gateway.service()
                .startRestore(new RestoreRequest(
                        target(),
                        secret(password),
                        new SecurityPassword(TestGateway.PASSWORD),
                        RestoreSelection.everything(),
                        Optional.empty()));
    }

    private Target target() {
        return new Target("127.0.0.1:" + line.port(), server.username(), directory);
    }

    private static Optional<Secret> secret(String password) {
        return Optional.of(new Secret(password.toCharArray()));
    }

    /**
     * Runs a job whose connection breaks, and works again as soon as the gateway has tried to connect anew.
     *
     * @param fault what is asked of the connection before the job starts
     */
    Job interrupted(Consumer<FaultProxy> fault, Callable<Job> start) throws Exception {
        fault.accept(line);
        Job job = start.call();
        TestGateway.await("a new connection, or the end of " + job.id(), () -> line.returns() > 0 || hasEnded(job));
        line.cut();
        return gateway.await(job);
    }

    private boolean hasEnded(Job job) {
        return gateway.service().job(job.id()).orElseThrow().state() != JobState.EXECUTING;
    }

    /** Tree that a restore must bring back. */
    SortedMap<String, String> tree() throws IOException {
        return gateway.tree();
    }

    /** Damages the gateway's tree, so that a restore has something to do. */
    void damage() throws IOException {
        Files.delete(gateway.root.resolve("config/flows"));
        gateway.write("config/hosts", "changed");
        gateway.write("vault/certs/added", "added");
    }

    Job assertCompleted(Job job) {
        assertThat(job.state()).as(() -> job.message() + "\n" + server.log()).isEqualTo(JobState.COMPLETED);
        return job;
    }

    /** Lets the login write nothing in the directory of backups any more. */
    void forbidWriting() throws Exception {
        server.forbidWriting(directory);
    }

    /** Names of backups, as they are on the server's disk. */
    List<String> backups() throws IOException {
        return names(server.home().resolve(directory), 1).stream()
                .filter(name -> !name.startsWith("."))
                .toList();
    }

    /** Everything below the directory of backups, as it is on the server's disk. */
    List<String> stored() throws IOException {
        return names(server.home().resolve(directory), Integer.MAX_VALUE);
    }

    private static List<String> names(Path below, int depth) throws IOException {
        if (Files.notExists(below)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(below, depth)) {
            return files.filter(file -> !file.equals(below))
                    .map(file -> below.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    void assertNothingIncomplete() throws IOException {
        Path below = server.home().resolve(directory);
        assertThat(backups())
                .as("each with a manifest")
                .allMatch(name -> Files.isRegularFile(below.resolve(name).resolve("manifest.json")));
        assertThat(stored())
                .as("temporary files")
                .noneMatch(name -> Path.of(name).getFileName().toString().startsWith("."));
    }

    @Override
    public void close() {
        gateway.close();
        transport.close();
        line.close();
    }
}
