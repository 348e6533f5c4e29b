package org.flowgateway.backup.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Unpacked distribution that runs as in production: {@code bin/karaf server} with the environment of the manual. */
final class GatewayProcess implements AutoCloseable {

    static final String PASSWORD = "canary-of-the-admin-é!";

    private static final int SECONDS_TO_EXIT = 60;
    private static final int NOBODY = 65534;

    private final Path home;
    private final GatewayFolder folder;
    private final int port = GatewayContainer.freePort();
    private final Map<String, String> environment = new TreeMap<>();
    private List<String> prefix = List.of();
    private int shellPort;
    private Process process;

    private GatewayProcess(Path home, GatewayFolder folder) {
        this.home = home;
        this.folder = folder;
        environment.put("GATEWAY_BIND_ADDRESS", "127.0.0.1");
        environment.put("GATEWAY_HTTPS_PORT", Integer.toString(port));
        environment.put("GATEWAY_ADMIN_PASSWORD", PASSWORD);
        environment.put("GATEWAY_ROOT", folder.gateway().toString());
        environment.put("GATEWAY_BACKUP_DIR", folder.backups().toString());
        environment.put("GATEWAY_STATE_DIR", folder.state().toString());
        environment.put("GATEWAY_ALLOW_SET_ID", "true"); // The sample tree has a file with such a bit.
        environment.put("LC_ALL", "C");
    }

    /** Unpacks an archive below a folder of the test's name, replacing an earlier one. */
    static GatewayProcess unpack(String archive, String test) {
        Path target = Path.of(System.getProperty("itests.target"));
        Path work = target.resolve("gateways").resolve(test);
        SampleTree.delete(work);
        Path home = work.resolve("home");
        try {
            Files.createDirectories(home);
            SystemCommands.run(
                    "tar",
                    "-xzf",
                    target.resolve("tested").resolve(archive).toString(),
                    "-C",
                    home.toString(),
                    "--strip-components=1",
                    "--no-same-owner");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new GatewayProcess(home, new GatewayFolder(work));
    }

    GatewayFolder folder() {
        return folder;
    }

    Path home() {
        return home;
    }

    /** Sets an environment variable, or removes it with {@code null}. */
    GatewayProcess with(String variable, String value) {
        if (value == null) {
            environment.remove(variable);
        } else {
            environment.put(variable, value);
        }
        return this;
    }

    /** Sets a value in a file of {@code etc/}, which has the key already. */
    GatewayProcess configure(String pid, String key, String value) {
        Path file = home.resolve("etc").resolve(pid + ".cfg");
        try {
            String before = Files.readString(file);
            String after = before.replaceAll(
                    "(?m)^" + Pattern.quote(key) + " = .*$", Matcher.quoteReplacement(key + " = " + value));
            if (after.equals(before)) {
                throw new AssertionError("No other value of " + key + " in " + file);
            }
            Files.writeString(file, after);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Enables Karaf's remote shell, as the README says, on a free port. */
    GatewayProcess withRemoteShell() {
        prepareRemoteShell();
        switchRemoteShellOn();
        return this;
    }

    /** Chooses the port of the remote shell, which is enabled later. */
    GatewayProcess prepareRemoteShell() {
        shellPort = GatewayContainer.freePort();
        return configure("org.apache.karaf.shell", "sshPort", Integer.toString(shellPort));
    }

    /** Enables the remote shell, also of a running gateway. */
    void switchRemoteShellOn() {
        try {
            Files.copy(home.resolve("etc/remote-shell.xml"), home.resolve("deploy/remote-shell.xml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the gateway as another user, if the tests run as root; that user gets everything in its folder. */
    GatewayProcess asNobody() {
        if (SystemCommands.isRoot()) {
            SystemCommands.run(
                    "chown", "-R", NOBODY + ":" + NOBODY, folder.path().toString());
            prefix = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
        }
        return this;
    }

    /** Runs the gateway inside of another command, which becomes it. */
    GatewayProcess within(String... command) {
        List<String> whole = new ArrayList<>(List.of(command));
        whole.addAll(prefix);
        prefix = whole;
        return this;
    }

    /** Starts the gateway, from an unrelated working directory. */
    GatewayProcess start() {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(home.resolve("bin/karaf").toString(), "server"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.path().resolve("console.log").toFile()));
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("GATEWAY_") || name.startsWith("KARAF_") || name.equals("LANG"));
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Returns the base address of the API. */
    String api() {
        return "https://localhost:" + port + "/api";
    }

    /** Returns a client without waiting. */
    GatewayClient unready() {
        return GatewayClient.of(port, GatewayContainer.USER, PASSWORD);
    }

    /** Returns a client, once the gateway is ready. */
    GatewayClient client() {
        GatewayClient client = unready();
        Await.until("the gateway is ready, see " + home.resolve("data/log/karaf.log"), () -> {
            if (!process.isAlive()) {
                throw new AssertionError("The gateway ended with " + process.exitValue() + ", see "
                        + folder.path().resolve("console.log"));
            }
            return client.isReady();
        });
        return client;
    }

    /** Returns a command line that runs in a namespace of the gateway's own ({@code -n} network, {@code -m} mounts). */
    String[] inside(String namespace, String... command) {
        List<String> whole = new ArrayList<>(List.of("nsenter", "-t", Long.toString(process.pid()), namespace));
        if (!SystemCommands.isRoot()) {
            whole.addAll(List.of("-U", "--preserve-credentials"));
        }
        whole.addAll(List.of(command));
        return whole.toArray(String[]::new);
    }

    /**
     * Runs a command in the remote shell and returns its output, whether it succeeds or not. The client is OpenSSH's: Karaf's own may wait for
     * ever for a command that ends at once.
     */
    String shell(String user, String password, String command) {
        return SystemCommands.run(
                "env",
                "SSH_ASKPASS=" + askPass(),
                "SSH_ASKPASS_REQUIRE=force",
                "SHELL_PASSWORD=" + password,
                "sh",
                "-c",
                "ssh -F none -o LogLevel=ERROR -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o PubkeyAuthentication=no"
                        + " -o NumberOfPasswordPrompts=1 -p \"$1\" \"$2\"@127.0.0.1 \"$3\" 2>&1 </dev/null || true",
                "sh",
                Integer.toString(shellPort),
                user,
                command);
    }

    /** Runs a command in the remote shell that reads its standard input. */
    String shell(String user, String password, String command, String input) {
        return SystemCommands.run(
                "env",
                "SSH_ASKPASS=" + askPass(),
                "SSH_ASKPASS_REQUIRE=force",
                "SHELL_PASSWORD=" + password,
                "sh",
                "-c",
                "printf '%s' \"$4\" | ssh -F none -o LogLevel=ERROR -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"
                        + " -o PubkeyAuthentication=no -o NumberOfPasswordPrompts=1 -p \"$1\" \"$2\"@127.0.0.1 \"$3\" 2>&1 || true",
                "sh",
                Integer.toString(shellPort),
                user,
                command,
                input);
    }

    int shellPort() {
        return shellPort;
    }

    /** Returns the log's warnings and errors. */
    List<String> complaints() {
        try (Stream<String> lines = Files.lines(home.resolve("data/log/karaf.log"))) {
            return lines.filter(line -> line.matches("^\\d{4}-[^|]*\\| (WARN|ERROR) .*"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates a program that passes the password to {@code ssh}, which reads it from nowhere else. */
    private Path askPass() {
        try {
            Path program = Files.writeString(
                    folder.path().resolve("askpass"), "#!/bin/sh\nprintf '%s\\n' \"$SHELL_PASSWORD\"\n");
            return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Stops the process as {@code systemd} and {@code docker stop} do. */
    void terminate() {
        process.destroy();
        awaitExit();
    }

    /** Kills the process, as close to a power cut as possible. */
    void kill() {
        // A stock Karaf's script remains beside its Java, and would leave it alone.
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        awaitExit();
    }

    private void awaitExit() {
        try {
            if (!process.waitFor(SECONDS_TO_EXIT, TimeUnit.SECONDS)) {
                throw new AssertionError("Still there after " + SECONDS_TO_EXIT + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    /** Returns the files below a folder that contain a text. Files that a running gateway removes meanwhile are left out. */
    static List<Path> holding(Path folder, String text) {
        String latin = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    try {
                        if (attributes.isRegularFile()
                                && Files.readString(file, StandardCharsets.ISO_8859_1)
                                        .contains(latin)) {
                            found.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    } catch (NoSuchFileException e) {
                        return visitFileFailed(file, e);
                    }
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }
            });
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
    }
}
