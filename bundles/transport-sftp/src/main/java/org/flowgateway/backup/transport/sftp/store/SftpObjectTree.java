package org.flowgateway.backup.transport.sftp.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.protocol.SftpAttributes;
import org.flowgateway.backup.transport.sftp.protocol.SftpClient;
import org.flowgateway.backup.transport.sftp.protocol.SftpDirectories;
import org.flowgateway.backup.transport.sftp.protocol.SftpPathLookup;
import org.flowgateway.backup.transport.sftp.protocol.SftpStatus;
import org.flowgateway.backup.transport.sftp.ssh.SshAddress;

/** The directories below a session's root. Each step of the way to a name is looked at, so that no symbolic link leads out of the root. */
public final class SftpObjectTree {

    private final SftpClient client;
    private final SftpDirectories directories;
    private final String root;
    private final SshAddress host;
    private final Set<String> created = new HashSet<>();

    /**
     * @param root the directory, absolute; it may be missing, and may itself be reached through links
     * @param host for messages
     */
    public SftpObjectTree(SftpClient client, String root, SshAddress host) {
        this.client = client;
        this.directories = new SftpDirectories(client);
        this.root = root;
        this.host = host;
    }

    String root() {
        return root;
    }

    /** The host, for messages. */
    SshAddress host() {
        return host;
    }

    /** Directory and host, for messages. */
    public String displayName() {
        return displayName(root);
    }

    /** A path and the host, for messages. */
    public String displayName(String path) {
        return path + " on " + host;
    }

    public String path(ObjectName name) {
        return resolve(root, name.value());
    }

    public String path(Optional<ObjectName> directory) {
        return directory.map(this::path).orElse(root);
    }

    static String resolve(String directory, String name) {
        return directory.endsWith("/") ? directory + name : directory + '/' + name;
    }

    /**
     * Looks at what lies at a path below the root, without following it if it is a link. All steps are asked for at once.
     *
     * @return empty if there is nothing, or if something on the way to it is missing or a file
     * @throws TransportException {@link FailureKind#DENIED} if the way leads through a symbolic link, or the root is no directory
     */
    public Optional<SftpAttributes> find(String path) throws IOException {
        List<String> steps = steps(path);
        List<SftpPathLookup.Question> asked = new ArrayList<>();
        for (String step : steps) {
            asked.add(ask(step));
        }
        for (int at = 0; at < steps.size(); at++) {
            Optional<SftpAttributes> found = client.lookup().answer(asked.get(at));
            if (found.isEmpty() || steps.get(at).equals(path)) {
                return found;
            }
            if (!isTraversable(found.get(), steps.get(at))) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private SftpPathLookup.Question ask(String step) throws IOException {
        return client.lookup().ask(step, step.equals(root));
    }

    private boolean isTraversable(SftpAttributes found, String step) throws TransportException {
        if (found.isSymbolicLink()) {
            throw link(step);
        }
        if (!found.isDirectory() && step.equals(root)) {
            throw new TransportException(
                    FailureKind.DENIED, displayName() + " is a file, not a directory: put a directory in its place");
        }
        return found.isDirectory();
    }

    /**
     * Makes what is missing of a directory and those above it up to the root; above the root, nothing is made.
     *
     * @return whether something was missing
     */
    boolean make(String directory) throws IOException {
        boolean missing = false;
        for (String step : steps(directory)) {
            Optional<SftpAttributes> found = client.lookup().answer(ask(step));
            if (found.isEmpty()) {
                create(step);
                missing = true;
            } else if (!isTraversable(found.get(), step)) {
                throw new TransportException(
                        FailureKind.ALREADY_EXISTS,
                        displayName(step) + " is a file, so nothing can be stored below it: remove it");
            }
        }
        return missing;
    }

    private void create(String directory) throws IOException {
        try {
            directories.make(directory);
            created.add(directory);
        } catch (SftpStatus status) {
            if (status.isAbsence() && directory.equals(root)) {
                throw new TransportException(
                        FailureKind.NOT_FOUND,
                        "There is no directory " + displayName() + ", and none above it to make it in:"
                                + " make it, or use another path",
                        status);
            }
            throw status;
        }
    }

    /** Gives the directories that were made since this was last asked. */
    Set<String> takeCreated() {
        Set<String> taken = Set.copyOf(created);
        created.clear();
        return taken;
    }

    TransportException link(String path) {
        return new TransportException(
                FailureKind.DENIED,
                displayName(path)
                        + " is a symbolic link, and links are not followed where backups lie: put a directory in its place");
    }

    /** The root, each directory below it on the way, and the path itself. */
    List<String> steps(String path) {
        List<String> steps = new ArrayList<>(List.of(root));
        for (int at = path.indexOf('/', root.length() + 1); at > 0; at = path.indexOf('/', at + 1)) {
            steps.add(path.substring(0, at));
        }
        if (!path.equals(root)) {
            steps.add(path);
        }
        return steps;
    }
}
