package org.flowgateway.backup.transport.sftp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What an SFTP server can be asked, one method a request. Those that give a future can be under way side by side. One thread. */
final class SftpClient {

    static final int READ = 1;
    /** Creates, and fails if there is something. */
    static final int CREATE_NEW = 2 | 8 | 32;

    private static final int EXCLUSIVELY = 32;

    private static final int OWNER_ONLY_FILE = 0600;
    private static final int OWNER_ONLY_DIRECTORY = 0700;
    private static final String HARDLINK = "hardlink@openssh.com";
    private static final String POSIX_RENAME = "posix-rename@openssh.com";
    private static final String FSYNC = "fsync@openssh.com";
    private static final String STATVFS = "statvfs@openssh.com";
    /** Bytes of an answer that are not the content that was read. */
    private static final int ANSWER_HEADER = 64;

    private final SftpWire wire;
    private final UnaryOperator<String> extensions;
    private final PathLookup lookup = new PathLookup(this);
    private Consumer<String> onLack = what -> {};
    private boolean plain;

    /** @param extensions tells the version of an extension that the server offers, {@code null} for one it does not */
    SftpClient(SftpWire wire, UnaryOperator<String> extensions) {
        this.wire = wire;
        this.extensions = extensions;
    }

    Reply await(CompletableFuture<Reply> reply) throws IOException {
        return wire.await(reply);
    }

    boolean canLink() {
        return "1".equals(extensions.apply(HARDLINK));
    }

    String realPath(String path) throws IOException {
        Reply reply = wire.ask(new Request(Request.REALPATH).text(path));
        if (reply.names() != 1) {
            throw new SftpStatus(SftpStatus.FAILURE, "it tells no real path");
        }
        return reply.text();
    }

    CompletableFuture<Reply> stat(String path) throws IOException {
        return wire.send(new Request(Request.STAT).text(path));
    }

    CompletableFuture<Reply> lstat(String path) throws IOException {
        return wire.send(new Request(Request.LSTAT).text(path));
    }

    CompletableFuture<Reply> fstat(byte[] handle) throws IOException {
        return wire.send(new Request(Request.FSTAT).string(handle));
    }

    PathLookup lookup() {
        return lookup;
    }

    byte[] open(String path, int flags) throws IOException {
        if (flags == READ) {
            return wire.ask(new Request(Request.OPEN).text(path).number(flags).number(0))
                    .handle();
        }
        return plainly(plain -> {
            Request request = new Request(Request.OPEN).text(path).number(plain ? flags & ~EXCLUSIVELY : flags);
            return wire.ask(plain ? request.number(0) : request.permissions(OWNER_ONLY_FILE))
                    .handle();
        });
    }

    /** A request that can be made with less than is wanted. */
    private interface Making<T> {
        T make(boolean plain) throws IOException;
    }

    /** Asks with permissions, and for a file that must not be there; without, from then on, of a server that supports no such thing. */
    private <T> T plainly(Making<T> making) throws IOException {
        if (plain) {
            return making.make(true);
        }
        try {
            return making.make(false);
        } catch (SftpStatus status) {
            if (status.code() != SftpStatus.UNSUPPORTED && status.code() != SftpStatus.BAD_MESSAGE) {
                throw status;
            }
            T made = making.make(true);
            plain = true;
            lacks(
                    "takes no permissions for new files and directories, so others there may be able to read or remove them. Check those that it"
                            + " gives them by itself");
            return made;
        }
    }

    /** Lets somebody know of guarantees that turn out to be missing on this server, each once, as the end of a sentence about it. */
    void onLack(Consumer<String> told) {
        onLack = told;
    }

    /** A guarantee is missing. */
    void lacks(String what) {
        onLack.accept(what);
    }

    /** Opens a file, or on some servers a directory, to be read. */
    CompletableFuture<Reply> opening(String path) throws IOException {
        return wire.send(new Request(Request.OPEN).text(path).number(READ).number(0));
    }

    byte[] openDirectory(String path) throws IOException {
        return wire.ask(new Request(Request.OPENDIR).text(path)).handle();
    }

    CompletableFuture<Reply> readDirectory(byte[] handle) throws IOException {
        return wire.send(new Request(Request.READDIR).string(handle).answeredBy(SftpWire.LONGEST_ANSWER));
    }

    CompletableFuture<Reply> read(byte[] handle, long offset, int count) throws IOException {
        return wire.send(new Request(Request.READ)
                .string(handle)
                .number(offset)
                .number(count)
                .answeredBy(count + ANSWER_HEADER));
    }

    /** @param bytes sent when this returns: the array may be filled again */
    CompletableFuture<Reply> write(byte[] handle, long offset, byte[] bytes, int count) throws IOException {
        return wire.send(
                new Request(Request.WRITE).string(handle).number(offset).number(count), bytes, count);
    }

    /** Whether the server offers to bring a file to its disk. */
    boolean canSync() {
        return "1".equals(extensions.apply(FSYNC));
    }

    /** Brings a file to the server's disk; empty if the server does not offer that. */
    Optional<CompletableFuture<Reply>> sync(byte[] handle) throws IOException {
        return canSync() ? Optional.of(wire.send(extended(FSYNC).string(handle))) : Optional.empty();
    }

    CompletableFuture<Reply> close(byte[] handle) throws IOException {
        return wire.send(new Request(Request.CLOSE).string(handle));
    }

    /** Closes a file whose content was read, or given up. */
    void letGo(byte[] handle) throws IOException {
        wire.tell(new Request(Request.CLOSE).string(handle));
    }

    void makeDirectory(String path) throws IOException {
        plainly(plain -> {
            Request request = new Request(Request.MKDIR).text(path);
            wire.ask(plain ? request.number(0) : request.permissions(OWNER_ONLY_DIRECTORY))
                    .ok();
            return path;
        });
    }

    void removeDirectory(String path) throws IOException {
        wire.ask(new Request(Request.RMDIR).text(path)).ok();
    }

    CompletableFuture<Reply> remove(String path) throws IOException {
        return wire.send(new Request(Request.REMOVE).text(path));
    }

    /** Gives a file a second name; fails if the name is taken. */
    void link(String existing, String name) throws IOException {
        wire.ask(extended(HARDLINK).text(existing).text(name)).ok();
    }

    /** The rename of SFTP version 3, which must not overwrite, and not OpenSSH's, which does. */
    void rename(String from, String to) throws IOException {
        wire.ask(new Request(Request.RENAME).text(from).text(to)).ok();
    }

    boolean canRenamePosix() {
        return "1".equals(extensions.apply(POSIX_RENAME));
    }

    /** OpenSSH's rename, which overwrites. */
    void renamePosix(String from, String to) throws IOException {
        wire.ask(extended(POSIX_RENAME).text(from).text(to)).ok();
    }

    /** Tells of the file system below a directory; empty if the server does not offer that. */
    Optional<FileSystemState> fileSystem(String path) throws IOException {
        if (!"2".equals(extensions.apply(STATVFS))) {
            return Optional.empty();
        }
        return Optional.of(
                FileSystemState.read(wire.ask(extended(STATVFS).text(path)).extended()));
    }

    private static Request extended(String name) {
        return new Request(Request.EXTENDED).string(name.getBytes(StandardCharsets.US_ASCII));
    }
}
