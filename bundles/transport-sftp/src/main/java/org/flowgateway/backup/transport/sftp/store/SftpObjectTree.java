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
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.flowgateway.backup.transport.sftp.protocol.SftpAttributes;
import org.flowgateway.backup.transport.sftp.protocol.SftpClient;
import org.flowgateway.backup.transport.sftp.protocol.SftpDirectories;
import org.flowgateway.backup.transport.sftp.protocol.SftpPathLookup;
import org.flowgateway.backup.transport.sftp.protocol.SftpStatus;
import org.flowgateway.backup.transport.sftp.ssh.SshAddress;

/** Directories below a session's root. Each component of a path is checked, so no symbolic link leads out of the root. */
public final class SftpObjectTree {

    private final SftpClient client;
    private final SftpDirectories directories;
    private final String root;
    private final SshAddress host;
    private final Set<String> created = new HashSet<>();

    /**
     * @param root absolute path of the directory; it may be missing, and may be reached through symbolic links
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
     * Finds the file at a path below the root, without following it if it is a symbolic link. All components are requested at once.
     *
     * @return empty if there is no such file, or if a component above it is missing or a file
     * @throws TransportException {@link FailureKind#DENIED} if the path leads through a symbolic link, or the root is no directory
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

    /**
     * Finds an object; a directory is no object.
     *
     * @throws TransportException {@link FailureKind#DENIED} if it is a link or a device, or for a path as in {@link #find}
     */
    public Optional<SftpAttributes> findObject(ObjectName name) throws IOException {
        Optional<SftpAttributes> found = find(path(name));
        if (found.isPresent() && !found.get().isRegularFile() && !found.get().isDirectory()) {
            throw SftpMessage.OBJECT_IS_SPECIAL.exception(displayName(path(name)));
        }
        return found.filter(SftpAttributes::isRegularFile);
    }

    /**
     * Finds an object that must exist.
     *
     * @throws TransportException {@link FailureKind#NOT_FOUND} if there is none, or as {@link #findObject} throws
     */
    SftpAttributes requireObject(ObjectName name) throws IOException {
        return findObject(name).orElseThrow(() -> SftpMessage.NO_OBJECT.exception(name.value(), displayName()));
    }

    private SftpPathLookup.Question ask(String step) throws IOException {
        return client.lookup().ask(step, step.equals(root));
    }

    private boolean isTraversable(SftpAttributes found, String step) throws TransportException {
        if (found.isSymbolicLink()) {
            throw link(step);
        }
        if (!found.isDirectory() && step.equals(root)) {
            throw SftpMessage.ROOT_IS_FILE.exception(displayName());
        }
        return found.isDirectory();
    }

    /**
     * Creates a directory and its missing parents up to the root; nothing is created above the root.
     *
     * @return those that were missing, the outermost first
     */
    List<String> make(String directory) throws IOException {
        List<String> missing = new ArrayList<>();
        for (String step : steps(directory)) {
            Optional<SftpAttributes> found = client.lookup().answer(ask(step));
            if (found.isEmpty()) {
                create(step);
                missing.add(step);
            } else if (!isTraversable(found.get(), step)) {
                throw SftpMessage.FILE_ABOVE_OBJECT.exception(displayName(step));
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
                throw SftpMessage.NO_ROOT.causedBy(status, displayName());
            }
            throw status;
        }
    }

    /** Returns the directories that were created since the last call. */
    Set<String> takeCreated() {
        Set<String> taken = Set.copyOf(created);
        created.clear();
        return taken;
    }

    TransportException link(String path) {
        return SftpMessage.DIRECTORY_IS_LINK.exception(displayName(path));
    }

    /** Returns the root, each directory between it and a path, and the path itself. */
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
