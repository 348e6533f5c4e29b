package org.flowgateway.backup.transport.sftp;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.flowgateway.backup.transport.sftp.ssh.SshAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a person should be told of hosts, kept until somebody asks: the connection on which a key was remembered may break before that, and
 * the next one knows the key already. Thread-safe.
 */
final class HostNotices {

    private static final Logger LOG = LoggerFactory.getLogger(HostNotices.class);

    private final Map<SshAddress, List<String>> pending = new ConcurrentHashMap<>();

    void add(SshAddress host, String notice) {
        LOG.info(notice);
        pending.merge(
                host,
                List.of(notice),
                (before, more) ->
                        Stream.concat(before.stream(), more.stream()).distinct().toList());
    }

    /** Gives what is untold of a host, once. */
    List<String> take(SshAddress host) {
        List<String> taken = pending.remove(host);
        return taken == null ? List.of() : taken;
    }
}
