package org.flowgateway.backup.transport.sftp.ssh;

import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.UserInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;
import org.flowgateway.backup.transport.sftp.message.SftpNoticeMessage;

/**
 * Verifies the host key of one connection. JSch calls it before it sends any credential. Certificates are not requested, and an authority's
 * own key is no host key.
 */
public final class HostKeyVerifier implements HostKeyRepository {

    private static final List<String> ALGORITHMS = List.of(
            "ssh-ed25519",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "rsa-sha2-512",
            "rsa-sha2-256");

    private final SshAddress address;
    private final KnownHosts knownHosts;
    private final HostKeyPolicy policy;
    private final Consumer<Message> notices;
    private final List<KnownHostLine> known;
    private volatile TransportException refusal;

    /**
     * Reads the known keys of a host.
     *
     * @param notices takes notices for people
     * @throws TransportException {@link FailureKind#HOST_IDENTITY} if the file cannot be read; that does not count as an unknown host
     */
    public HostKeyVerifier(SshAddress address, KnownHosts knownHosts, HostKeyPolicy policy, Consumer<Message> notices)
            throws TransportException {
        this.address = address;
        this.knownHosts = knownHosts;
        this.policy = policy;
        this.notices = notices;
        try {
            known = knownHosts.linesFor(address.knownAs());
        } catch (IOException e) {
            throw SftpMessage.KNOWN_HOSTS_UNREADABLE.causedBy(e, address.toString(), knownHosts.file());
        }
    }

    /** Returns the key algorithms to request, those of known keys first: a server with several keys must not look changed. */
    String algorithms() {
        List<String> types = known.stream()
                .filter(KnownHostLine::isHostKey)
                .flatMap(line -> line.key().stream())
                .map(HostKey::type)
                .toList();
        List<String> ordered = new ArrayList<>(ALGORITHMS);
        ordered.sort((one, other) -> Boolean.compare(types.contains(keyType(other)), types.contains(keyType(one))));
        return String.join(",", ordered);
    }

    private static String keyType(String algorithm) {
        return algorithm.startsWith("rsa-") ? "ssh-rsa" : algorithm;
    }

    /** Returns the reason why the host was rejected; empty if it was not. */
    Optional<TransportException> refusal() {
        return Optional.ofNullable(refusal);
    }

    @Override
    public int check(String host, byte[] blob) {
        try {
            HostKey key = new HostKey(blob);
            List<KnownHostLine> lines = known;
            if (lines.stream().noneMatch(KnownHostLine::isHostKey)) {
                refuseIfRevoked(key, lines);
                lines = acceptNew(key);
            }
            refuseIfRevoked(key, lines);
            refuseIfOther(key, lines);
            return OK;
        } catch (TransportException e) {
            refusal = e;
        } catch (IllegalArgumentException e) {
            refusal = SftpMessage.HOST_KEY_INVALID.causedBy(e, address.toString());
        }
        return NOT_INCLUDED;
    }

    /** @return lines about the host that were added meanwhile; empty if the key was remembered */
    private List<KnownHostLine> acceptNew(HostKey key) throws TransportException {
        if (policy == HostKeyPolicy.STRICT) {
            throw SftpMessage.HOST_UNKNOWN.exception(
                    address.toString(), key.fingerprint(), address.port(), address.host(), knownHosts.file());
        }
        try {
            List<KnownHostLine> meanwhile = knownHosts.pin(address.knownAs(), key);
            if (meanwhile.isEmpty()) {
                notices.accept(SftpNoticeMessage.HOST_KEY_STORED.with(address.toString(), key.fingerprint()));
            }
            return meanwhile;
        } catch (IOException e) {
            throw SftpMessage.HOST_KEY_NOT_STORED.causedBy(e, address.toString(), key.fingerprint(), knownHosts.file());
        }
    }

    private void refuseIfRevoked(HostKey key, List<KnownHostLine> lines) throws TransportException {
        if (lines.stream()
                .anyMatch(line ->
                        line.isRevocation() && line.key().filter(key::equals).isPresent())) {
            throw SftpMessage.HOST_KEY_REVOKED.exception(address.toString(), knownHosts.file(), key.fingerprint());
        }
    }

    private void refuseIfOther(HostKey key, List<KnownHostLine> lines) throws TransportException {
        List<KnownHostLine> own =
                lines.stream().filter(KnownHostLine::isHostKey).toList();
        if (own.isEmpty()
                || own.stream().anyMatch(line -> line.key().filter(key::equals).isPresent())) {
            return;
        }
        String expected = own.stream()
                .flatMap(line -> line.key().stream())
                .map(HostKey::fingerprint)
                .collect(Collectors.joining(", "));
        throw expected.isEmpty()
                ? SftpMessage.KNOWN_KEY_UNREADABLE.exception(
                        address.toString(), knownHosts.file(), key.fingerprint(), address.knownAs())
                : SftpMessage.HOST_KEY_CHANGED.exception(
                        address.toString(), key.fingerprint(), expected, knownHosts.file(), address.knownAs());
    }

    @Override
    public void add(com.jcraft.jsch.HostKey key, UserInfo ui) {
        throw new UnsupportedOperationException("Keys are remembered by check alone");
    }

    @Override
    public void remove(String host, String type) {
        throw new UnsupportedOperationException("A known key is never removed");
    }

    @Override
    public void remove(String host, String type, byte[] key) {
        throw new UnsupportedOperationException("A known key is never removed");
    }

    @Override
    public String getKnownHostsRepositoryID() {
        return knownHosts.file().toString();
    }

    @Override
    public com.jcraft.jsch.HostKey[] getHostKey() {
        return new com.jcraft.jsch.HostKey[0];
    }

    @Override
    public com.jcraft.jsch.HostKey[] getHostKey(String host, String type) {
        return new com.jcraft.jsch.HostKey[0];
    }
}
