package org.flowgateway.backup.transport.sftp;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;

/** Apache MINA SSHD as one of the products. */
final class MinaProductServer implements SshProductServer {

    private final SshServerSite site;
    private final Set<String> readOnly = ConcurrentHashMap.newKeySet();
    private final AtomicLong refused = new AtomicLong();
    private MinaServer server;

    MinaProductServer(SshServerSite site) throws Exception {
        this.site = site;
        start();
    }

    private void start() throws Exception {
        server = new MinaServer(site.home())
                .on(site.port())
                .accessing(new Disk())
                .start();
    }

    @Override
    public String username() {
        return MinaServer.USERNAME;
    }

    @Override
    public String password() {
        return MinaServer.PASSWORD;
    }

    @Override
    public int port() {
        return site.port();
    }

    @Override
    public Path home() {
        return site.home();
    }

    @Override
    public void changeHostKey() throws Exception {
        close();
        refused.addAndGet(server.refused());
        start();
    }

    /** Denies writes to read-only directories as a system would: the user of the tests may be root. */
    @Override
    public void forbidWriting(String directory) {
        readOnly.add("/" + directory);
    }

    @Override
    public long refusedPasswords() {
        return refused.get() + server.refused();
    }

    @Override
    public String log() {
        return String.join("\n", server.tried());
    }

    @Override
    public void close() {
        server.close();
    }

    /** Access to the disk that can be limited to reading. */
    private final class Disk implements SftpFileSystemAccessor {

        private void checkMayWrite(Path path) throws AccessDeniedException {
            if (readOnly.stream().anyMatch(path.toString()::startsWith)) {
                throw new AccessDeniedException(path.toString());
            }
        }

        @Override
        public SeekableByteChannel openFile(
                SftpSubsystemProxy subsystem,
                FileHandle handle,
                Path file,
                String name,
                Set<? extends OpenOption> options,
                FileAttribute<?>... attributes)
                throws IOException {
            if (options.contains(StandardOpenOption.WRITE)) {
                checkMayWrite(file);
            }
            return SftpFileSystemAccessor.super.openFile(subsystem, handle, file, name, options, attributes);
        }

        @Override
        public void createDirectory(SftpSubsystemProxy subsystem, Path path) throws IOException {
            checkMayWrite(path);
            SftpFileSystemAccessor.super.createDirectory(subsystem, path);
        }

        @Override
        public void removeFile(SftpSubsystemProxy subsystem, Path path, boolean isDirectory) throws IOException {
            checkMayWrite(path);
            SftpFileSystemAccessor.super.removeFile(subsystem, path, isDirectory);
        }

        @Override
        public void renameFile(SftpSubsystemProxy subsystem, Path from, Path to, Collection<CopyOption> options)
                throws IOException {
            checkMayWrite(to);
            SftpFileSystemAccessor.super.renameFile(subsystem, from, to, options);
        }

        @Override
        public void createLink(SftpSubsystemProxy subsystem, Path link, Path existing, boolean symbolic)
                throws IOException {
            checkMayWrite(link);
            SftpFileSystemAccessor.super.createLink(subsystem, link, existing, symbolic);
        }
    }
}
