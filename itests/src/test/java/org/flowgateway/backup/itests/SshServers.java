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

/** The SSH servers of one test and the disk they store on; both end with the test. */
final class SshServers extends ExternalResource {

    /** What sshd writes when somebody begins to log in. */
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

    /** A place on the servers' disk; nothing is made there. */
    Path disk(String name) {
        return base.resolve(name);
    }

    /** A server that lets in the user that runs the tests, with a gateway's key. */
    OpenSshServer withKey(Path key) throws Exception {
        OpenSshServer server = ending(OpenSshServer.start(base.resolve("server" + started.size())));
        server.admit(key);
        return server;
    }

    /** The home directory of the user that {@link #withPassword} lets in. */
    Path home() {
        return base.resolve("home");
    }

    /** A server that lets in a user of its own with a password; only root can have one. */
    OpenSshServer withPassword(String... settings) throws Exception {
        return withPassword(List.of(), settings);
    }

    /**
     * A server as {@link #withPassword(String...)}, with mounts of its own.
     *
     * @param within a command that becomes the one in its further arguments
     */
    OpenSshServer withPassword(List<String> within, String... settings) throws Exception {
        assumeTrue("A server that knows further users takes root, and mounts of its own", OpenSshAccount.isPossible());
        List<String> prefix = Stream.concat(OpenSshAccount.make(base).prefix().stream(), within.stream())
                .toList();
        List<String> lines = Stream.concat(Arrays.stream(settings), Stream.of("PasswordAuthentication yes"))
                .toList();
        return ending(OpenSshServer.start(base.resolve("server" + started.size()), List.of("ed25519"), lines, prefix));
    }

    /** Starts a server anew that was closed. */
    OpenSshServer again(OpenSshServer closed) throws Exception {
        return ending(closed.again());
    }

    private OpenSshServer ending(OpenSshServer server) {
        started.add(server);
        return server;
    }
}
