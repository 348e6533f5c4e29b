package org.flowgateway.backup.itests;

import static org.junit.Assume.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.flowgateway.backup.transport.sftp.OpenSshAccount;
import org.flowgateway.backup.transport.sftp.OpenSshServer;
import org.junit.rules.ExternalResource;

/** SSH servers of one test with their disk; both end with the test. */
final class SshServers extends ExternalResource {

    /** Output of sshd at the start of a login. */
    static final String LOGIN_BEGINS = "userauth-request for user";

    private final List<OpenSshServer> started = new ArrayList<>();
    private Path base;

    @Override
    protected void before() throws Exception {
        base = Files.createTempDirectory("ssh-servers");
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx--x--x"));
    }

    @Override
    protected void after() {
        started.forEach(OpenSshServer::close);
        started.clear();
        SampleTree.delete(base);
    }

    /** Returns a path on the servers' disk; nothing is created. */
    Path disk(String name) {
        return base.resolve(name);
    }

    /** Starts a server that accepts the user of the tests, with a gateway's key. */
    OpenSshServer withKey(Path key) throws Exception {
        OpenSshServer server = ending(OpenSshServer.start(base.resolve("server" + started.size())));
        server.admit(key);
        return server;
    }

    /** Returns the home directory of the user of {@link #withPassword}. */
    Path home() {
        return base.resolve("home");
    }

    /** Starts a server that accepts a user of its own with a password; this requires root. */
    OpenSshServer withPassword(String... settings) throws Exception {
        return withPassword(List.of(), settings);
    }

    /**
     * Starts a server as {@link #withPassword(String...)}, with mounts of its own.
     *
     * @param within command that executes its further arguments
     */
    OpenSshServer withPassword(List<String> within, String... settings) throws Exception {
        assumeTrue("A server that knows further users takes root, and mounts of its own", OpenSshAccount.isPossible());
        List<String> prefix = Stream.concat(OpenSshAccount.make(base).prefix().stream(), within.stream())
                .toList();
        List<String> lines = Stream.concat(Arrays.stream(settings), Stream.of("PasswordAuthentication yes"))
                .toList();
        return ending(OpenSshServer.start(base.resolve("server" + started.size()), List.of("ed25519"), lines, prefix));
    }

    /** Restarts a closed server. */
    OpenSshServer again(OpenSshServer closed) throws Exception {
        return ending(closed.again());
    }

    private OpenSshServer ending(OpenSshServer server) {
        started.add(server);
        return server;
    }
}
