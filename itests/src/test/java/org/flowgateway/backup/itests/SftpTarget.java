package org.flowgateway.backup.itests;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.transport.sftp.OpenSshAccount;
import org.flowgateway.backup.transport.sftp.OpenSshServer;

/**
 * Directory of backups on an SSH server, as in a request.
 *
 * @param password {@code ""} for none: login with the gateway's own key
 */
record SftpTarget(String hostname, String username, String password, String path) {

    /** Creates a target for the user of the tests, by key. */
    static SftpTarget byKey(OpenSshServer server, Path directory) {
        return new SftpTarget("127.0.0.1:" + server.port(), System.getProperty("user.name"), "", directory.toString());
    }

    /** Creates a target for the user that only the server knows. */
    static SftpTarget byPassword(OpenSshServer server, Path directory) {
        return new SftpTarget(
                "127.0.0.1:" + server.port(), OpenSshAccount.USERNAME, OpenSshAccount.PASSWORD, directory.toString());
    }

    SftpTarget withHostname(String other) {
        return new SftpTarget(other, username, password, path);
    }

    SftpTarget withPassword(String other) {
        return new SftpTarget(hostname, username, other, path);
    }

    SftpTarget withPath(String other) {
        return new SftpTarget(hostname, username, password, other);
    }

    /** Returns names and values for {@link JobClient}. */
    String[] request() {
        List<String> request = new ArrayList<>(List.of("hostname", hostname, "username", username, "path", path));
        if (!password.isEmpty()) {
            request.addAll(List.of("password", password));
        }
        return request.toArray(String[]::new);
    }
}
