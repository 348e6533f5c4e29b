package org.flowgateway.backup.transport.sftp.protocol;

import java.io.IOException;
import java.util.Optional;

/**
 * Directories that others make and remove at the same moment: other sessions, and other gateways. What a server refuses for that reason it
 * refuses in words of its own; Apache MINA's says "permission denied" of a directory that has just gone, and "already exists" of one that
 * went before anybody could look. So a refusal is believed only if what is there afterwards does not explain it.
 */
public final class SftpDirectories {

    /**
     * So often it is asked before a refusal is believed. One that is meant comes every time; one that is not takes somebody else's making or
     * removing between two requests of ours, each time anew, so this is reached by one that is meant and by nothing else.
     */
    static final int MAX_REFUSALS = 8;

    private final SftpClient client;

    public SftpDirectories(SftpClient client) {
        this.client = client;
    }

    /** Something that is asked of a directory. */
    public interface Question<T> {
        T ask() throws IOException;
    }

    /**
     * Makes a directory, unless somebody else does.
     *
     * @throws SftpStatus if it cannot be made; {@linkplain SftpStatus#isAbsence absence} if there is none above it to make it in
     */
    public void make(String directory) throws IOException {
        for (int refusals = 1; ; refusals++) {
            try {
                client.makeDirectory(directory);
                return;
            } catch (SftpStatus status) {
                Optional<SftpAttributes> there = inspect(directory);
                if (there.filter(SftpAttributes::isDirectory).isPresent()) {
                    return;
                }
                if (status.isAbsence() || there.isPresent()) {
                    throw status;
                }
                if (inspect(parent(directory)).isEmpty()) {
                    throw SftpStatus.absence(status);
                }
                if (refusals == MAX_REFUSALS) {
                    throw status;
                }
            }
        }
    }

    /**
     * Asks something of a directory.
     *
     * @return the answer; empty if the directory is not there any more
     * @throws SftpStatus if it is there, and the server refuses
     */
    public <T> Optional<T> ask(String directory, Question<T> question) throws IOException {
        for (int refusals = 1; ; refusals++) {
            try {
                return Optional.of(question.ask());
            } catch (SftpStatus status) {
                if (status.isAbsence() || inspect(directory).isEmpty()) {
                    return Optional.empty();
                }
                if (refusals == MAX_REFUSALS) {
                    throw status;
                }
            }
        }
    }

    /** The directory that something lies in; {@code "/"} for the topmost. */
    public static String parent(String path) {
        return path.substring(0, Math.max(1, path.lastIndexOf('/')));
    }

    private Optional<SftpAttributes> inspect(String path) throws IOException {
        return client.lookup().lstat(path);
    }
}
