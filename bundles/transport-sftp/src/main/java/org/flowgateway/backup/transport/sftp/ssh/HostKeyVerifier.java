package org.flowgateway.backup.transport.sftp.ssh;

import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.UserInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;

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
    private final Consumer<String> notices;
    private final List<KnownHostLine> known;
    private volatile TransportException refusal;

    /**
     * Reads the known keys of a host.
     *
     * @param notices takes notices for people
     * @throws TransportException {@link FailureKind#HOST_IDENTITY} if the file cannot be read; that does not count as an unknown host
     */
    public HostKeyVerifier(SshAddress address, KnownHosts knownHosts, HostKeyPolicy policy, Consumer<String> notices)
            throws TransportException {
        this.address = address;
        this.knownHosts = knownHosts;
        this.policy = policy;
        this.notices = notices;
        try {
            known = knownHosts.linesFor(address.knownAs());
        } catch (IOException e) {
            throw refused(
                    "The known hosts in " + knownHosts.file() + " cannot be read, so " + address
                            + " cannot be recognised: let the user" + " that the gateway runs as read that file",
                    e);
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
            refusal = refused(address + " does not show a public key that can be read", e);
        }
        return NOT_INCLUDED;
    }

    /** @return lines about the host that were added meanwhile; empty if the key was remembered */
    private List<KnownHostLine> acceptNew(HostKey key) throws TransportException {
        if (policy == HostKeyPolicy.STRICT) {
            throw refused(
                    address + " is not a known host; its key is " + key
                            + ". Compare that with the host's own, and add the key to " + knownHosts.file()
                            + " if they agree (ssh-keyscan " + address.host()
                            + " prints the line). No password was sent",
                    null);
        }
        try {
            List<KnownHostLine> meanwhile = knownHosts.pin(address.knownAs(), key);
            if (meanwhile.isEmpty()) {
                notices.accept(address + " was not known until now; from now on only its key " + key + " is accepted."
                        + " Compare it with the host's own");
            }
            return meanwhile;
        } catch (IOException e) {
            throw refused(
                    "The key of " + address + ", " + key + ", is new and cannot be remembered in " + knownHosts.file()
                            + ": let the user that the gateway runs as write there. No password was sent",
                    e);
        }
    }

    private void refuseIfRevoked(HostKey key, List<KnownHostLine> lines) throws TransportException {
        if (lines.stream()
                .anyMatch(line ->
                        line.isRevocation() && line.key().filter(key::equals).isPresent())) {
            throw refused(
                    address + " shows the key " + key + ", which " + knownHosts.file()
                            + " says is revoked. No password was sent",
                    null);
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
                .map(line -> line.key().map(HostKey::fingerprint).orElse("a line that cannot be read"))
                .collect(Collectors.joining(", "));
        throw refused(
                "The key of " + address + " has changed: it is " + key + ", but was " + expected
                        + ". Somebody may be posing as that host."
                        + " If the change is rightful, remove the old key (ssh-keygen -f " + knownHosts.file() + " -R '"
                        + address.knownAs()
                        + "') and start again. No password was sent",
                null);
    }

    private static TransportException refused(String why, Exception cause) {
        return new TransportException(FailureKind.HOST_IDENTITY, why, cause);
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
