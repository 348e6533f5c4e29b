package org.flowgateway.backup.access;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** PEM files of the gateway's key and certificate, which an operator may replace by a certificate of their own authority. */
final class TlsIdentityFile {

    private static final String KEY = "key.pem";
    private static final String CERTIFICATE = "certificate.pem";
    private static final String LAST_GOOD = "last-good.pem";
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final Path directory;

    TlsIdentityFile(Path directory) {
        this.directory = directory;
    }

    Path certificateFile() {
        return directory.resolve(CERTIFICATE);
    }

    /**
     * Reads the stored pair.
     *
     * @return empty if nothing is stored yet
     * @throws IOException if the files cannot be read or parsed, or are no pair; the message names the files
     */
    Optional<TlsIdentity> read() throws IOException {
        Path keyFile = directory.resolve(KEY);
        if (Files.notExists(keyFile) || Files.notExists(certificateFile())) {
            return Optional.empty();
        }
        if (!Files.isSymbolicLink(
                keyFile)) { // Otherwise the key is elsewhere, and its permissions are not ours to set.
            StateDirectory.close(keyFile);
        }
        return Optional.of(pair(keyFile, certificateFile()));
    }

    /**
     * Reads the pair that was accepted last, whatever the files contain by now.
     *
     * @return empty if there is none
     */
    Optional<TlsIdentity> readLastGood() throws IOException {
        Path file = directory.resolve(LAST_GOOD);
        return Files.notExists(file) ? Optional.empty() : Optional.of(pair(file, file));
    }

    /** Stores a copy of an accepted pair in one file, so that key and certificate always belong together. */
    void writeLastGood(TlsIdentity identity) throws IOException, CertificateEncodingException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes(pem("PRIVATE KEY", identity.key().getEncoded()));
        for (X509Certificate certificate : identity.chain()) {
            text.writeBytes(pem("CERTIFICATE", certificate.getEncoded()));
        }
        StateDirectory.write(directory.resolve(LAST_GOOD), text.toByteArray());
    }

    /** Returns a text that changes when one of the files is written or replaced: times, lengths and inode numbers. */
    String stamp() throws IOException {
        return stamp(directory.resolve(KEY)) + " " + stamp(certificateFile());
    }

    private static String stamp(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS) + "," + attributes.size() + ","
                    + attributes.fileKey();
        } catch (NoSuchFileException e) {
            return "none";
        }
    }

    private static TlsIdentity pair(Path keyFile, Path certificateFile) throws IOException {
        TlsIdentity identity = new TlsIdentity(readKey(keyFile), readChain(certificateFile));
        try {
            if (identity.isPair()) {
                return identity;
            }
        } catch (GeneralSecurityException e) {
            throw new UnusableTlsFilesException(AccessMessage.TLS_KEY_UNUSABLE.with(keyFile), e);
        }
        throw new UnusableTlsFilesException(AccessMessage.TLS_PAIR_MISMATCH.with(keyFile, certificateFile));
    }

    /** Stores an identity. The key is written first, so that there is never a certificate without its key. */
    void write(TlsIdentity identity) throws IOException, CertificateEncodingException {
        StateDirectory.write(
                directory.resolve(KEY), pem("PRIVATE KEY", identity.key().getEncoded()));
        StateDirectory.write(
                certificateFile(), pem("CERTIFICATE", identity.certificate().getEncoded()));
    }

    private static PrivateKey readKey(Path file) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(Files.readString(file, StandardCharsets.US_ASCII)))) {
            Object found = parser.readObject();
            // OpenSSL writes the curve of an EC key in a separate block before the key.
            while (found != null && !(found instanceof PEMKeyPair) && !(found instanceof PrivateKeyInfo)) {
                found = parser.readObject();
            }
            if (found == null) {
                throw new UnusableTlsFilesException(AccessMessage.TLS_KEY_MISSING.with(file));
            }
            PrivateKeyInfo info = found instanceof PEMKeyPair pair ? pair.getPrivateKeyInfo() : (PrivateKeyInfo) found;
            return new JcaPEMKeyConverter().getPrivateKey(info);
        } catch (PEMException | CharacterCodingException e) {
            throw new UnusableTlsFilesException(AccessMessage.TLS_KEY_MALFORMED.with(file), e);
        }
    }

    private static List<X509Certificate> readChain(Path file) throws IOException {
        try {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(certificates(file)))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (chain.isEmpty()) {
                throw new UnusableTlsFilesException(AccessMessage.TLS_CERTIFICATE_MISSING.with(file));
            }
            return chain;
        } catch (GeneralSecurityException e) {
            throw new UnusableTlsFilesException(AccessMessage.TLS_CERTIFICATE_MALFORMED.with(file), e);
        }
    }

    /** Skips the content before the first certificate, such as its key. */
    private static byte[] certificates(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int begin = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("-----BEGIN CERTIFICATE-----");
        return begin <= 0 ? bytes : Arrays.copyOfRange(bytes, begin, bytes.length);
    }

    private static byte[] pem(String type, byte[] der) {
        return ("-----BEGIN " + type + "-----\n" + BASE64.encodeToString(der) + "\n-----END " + type + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
