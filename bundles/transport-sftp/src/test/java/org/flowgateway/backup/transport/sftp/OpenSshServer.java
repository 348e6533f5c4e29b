package org.flowgateway.backup.transport.sftp;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.flowgateway.backup.tck.Command;
import org.flowgateway.backup.tck.FreePort;

/**
 * Debian's sshd on a loopback port, with its own host keys, users' keys and settings. The user that runs the tests logs in by key. The
 * tests of the whole product use it too.
 */
public final class OpenSshServer implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/sshd");
    private static final long DEADLINE_SECONDS = 90;

    private final Path directory;
    private final int port;
    private final List<String> command;
    private final Process process;
    private final StringBuffer log = new StringBuffer();

    private OpenSshServer(Path directory, int port, List<String> command) throws Exception {
        this.directory = directory;
        this.port = port;
        this.command = command;
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        awaitListening();
    }

    /** Starts one that gives SFTP and nothing else. */
    public static OpenSshServer start(Path directory) throws Exception {
        return start(directory, List.of("ed25519"), List.of());
    }

    /**
     * Starts one.
     *
     * @param hostKeys kinds of host keys it has; they are made unless they are in the directory
     * @param settings lines of its configuration, before the usual ones
     */
    public static OpenSshServer start(Path directory, List<String> hostKeys, List<String> settings) throws Exception {
        return start(directory, hostKeys, settings, List.of());
    }

    /** @param prefix a command that runs the server, given as its arguments */
    public static OpenSshServer start(Path directory, List<String> hostKeys, List<String> settings, List<String> prefix)
            throws Exception {
        if (!Files.isExecutable(PROGRAM)) {
            throw new IOException(PROGRAM + " is missing: install openssh-server");
        }
        Files.createDirectories(directory);
        if (isRoot()) {
            // What Debian's service makes: a server started by root wants it.
            Files.createDirectories(Path.of("/run/sshd"));
        }
        for (String type : hostKeys) {
            makeKey(hostKey(directory, type), type, "");
        }
        makeKey(directory.resolve("client"), "ed25519", "");
        int port = FreePort.next();
        return new OpenSshServer(directory, port, command(configuration(directory, port, hostKeys, settings), prefix));
    }

    /** Restarts it after it was closed: on its port, with its keys and settings. */
    public OpenSshServer again() throws Exception {
        return new OpenSshServer(directory, port, command);
    }

    public static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Makes a key pair, unless it is there. */
    public static Path makeKey(Path file, String type, String passphrase) throws Exception {
        if (!Files.exists(file)) {
            Command.run("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-C", "test", "-f", file.toString());
        }
        return file;
    }

    private static Path hostKey(Path directory, String type) {
        return directory.resolve("host_" + type);
    }

    private static Path configuration(Path directory, int port, List<String> hostKeys, List<String> settings)
            throws IOException {
        Path keys = directory.resolve("authorized_keys");
        if (!Files.exists(keys)) {
            Files.copy(directory.resolve("client.pub"), keys);
        }
        List<String> lines = new ArrayList<>(settings);
        lines.addAll(List.of(
                "ListenAddress 127.0.0.1:" + port,
                "ListenAddress [::1]:" + port,
                "PidFile none",
                "UsePAM no",
                "StrictModes no",
                "AuthorizedKeysFile " + keys,
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no",
                "PermitRootLogin yes",
                "Subsystem sftp internal-sftp",
                "ForceCommand internal-sftp",
                "UseDNS no",
                "MaxStartups 100",
                "LogLevel DEBUG1"));
        for (String type : hostKeys) {
            lines.add("HostKey " + hostKey(directory, type));
        }
        return Files.write(directory.resolve("sshd_config"), lines);
    }

    private static List<String> command(Path configuration, List<String> prefix) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(PROGRAM.toString(), "-D", "-e", "-f", configuration.toString()));
        return command;
    }

    private void awaitListening() throws InterruptedException, IOException {
        CountDownLatch listening = new CountDownLatch(1);
        Thread reading = new Thread(
                () -> {
                    try (BufferedReader output = process.inputReader()) {
                        for (String line = output.readLine(); line != null; line = output.readLine()) {
                            log.append(line).append('\n');
                            if (line.contains("Server listening on 127.0.0.1")) {
                                listening.countDown();
                            }
                        }
                    } catch (IOException e) {
                        log.append(e);
                    }
                },
                "sshd output");
        reading.setDaemon(true);
        reading.start();
        if (!listening.await(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            process.destroy();
            throw new IOException("sshd did not start: " + log);
        }
    }

    public int port() {
        return port;
    }

    /** Returns the server's process, whose mounts it sees. */
    public long pid() {
        return process.pid();
    }

    /** Returns the server's processes, one or more per connection. */
    public List<ProcessHandle> sessions() {
        return process.descendants().toList();
    }

    /** Returns the server's log so far. What a client was just told may not be in it yet. */
    public String log() {
        return log.toString();
    }

    /** Returns the server's log once it has a text, which the server may write after its reply to the client. */
    public String logWith(String text) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (log.indexOf(text) < 0) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "Not within " + DEADLINE_SECONDS + " s: [" + text + "] in the log of sshd:\n" + log);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return log.toString();
    }

    /** The private key that it lets in. */
    public Path clientKey() {
        return directory.resolve("client");
    }

    /** Lets another key in too. */
    public Path admit(Path key) throws IOException {
        Path keys = directory.resolve("authorized_keys");
        Files.writeString(keys, Files.readString(keys) + Files.readString(Path.of(key + ".pub")));
        return key;
    }

    /** Returns a host key as in known_hosts: type and base64. */
    public String hostKey(String type) throws IOException {
        String[] fields =
                Files.readString(Path.of(hostKey(directory, type) + ".pub")).split(" ", 0);
        return fields[0] + ' ' + fields[1];
    }

    /** Returns a host key's fingerprint, as ssh-keygen prints it. */
    public String fingerprint(String type) throws Exception {
        return Command.run("ssh-keygen", "-l", "-f", hostKey(directory, type) + ".pub")
                .split(" ", 0)[1];
    }

    /** Ends the server and its sessions, which would go on running otherwise. */
    @Override
    public void close() {
        List<ProcessHandle> sessions = sessions();
        process.destroy();
        process.onExit().join();
        sessions.forEach(ProcessHandle::destroyForcibly);
    }
}
