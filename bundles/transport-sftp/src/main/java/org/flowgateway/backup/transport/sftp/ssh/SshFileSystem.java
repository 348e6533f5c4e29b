package org.flowgateway.backup.transport.sftp.ssh;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.FileSystemOptions;
import org.apache.commons.vfs2.FileType;
import org.apache.commons.vfs2.provider.GenericFileName;
import org.apache.commons.vfs2.provider.sftp.IdentityProvider;
import org.apache.commons.vfs2.provider.sftp.SftpFileSystem;
import org.apache.commons.vfs2.provider.sftp.SftpFileSystemConfigBuilder;

/**
 * File system of Commons VFS on a connected session. It gives access to the SFTP channel. VFS's own operations cannot keep the laws of a
 * transport: they follow links, delete before they rename, and cannot create exclusively.
 */
final class SshFileSystem extends SftpFileSystem {

    private static final int DEFAULT_PORT = 22;
    /** Latest version of SFTP: there is no draft of a later one. */
    private static final int MAX_VERSION = 6;

    private final Session session;
    private final ServerMessages messages;
    private final Duration connectTimeout;
    private volatile ChannelSftp openingChannel;

    private SshFileSystem(GenericFileName root, Session session, SshTimeouts timeouts, ServerMessages messages)
            throws FileSystemException {
        super(root, session, options());
        this.session = session;
        this.messages = messages;
        this.connectTimeout = timeouts.connectTimeout();
    }

    static SshFileSystem of(Session session, SshAddress address, SshTimeouts timeouts, ServerMessages messages)
            throws FileSystemException {
        return new SshFileSystem(new Root(address, session.getUserName()), session, timeouts, messages);
    }

    /** Name of the root; VFS's constructor is only for subclasses. */
    private static final class Root extends GenericFileName {

        Root(SshAddress address, String username) {
            super("sftp", address.host(), address.port(), DEFAULT_PORT, username, null, "/", FileType.FOLDER);
        }
    }

    private static FileSystemOptions options() throws FileSystemException {
        FileSystemOptions options = new FileSystemOptions();
        SftpFileSystemConfigBuilder builder = SftpFileSystemConfigBuilder.getInstance();
        // Otherwise VFS runs "id" on the server, which never answers on servers that offer SFTP only.
        builder.setDisableDetectExecChannel(options, true);
        // VFS reconnects by itself when a session has ended. This leaves it no credentials and no known host for that.
        builder.setStrictHostKeyChecking(options, "yes");
        builder.setKnownHosts(options, Path.of("/dev/null").toFile());
        builder.setIdentityProvider(options, new IdentityProvider[0]);
        return options;
    }

    /** Opens the SFTP channel. JSch waits for it until the timeout, even if the session ends meanwhile. */
    @Override
    protected ChannelSftp getChannel() throws IOException {
        try {
            ChannelSftp channel = (ChannelSftp) session.openChannel("sftp");
            openingChannel = channel;
            channel.setExtOutputStream(messages.output());
            channel.connect(Math.toIntExact(connectTimeout.toMillis()));
            if (channel.getServerVersion() < 1 || channel.getServerVersion() > MAX_VERSION) {
                channel.disconnect();
                throw new IOException("no SFTP channel: the answer is not one of SFTP");
            }
            return channel;
        } catch (JSchException | SftpException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Wakes a thread that waits for the channel of a session that has ended. */
    void abandon() {
        ChannelSftp awaited = openingChannel;
        if (awaited != null) {
            synchronized (awaited) {
                awaited.notifyAll();
            }
        }
    }
}
