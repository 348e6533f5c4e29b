package org.flowgateway.backup.core.prepare;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flowgateway.backup.core.job.CountedNoun;
import org.flowgateway.backup.core.job.JobFailedException;
import org.flowgateway.backup.core.tree.SectionTree;
import org.flowgateway.backup.tree.FileTrees;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports what a restore changes in the gateway's certificates, so that nobody is locked out by a state that is otherwise good. */
public final class CertificateCheck {

    /** The section that holds certificates. */
    public static final String SECTION = "certs";

    private static final Logger LOG = LoggerFactory.getLogger(CertificateCheck.class);
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);
    private static final int MAX_NAMED = 10;

    private final CheckList checks;
    private final Instant now;
    private final Path served;
    private final FileTrees trees;

    /**
     * @param served the certificate file of the HTTPS listener, which may be missing
     * @param trees opens the gateway's trees
     */
    public CertificateCheck(CheckList checks, Instant now, Path served, FileTrees trees) {
        this.checks = checks;
        this.now = now;
        this.served = served;
        this.trees = trees;
    }

    /** Reads the section's current files that may be certificates. */
    public SortedMap<String, byte[]> readCurrent(SelectedSection section) throws IOException, JobFailedException {
        Optional<SectionTree> current = section.open(trees);
        if (current.isEmpty()) {
            return new TreeMap<>();
        }
        try (SectionTree tree = current.get()) {
            return SmallFileReader.readTree(tree);
        }
    }

    /** Compares the section's current certificates with the staged ones. */
    public void compare(SelectedSection section, Path staged) throws IOException, JobFailedException {
        try (SectionTree tree = SectionTree.open(section.section(), staged, trees)) {
            compare(readCurrent(section), SmallFileReader.readTree(tree));
        }
    }

    /** Reports that the section is not restored. */
    public void reportKept() {
        checks.ok(CheckId.CERTIFICATES, CheckMessage.CERTIFICATES_KEPT.with());
    }

    /**
     * Compares two sets of certificate files.
     *
     * @param current files of the current state
     * @param restored files of the restored state
     */
    public void compare(SortedMap<String, byte[]> current, SortedMap<String, byte[]> restored) {
        SortedMap<String, List<X509Certificate>> currentCertificates = certificates(current);
        SortedMap<String, List<X509Certificate>> restoredCertificates = certificates(restored);
        restoredCertificates.forEach(
                (path, certificates) -> certificates.forEach(certificate -> checkValidity(path, certificate)));
        List<String> replaced = currentCertificates.entrySet().stream()
                .filter(file -> !file.getValue().equals(restoredCertificates.get(file.getKey())))
                .map(file -> SECTION + "/" + file.getKey())
                .toList();
        if (!replaced.isEmpty()) {
            String files = String.join(", ", replaced.stream().limit(MAX_NAMED).toList())
                    + CountedNoun.beyond(MAX_NAMED, replaced.size());
            checks.warning(
                    CheckId.CERTIFICATES,
                    replacement(currentCertificates, restoredCertificates).with(files));
        }
        if (checks.isClear(CheckId.CERTIFICATES)) {
            checks.ok(CheckId.CERTIFICATES, CheckMessage.CERTIFICATES_UNCHANGED.with());
        }
    }

    private void checkValidity(String path, X509Certificate certificate) {
        Instant first = certificate.getNotBefore().toInstant();
        Instant last = certificate.getNotAfter().toInstant();
        if (now.isAfter(last)) {
            checks.warning(
                    CheckId.CERTIFICATES,
                    CheckMessage.CERTIFICATE_EXPIRED.with(SECTION + "/" + path, DAY.format(last)));
        } else if (now.isBefore(first)) {
            checks.warning(
                    CheckId.CERTIFICATES,
                    CheckMessage.CERTIFICATE_NOT_YET_VALID.with(SECTION + "/" + path, DAY.format(first)));
        }
    }

    /**
     * Chooses the warning by whether the listener's certificate is replaced. It is a file outside of all sections, but an operator may have
     * copied one of theirs.
     */
    private CheckMessage replacement(
            Map<String, List<X509Certificate>> currentCertificates,
            Map<String, List<X509Certificate>> restoredCertificates) {
        List<X509Certificate> listener = readListener();
        if (listener.isEmpty()) {
            return CheckMessage.CERTIFICATES_REPLACED_LISTENER_UNKNOWN;
        }
        X509Certificate servedCertificate = listener.get(0);
        boolean replaced = currentCertificates.entrySet().stream()
                .anyMatch(file -> file.getValue().contains(servedCertificate)
                        && !restoredCertificates
                                .getOrDefault(file.getKey(), List.of())
                                .contains(servedCertificate));
        return replaced ? CheckMessage.LISTENER_CERTIFICATE_REPLACED : CheckMessage.CERTIFICATES_REPLACED;
    }

    private List<X509Certificate> readListener() {
        try {
            return Files.isRegularFile(served) ? parse(Files.readAllBytes(served)) : List.of();
        } catch (IOException e) {
            LOG.info("The listener's certificate in {} cannot be read", served, e);
            return List.of();
        }
    }

    private static SortedMap<String, List<X509Certificate>> certificates(SortedMap<String, byte[]> files) {
        SortedMap<String, List<X509Certificate>> found = new TreeMap<>();
        files.forEach((path, content) -> {
            List<X509Certificate> certificates = parse(content);
            if (!certificates.isEmpty()) {
                found.put(path, certificates);
            }
        });
        return found;
    }

    /** Parses certificates from text (PEM), among other text, or one from bytes (DER). Other content yields none. */
    private static List<X509Certificate> parse(byte[] content) {
        List<X509Certificate> certificates = new ArrayList<>();
        if (content.length > 0 && content[0] == 0x30) {
            parse(content, certificates);
        }
        Matcher matcher = PEM.matcher(new String(content, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            try {
                parse(Base64.getMimeDecoder().decode(matcher.group(1)), certificates);
            } catch (IllegalArgumentException e) {
                LOG.debug("Not a certificate, though it says so", e);
            }
        }
        return certificates;
    }

    private static void parse(byte[] der, List<X509Certificate> into) {
        try {
            into.add((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
        } catch (CertificateException e) {
            LOG.debug("Not a certificate", e);
        }
    }
}
