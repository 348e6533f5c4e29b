package org.flowgateway.backup.transport.sftp;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.transport.sftp.ssh.SshAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices about hosts, kept until they are read: the connection that remembered a key may break before that, and the next one knows the key
 * already. Thread-safe.
 */
final class HostNotices {

    private static final Logger LOG = LoggerFactory.getLogger(HostNotices.class);

    private final Map<SshAddress, List<Message>> pending = new ConcurrentHashMap<>();

    void add(SshAddress host, Message notice) {
        LOG.info("{}", notice);
        pending.merge(
                host,
                List.of(notice),
                (before, more) ->
                        Stream.concat(before.stream(), more.stream()).distinct().toList());
    }

    /** Returns the texts of the notices about a host, each once. */
    List<String> take(SshAddress host) {
        List<Message> taken = pending.remove(host);
        return taken == null ? List.of() : taken.stream().map(Message::text).toList();
    }
}
