package org.flowgateway.backup.transport.sftp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.TransportTarget;

/**
 * Settings that targets were accepted with. All connections of a job use the same settings, even if the configuration changes meanwhile.
 * The latest 64 targets are remembered. Thread-safe.
 *
 * @param <T> the settings
 */
final class SftpAcceptedTargets<T> {

    private static final int MAX_TARGETS = 64;

    private final Map<TransportTarget, T> settings = new LinkedHashMap<>(MAX_TARGETS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TransportTarget, T> eldest) {
            return size() > MAX_TARGETS;
        }
    };

    synchronized void accept(TransportTarget target, T with) {
        settings.put(target.withPath(""), with);
    }

    synchronized Optional<T> of(TransportTarget target) {
        return Optional.ofNullable(settings.get(target.withPath("")));
    }
}
