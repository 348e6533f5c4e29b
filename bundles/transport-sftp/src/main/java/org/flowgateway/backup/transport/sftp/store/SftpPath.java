package org.flowgateway.backup.transport.sftp.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.flowgateway.backup.transport.sftp.protocol.SftpClient;
import org.flowgateway.backup.transport.sftp.protocol.SftpStatus;

/**
 * Directory on a server as a person writes it; only slashes and single dots are normalized. {@code ~} alone or before a slash is the
 * login's home directory, where a relative path starts too; {@code ./~} is a directory of that name.
 */
public final class SftpPath {

    private static final String HOME = "~";
    private static final String HERE = ".";
    private static final int CONTROL = ' ';

    private SftpPath() {}

    /** Normalizes a path: {@code a}, {@code ./a/} and {@code ~/a} are the same directory. */
    public static String normalized(String path) {
        boolean absolute = path.startsWith("/");
        List<String> segments = new ArrayList<>(Arrays.stream(path.split("/", 0))
                .filter(segment -> !segment.isEmpty())
                .toList());
        if (!absolute && !segments.isEmpty() && segments.get(0).equals(HOME)) {
            segments.remove(0);
        }
        segments.removeIf(HERE::equals);
        String normalized = String.join("/", segments);
        if (absolute) {
            return "/" + normalized;
        }
        if (segments.isEmpty()) {
            return HERE;
        }
        return segments.get(0).equals(HOME) ? "./" + normalized : normalized;
    }

    /** Resolves a path for requests: absolute, unless the server does not report the login's home directory. */
    static String resolved(SftpClient client, String path) throws IOException {
        String normalized = normalized(path);
        if (normalized.startsWith("/")) {
            return normalized;
        }
        String home = home(client);
        if (normalized.equals(HERE)) {
            return home;
        }
        return SftpObjectTree.resolve(home, normalized.startsWith("./") ? normalized.substring(2) : normalized);
    }

    private static String home(SftpClient client) throws IOException {
        try {
            return client.realPath(HERE);
        } catch (SftpStatus refused) {
            // Relative paths start there in any case.
            return HERE;
        }
    }

    /** Returns true if a path has no control characters. */
    public static boolean isPath(String path) {
        return path.chars().noneMatch(c -> c < CONTROL);
    }
}
