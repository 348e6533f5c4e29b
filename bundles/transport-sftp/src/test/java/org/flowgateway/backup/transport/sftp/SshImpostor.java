package org.flowgateway.backup.transport.sftp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.flowgateway.backup.tck.Command;
import org.flowgateway.backup.tck.Impostor;

/** Server at an address where another host's key is known. */
public final class SshImpostor implements Impostor {

    private final MinaServer server;

    private SshImpostor(MinaServer server) {
        this.server = server;
    }

    /**
     * Starts one.
     *
     * @param directory for what it needs
     * @param knownHosts gets the other host's key
     */
    public static SshImpostor start(Path directory, Path knownHosts) throws Exception {
        Path key = directory.resolve("expected");
        Command.run("ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", key.toString());
        SshImpostor impostor = new SshImpostor(new MinaServer(directory).start());
        Files.writeString(
                knownHosts,
                "[127.0.0.1]:" + impostor.port() + ' ' + Files.readString(directory.resolve("expected.pub")),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return impostor;
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public String told() {
        return String.join(", ", server.tried());
    }

    @Override
    public void close() {
        server.close();
    }
}
