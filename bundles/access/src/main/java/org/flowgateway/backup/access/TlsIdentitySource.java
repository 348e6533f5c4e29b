package org.flowgateway.backup.access;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.api.message.Message;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Current key and certificate: the pair in the files, or else the pair that was accepted last. Thread-safe.
 *
 * <p>Neither a rejected pair nor an expired certificate makes the gateway unready. Backups run all the same, and a supervisor's restart would
 * not renew a certificate.
 */
final class TlsIdentitySource {

    /** Generator of an identity if none is stored yet. */
    @FunctionalInterface
    interface Maker {
        TlsIdentity make() throws GeneralSecurityException;
    }

    /** Time before a certificate's expiry from which it is reported. */
    static final Duration WARNED_BEFORE = Duration.ofDays(14);

    private static final Logger LOG = LoggerFactory.getLogger(TlsIdentitySource.class);

    private final TlsIdentityFile file;
    private final Clock clock;
    private TlsIdentity current;
    private Optional<Message> rejection = Optional.empty();
    private String handled;
    private String seen;

    private TlsIdentitySource(TlsIdentityFile file, Clock clock, String stamp) {
        this.file = file;
        this.clock = clock;
        handled = stamp;
        seen = stamp;
    }

    /**
     * Reads the stored identity, or creates and stores one.
     *
     * @throws IOException if the files cannot be used, and no pair was accepted before; the message names the files
     */
    static TlsIdentitySource open(Path directory, Maker maker, Clock clock)
            throws IOException, GeneralSecurityException {
        TlsIdentityFile file = new TlsIdentityFile(directory);
        TlsIdentitySource source = new TlsIdentitySource(file, clock, file.stamp());
        try {
            Optional<TlsIdentity> kept = file.read();
            if (kept.isEmpty()) {
                TlsIdentity made = maker.make();
                file.write(made);
                LOG.info("Made a key and a self-signed certificate: {}", file.certificateFile());
                source.handled = file.stamp();
                kept = Optional.of(made);
            }
            source.accept(kept.get());
        } catch (IOException e) {
            source.current = file.readLastGood().orElseThrow(() -> e);
            source.reject(e);
        }
        return source;
    }

    synchronized TlsIdentity current() {
        return current;
    }

    /**
     * Inspects the files. A change counts once two inspections in a row found the same: key and certificate are rarely replaced at one moment.
     *
     * @return the new identity; empty if it is unchanged
     */
    synchronized Optional<TlsIdentity> refresh() throws IOException, CertificateEncodingException {
        String stamp = file.stamp();
        boolean stable = stamp.equals(seen);
        seen = stamp;
        if (!stable || stamp.equals(handled)) {
            return Optional.empty();
        }
        handled = stamp;
        try {
            TlsIdentity read = file.read()
                    .orElseThrow(() ->
                            new UnusableTlsFilesException(AccessMessage.TLS_FILE_MISSING.with(file.certificateFile())));
            boolean same = read.chain().equals(current.chain());
            accept(read);
            return same ? Optional.empty() : Optional.of(read);
        } catch (IOException e) {
            reject(e);
            return Optional.empty();
        }
    }

    /** Problems of the current identity and of the files. */
    synchronized List<ReadinessProblem> problems() {
        List<ReadinessProblem> problems = new ArrayList<>();
        rejection.ifPresent(message -> problems.add(ReadinessProblem.degraded(message)));
        validity(current.certificate()).ifPresent(message -> problems.add(ReadinessProblem.degraded(message)));
        return problems;
    }

    private Optional<Message> validity(X509Certificate certificate) {
        Instant now = clock.instant();
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isBefore(from)) {
            return Optional.of(AccessMessage.CERTIFICATE_NOT_YET_VALID.with(from, file.certificateFile()));
        }
        if (now.isAfter(until)) {
            return Optional.of(AccessMessage.CERTIFICATE_EXPIRED.with(until, file.certificateFile()));
        }
        return now.plus(WARNED_BEFORE).isAfter(until)
                ? Optional.of(AccessMessage.CERTIFICATE_EXPIRES.with(until, file.certificateFile()))
                : Optional.empty();
    }

    private void accept(TlsIdentity identity) throws CertificateEncodingException {
        current = identity;
        rejection = Optional.empty();
        try {
            file.writeLastGood(identity);
        } catch (IOException e) {
            LOG.warn("{}", AccessMessage.TLS_COPY_NOT_STORED.with(StateDirectory.reason(e)));
        }
    }

    private void reject(IOException e) {
        Message problem = e instanceof UnusableTlsFilesException unusable
                ? unusable.description()
                : AccessMessage.TLS_FILES_INACCESSIBLE.with(StateDirectory.reason(e), file.certificateFile());
        Message rejected = AccessMessage.TLS_FILES_REJECTED.with(problem);
        rejection = Optional.of(rejected);
        LOG.warn("{}", rejected);
    }
}
