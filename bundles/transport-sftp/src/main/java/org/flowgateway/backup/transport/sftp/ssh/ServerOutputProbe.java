package org.flowgateway.backup.transport.sftp.ssh;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.ChannelSubsystem;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Captures the output of a server that lets the user log in and starts no SFTP. It starts SFTP a second time, since JSch hides what is
 * written in its place. If there is no output, it runs a command that ends the login's shell: OpenSSH passes on complaints only there. Each
 * step waits for a line of output for at most 10 s.
 */
final class ServerOutputProbe {

    private static final Logger LOG = LoggerFactory.getLogger(ServerOutputProbe.class);
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);
    /** Command that does nothing in any shell. */
    private static final String NO_OPERATION = "exit";

    private final Session session;
    private final ServerMessages messages;

    ServerOutputProbe(Session session, ServerMessages messages) {
        this.session = session;
        this.messages = messages;
    }

    /** Records the server's output. */
    void capture() {
        capture("subsystem", channel -> {
            ((ChannelSubsystem) channel).setSubsystem("sftp");
            ((ChannelSubsystem) channel).setErrStream(messages.output());
        });
        if (messages.latest().isEmpty() && session.isConnected()) {
            capture("exec", channel -> {
                ((ChannelExec) channel).setCommand(NO_OPERATION);
                ((ChannelExec) channel).setErrStream(messages.output());
            });
        }
    }

    private void capture(String type, Consumer<Channel> setUp) {
        Channel channel = null;
        ServerMessages.Output output = messages.output();
        try {
            channel = session.openChannel(type);
            setUp.accept(channel);
            channel.setOutputStream(output);
            channel.connect(Math.toIntExact(MAX_WAIT.toMillis()));
            if (!output.received().await(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("The server wrote no output in place of SFTP");
            }
        } catch (JSchException e) {
            LOG.debug("No channel could be opened to read the server's output", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (channel != null) {
                channel.disconnect();
            }
        }
    }
}
