package org.flowgateway.backup.transport.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Directory that an SSH server runs in, with its host key, and the home directory of the one user that it knows. If root runs the tests, the
 * user is another one, as far as the server allows: root may write to a read-only directory.
 *
 * @param directory for the server's own files
 * @param home home directory of the user
 * @param port on loopback
 */
record SshServerSite(Path directory, Path home, int port) {

    /** User that logs in. */
    static final String USERNAME = OpenSshAccount.USERNAME;
    /** Password of the user. */
    static final String PASSWORD = OpenSshAccount.PASSWORD;

    /** Makes both directories, open to the user for reading. */
    static SshServerSite make(Path base, int port) throws Exception {
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxr-xr-x"));
        SshServerSite site = new SshServerSite(
                Files.createDirectories(base.resolve("server")), Files.createDirectories(base.resolve("home")), port);
        site.own(site.directory);
        site.own(site.home);
        return site;
    }

    /** Host key, in OpenSSH's format. */
    Path hostKey() {
        return directory.resolve("ssh_host_ed25519_key");
    }

    /** Makes a host key, unless it is there. */
    void makeHostKey() throws Exception {
        own(OpenSshServer.makeKey(hostKey(), "ed25519", ""));
    }

    /** Removes the host key, so that the next start creates another. */
    void removeHostKey() throws IOException {
        Files.delete(hostKey());
        Files.delete(Path.of(hostKey() + ".pub"));
    }

    /** Command that runs a program as the user. */
    List<String> asUser() {
        String id = Integer.toString(OpenSshAccount.ID);
        return OpenSshServer.isRoot() ? List.of("setpriv", "--reuid", id, "--regid", id, "--clear-groups") : List.of();
    }

    /** Writes a configuration file of the server. */
    Path write(String name, String... lines) throws Exception {
        return own(Files.write(directory.resolve(name), List.of(lines)));
    }

    /** Copies a file of the tests to where the user can read it. */
    Path copy(String resource) throws Exception {
        Path file = directory.resolve(resource);
        if (!Files.exists(file)) {
            try (InputStream in = SshServerSite.class.getResourceAsStream("/ssh-servers/" + resource)) {
                Files.copy(in, file);
            }
            own(file);
        }
        return file;
    }

    private Path own(Path file) throws Exception {
        return OpenSshServer.isRoot() ? OpenSshAccount.own(file) : file;
    }
}
