package org.flowgateway.backup.transport.sftp.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.message.SftpNoticeMessage;
import org.flowgateway.backup.transport.sftp.ssh.HostKeyVerifier;
import org.flowgateway.backup.transport.sftp.ssh.SftpLogin;
import org.flowgateway.backup.transport.sftp.ssh.SshConnection;

/** Client of an SFTP server, with one method per request. Requests that return a future can be in flight concurrently. One thread. */
public final class SftpClient {

    public static final int READ = 1;
    /** Creates a file; fails if it exists. */
    public static final int CREATE_NEW = 2 | 8 | 32;

    private static final int EXCLUSIVELY = 32;

    private static final int OWNER_ONLY_FILE = 0600;
    private static final int OWNER_ONLY_DIRECTORY = 0700;
    private static final String HARDLINK = "hardlink@openssh.com";
    private static final String POSIX_RENAME = "posix-rename@openssh.com";
    private static final String FSYNC = "fsync@openssh.com";
    private static final String STATVFS = "statvfs@openssh.com";
    /** Bytes of a read reply besides its content. */
    private static final int REPLY_HEADER_BYTES = 64;

    private final SftpRequestPipeline pipeline;
    private final UnaryOperator<String> extensions;
    private final SftpPathLookup lookup = new SftpPathLookup(this);
    private Consumer<SftpNoticeMessage> onMissing = notice -> {};
    private boolean plain;

    /** @param extensions returns the version of an extension that the server offers, {@code null} for others */
    SftpClient(SftpRequestPipeline pipeline, UnaryOperator<String> extensions) {
        this.pipeline = pipeline;
        this.extensions = extensions;
    }

    /**
     * Connects to a server and starts SFTP there.
     *
     * @throws TransportException classified
     */
    public static SftpClient connect(SshConnection connection, SftpLogin login, HostKeyVerifier verifier)
            throws TransportException {
        return connection.connect(login, verifier, channel -> {
            SftpRequestPipeline pipeline = new SftpRequestPipeline(connection, channel.getOutputStream());
            connection.onEnd(pipeline::abandon);
            channel.setOutputStream(pipeline);
            return new SftpClient(pipeline, channel::getExtension);
        });
    }

    public SftpReply await(CompletableFuture<SftpReply> reply) throws IOException {
        return pipeline.await(reply);
    }

    public boolean canLink() {
        return "1".equals(extensions.apply(HARDLINK));
    }

    public String realPath(String path) throws IOException {
        SftpReply reply = pipeline.ask(new SftpRequest(SftpRequest.REALPATH).text(path));
        if (reply.names() != 1) {
            throw new SftpStatus(SftpStatus.FAILURE, "");
        }
        return reply.text();
    }

    CompletableFuture<SftpReply> stat(String path) throws IOException {
        return pipeline.send(new SftpRequest(SftpRequest.STAT).text(path));
    }

    CompletableFuture<SftpReply> lstat(String path) throws IOException {
        return pipeline.send(new SftpRequest(SftpRequest.LSTAT).text(path));
    }

    public CompletableFuture<SftpReply> fstat(byte[] handle) throws IOException {
        return pipeline.send(new SftpRequest(SftpRequest.FSTAT).string(handle));
    }

    public SftpPathLookup lookup() {
        return lookup;
    }

    public byte[] open(String path, int flags) throws IOException {
        if (flags == READ) {
            return pipeline.ask(new SftpRequest(SftpRequest.OPEN)
                            .text(path)
                            .number(flags)
                            .number(0))
                    .handle();
        }
        return withFallback(plain -> {
            SftpRequest request =
                    new SftpRequest(SftpRequest.OPEN).text(path).number(plain ? flags & ~EXCLUSIVELY : flags);
            return pipeline.ask(plain ? request.number(0) : request.permissions(OWNER_ONLY_FILE))
                    .handle();
        });
    }

    /** Request with a fallback for servers that support less. */
    private interface Creation<T> {
        T create(boolean plain) throws IOException;
    }

    /** Requests permissions and exclusive creation; if the server supports neither, this and all later requests go without. */
    private <T> T withFallback(Creation<T> creation) throws IOException {
        if (plain) {
            return creation.create(true);
        }
        try {
            return creation.create(false);
        } catch (SftpStatus status) {
            if (status.code() != SftpStatus.UNSUPPORTED && status.code() != SftpStatus.BAD_MESSAGE) {
                throw status;
            }
            T created = creation.create(true);
            plain = true;
            reportMissing(SftpNoticeMessage.PERMISSIONS_IGNORED);
            return created;
        }
    }

    /** Sets the consumer of notices about guarantees that this server lacks, each reported once; their parameter is the host. */
    public void onMissing(Consumer<SftpNoticeMessage> consumer) {
        onMissing = consumer;
    }

    /** Reports a guarantee that this server lacks. */
    void reportMissing(SftpNoticeMessage notice) {
        onMissing.accept(notice);
    }

    /** Requests the opening of a file, or on some servers a directory, for reading. */
    public CompletableFuture<SftpReply> openAsync(String path) throws IOException {
        return pipeline.send(
                new SftpRequest(SftpRequest.OPEN).text(path).number(READ).number(0));
    }

    byte[] openDirectory(String path) throws IOException {
        return pipeline.ask(new SftpRequest(SftpRequest.OPENDIR).text(path)).handle();
    }

    CompletableFuture<SftpReply> readDirectory(byte[] handle) throws IOException {
        return pipeline.send(
                new SftpRequest(SftpRequest.READDIR).string(handle).answeredBy(SftpRequestPipeline.MAX_REPLY_BYTES));
    }

    public CompletableFuture<SftpReply> read(byte[] handle, long offset, int count) throws IOException {
        return pipeline.send(new SftpRequest(SftpRequest.READ)
                .string(handle)
                .number(offset)
                .number(count)
                .answeredBy(count + REPLY_HEADER_BYTES));
    }

    /** @param bytes sent when this returns; the array may be reused */
    public CompletableFuture<SftpReply> write(byte[] handle, long offset, byte[] bytes, int count) throws IOException {
        return pipeline.send(
                new SftpRequest(SftpRequest.WRITE).string(handle).number(offset).number(count), bytes, count);
    }

    /** Returns true if the server supports sync. */
    public boolean canSync() {
        return "1".equals(extensions.apply(FSYNC));
    }

    /** Requests the sync of a file; empty if the server does not support it. */
    public Optional<CompletableFuture<SftpReply>> sync(byte[] handle) throws IOException {
        return canSync() ? Optional.of(pipeline.send(extended(FSYNC).string(handle))) : Optional.empty();
    }

    public CompletableFuture<SftpReply> close(byte[] handle) throws IOException {
        return pipeline.send(new SftpRequest(SftpRequest.CLOSE).string(handle));
    }

    /** Closes a file without waiting for the reply. */
    public void closeWithoutReply(byte[] handle) throws IOException {
        pipeline.sendWithoutReply(new SftpRequest(SftpRequest.CLOSE).string(handle));
    }

    void makeDirectory(String path) throws IOException {
        withFallback(plain -> {
            SftpRequest request = new SftpRequest(SftpRequest.MKDIR).text(path);
            pipeline.ask(plain ? request.number(0) : request.permissions(OWNER_ONLY_DIRECTORY))
                    .ok();
            return path;
        });
    }

    public void removeDirectory(String path) throws IOException {
        pipeline.ask(new SftpRequest(SftpRequest.RMDIR).text(path)).ok();
    }

    public CompletableFuture<SftpReply> remove(String path) throws IOException {
        return pipeline.send(new SftpRequest(SftpRequest.REMOVE).text(path));
    }

    /** Creates a hard link; fails if the name is taken. */
    public void link(String existing, String name) throws IOException {
        pipeline.ask(extended(HARDLINK).text(existing).text(name)).ok();
    }

    /** Renames by the request of SFTP version 3, which must not overwrite. */
    public void rename(String from, String to) throws IOException {
        pipeline.ask(new SftpRequest(SftpRequest.RENAME).text(from).text(to)).ok();
    }

    public boolean canRenamePosix() {
        return "1".equals(extensions.apply(POSIX_RENAME));
    }

    /** Renames by OpenSSH's extension, which overwrites. */
    public void renamePosix(String from, String to) throws IOException {
        pipeline.ask(extended(POSIX_RENAME).text(from).text(to)).ok();
    }

    /** Returns the state of a directory's file system; empty if the server does not support it. */
    public Optional<SftpFileSystemState> fileSystem(String path) throws IOException {
        if (!"2".equals(extensions.apply(STATVFS))) {
            return Optional.empty();
        }
        return Optional.of(SftpFileSystemState.read(
                pipeline.ask(extended(STATVFS).text(path)).extended()));
    }

    private static SftpRequest extended(String name) {
        return new SftpRequest(SftpRequest.EXTENDED).string(name.getBytes(StandardCharsets.US_ASCII));
    }
}
