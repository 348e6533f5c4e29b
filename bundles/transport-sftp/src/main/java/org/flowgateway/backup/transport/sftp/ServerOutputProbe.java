package org.flowgateway.backup.transport.sftp;

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
 * A second start of SFTP on a session where the first one failed, to hear what is written in its place: JSch keeps that to itself. A server
 * that says nothing there either is asked to end the login's shell: OpenSSH hands on complaints there only. Both wait for a line, or until
 * there will be none, for 10 s at most.
 */
final class ServerOutputProbe {

    private static final Logger LOG = LoggerFactory.getLogger(ServerOutputProbe.class);
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);
    /** Does nothing, in whatever shell. */
    private static final String NOTHING = "exit";

    private final Session session;
    private final ServerMessages words;

    ServerOutputProbe(Session session, ServerMessages words) {
        this.session = session;
        this.words = words;
    }

    /** Lets the words be added that the server says. */
    void hear() {
        hear("subsystem", channel -> {
            ((ChannelSubsystem) channel).setSubsystem("sftp");
            ((ChannelSubsystem) channel).setErrStream(words.output());
        });
        if (words.latest().isEmpty() && session.isConnected()) {
            hear("exec", channel -> {
                ((ChannelExec) channel).setCommand(NOTHING);
                ((ChannelExec) channel).setErrStream(words.output());
            });
        }
    }

    private void hear(String type, Consumer<Channel> setUp) {
        Channel channel = null;
        ServerMessages.Output output = words.output();
        try {
            channel = session.openChannel(type);
            setUp.accept(channel);
            channel.setOutputStream(output);
            channel.connect(Math.toIntExact(MAX_WAIT.toMillis()));
            if (!output.heard().await(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("Nothing is written where SFTP should be");
            }
        } catch (JSchException e) {
            LOG.debug("No channel could be opened to hear what the server says", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (channel != null) {
                channel.disconnect();
            }
        }
    }
}
