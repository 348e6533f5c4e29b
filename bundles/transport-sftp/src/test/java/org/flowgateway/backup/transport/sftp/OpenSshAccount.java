package org.flowgateway.backup.transport.sftp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.flowgateway.backup.tck.Command;

/**
 * User with a password who exists for one server only: that server runs in a mount namespace with other user files. Needs root.
 */
public final class OpenSshAccount {

    /** User name. */
    public static final String USERNAME = "gateway-test";
    /** Password. */
    public static final String PASSWORD = "canary-2c9f";

    public static final int ID = 64_999;
    private static final String NO_SHELL = "/usr/sbin/nologin";
    private static final String USUAL_AGEING = ":19000:0:99999:7:::";

    private final Path passwd;
    private final Path shadow;

    private OpenSshAccount(Path passwd, Path shadow) {
        this.passwd = passwd;
        this.shadow = shadow;
    }

    /** Returns true if such an account can be created here. */
    public static boolean isPossible() throws InterruptedException {
        try {
            Command.run("unshare", "-m", "mount", "--bind", "/etc/passwd", "/etc/shadow");
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** Makes the lists of users in a directory, and the user's directory {@code home} beside them. */
    public static OpenSshAccount make(Path directory) throws Exception {
        return make(directory, NO_SHELL, USUAL_AGEING);
    }

    /** @param ageing fields after the password in shadow(5): when it was changed, and when it, or the account, expires */
    public static OpenSshAccount make(Path directory, String ageing) throws Exception {
        return make(directory, NO_SHELL, ageing);
    }

    /** Makes a user with a shell, for servers that run SFTP in it, or let nobody in whose shell is not in {@code /etc/shells}. */
    public static OpenSshAccount withShell(Path directory) throws Exception {
        return make(directory, "/bin/sh", USUAL_AGEING);
    }

    private static OpenSshAccount make(Path directory, String shell, String ageing) throws Exception {
        Path home = Files.createDirectories(directory.resolve("home"));
        own(home);
        String hash = Command.run("openssl", "passwd", "-6", PASSWORD).strip();
        return new OpenSshAccount(
                list(directory, "passwd", "%s:x:%d:%d::%s:%s".formatted(USERNAME, ID, ID, home, shell)),
                list(directory, "shadow", USERNAME + ':' + hash + ageing));
    }

    private static Path list(Path directory, String name, String entry) throws IOException {
        return Files.writeString(directory.resolve(name), Files.readString(Path.of("/etc", name)) + entry + "\n");
    }

    /** Gives a file to the user. */
    public static Path own(Path file) throws Exception {
        Command.run("chown", ID + ":" + ID, file.toString());
        return file;
    }

    /** The command that runs a server that knows the user. */
    public List<String> prefix() {
        return List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount --bind " + passwd + " /etc/passwd && mount --bind " + shadow
                        + " /etc/shadow && exec \"$0\" \"$@\"");
    }
}
