package org.flowgateway.backup.transport.sftp.protocol;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flowgateway.backup.transport.sftp.message.SftpNoticeMessage;

/**
 * Looks up the attributes of a path, also on servers that report only "failure", omit file types, or lack LSTAT. One thread.
 */
public final class SftpPathLookup {

    private final SftpClient client;
    private final SftpDirectoryReader directories;
    private boolean withoutLstat;
    private boolean withoutTypes;

    SftpPathLookup(SftpClient client) {
        this.client = client;
        directories = new SftpDirectoryReader(client);
    }

    /**
     * Request in flight.
     *
     * @param follows whether links are followed
     */
    public record Question(String path, boolean follows, CompletableFuture<SftpReply> reply) {}

    /** Sends a request without waiting for the reply. */
    public Question ask(String path, boolean follows) throws IOException {
        return new Question(path, follows, follows || withoutLstat ? client.stat(path) : client.lstat(path));
    }

    /** Returns the attributes of a path, symbolic links not followed; empty if it does not exist. */
    public Optional<SftpAttributes> lstat(String path) throws IOException {
        return answer(ask(path, false));
    }

    /** Returns the attributes of a path, symbolic links followed; empty if it does not exist. */
    public Optional<SftpAttributes> stat(String path) throws IOException {
        return answer(ask(path, true));
    }

    /**
     * Waits for a reply.
     *
     * @return empty if the path does not exist
     */
    public Optional<SftpAttributes> answer(Question question) throws IOException {
        Optional<SftpAttributes> reply = reply(question);
        // Apache MINA's server omits the type of a file that is removed while it looks.
        for (int again = 1;
                again < SftpDirectories.MAX_REFUSALS
                        && !withoutTypes
                        && reply.isPresent()
                        && !reply.get().hasType();
                again++) {
            reply = reply(ask(question.path(), question.follows()));
        }
        return reply.isPresent() && !reply.get().hasType() ? detectType(question.path(), reply.get()) : reply;
    }

    private Optional<SftpAttributes> reply(Question question) throws IOException {
        try {
            return Optional.of(client.await(question.reply()).attributes());
        } catch (SftpStatus status) {
            if (status.code() == SftpStatus.UNSUPPORTED && !question.follows() && !withoutLstat) {
                withoutLstat = true;
                client.reportMissing(SftpNoticeMessage.LINKS_FOLLOWED);
                return reply(ask(question.path(), false));
            }
            if (status.isAbsence() || status.code() == SftpStatus.FAILURE && isUnlisted(question.path())) {
                return Optional.empty();
            }
            throw status;
        }
    }

    /** Returns true if the parent directory can be listed and lacks the name: a plain "failure" may mean anything. */
    private boolean isUnlisted(String path) throws IOException {
        String directory = SftpDirectories.parent(path);
        if (directory.equals(path)) {
            return false;
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        AtomicBoolean found = new AtomicBoolean();
        try {
            directories.read(directory, entry -> {
                found.compareAndSet(false, entry.name().equals(name));
                return !found.get();
            });
            return !found.get();
        } catch (SftpStatus status) {
            return status.isAbsence() || status.code() == SftpStatus.FAILURE && isUnlisted(directory);
        }
    }

    /** Detects the type of a file: a directory is what can be listed. */
    private Optional<SftpAttributes> detectType(String path, SftpAttributes untyped) throws IOException {
        try {
            client.closeWithoutReply(client.openDirectory(path));
            withoutTypes = true;
            return Optional.of(untyped.asDirectory());
        } catch (SftpStatus status) {
            return status.isAbsence()
                            && status.code() != SftpStatus.NOT_A_DIRECTORY
                            && reply(ask(path, false)).isEmpty()
                    ? Optional.empty()
                    : Optional.of(untyped.asRegularFile());
        }
    }
}
