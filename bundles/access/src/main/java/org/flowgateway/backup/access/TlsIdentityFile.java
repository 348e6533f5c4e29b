package org.flowgateway.backup.access;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** The gateway's key and certificate as PEM files, which an operator may replace by a certificate of their own authority. */
final class TlsIdentityFile {

    private static final String KEY = "key.pem";
    private static final String CERTIFICATE = "certificate.pem";
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final Path directory;

    TlsIdentityFile(Path directory) {
        this.directory = directory;
    }

    Path certificateFile() {
        return directory.resolve(CERTIFICATE);
    }

    /**
     * Reads what is kept.
     *
     * @return empty if nothing is kept yet
     * @throws IOException if what is kept cannot be read or understood; the message names the file
     */
    Optional<TlsIdentity> read() throws IOException {
        Path keyFile = directory.resolve(KEY);
        if (Files.notExists(keyFile) || Files.notExists(certificateFile())) {
            return Optional.empty();
        }
        StateDirectory.close(keyFile);
        return Optional.of(new TlsIdentity(readKey(keyFile), readChain(certificateFile())));
    }

    /** Keeps an identity; the key goes first, so that a certificate without its key is never left behind. */
    void write(TlsIdentity identity) throws IOException, CertificateEncodingException {
        StateDirectory.write(directory.resolve(KEY), pem("PRIVATE KEY", identity.key().getEncoded()));
        StateDirectory.write(certificateFile(), pem("CERTIFICATE", identity.certificate().getEncoded()));
    }

    private static PrivateKey readKey(Path file) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(Files.readString(file, StandardCharsets.US_ASCII)))) {
            Object found = parser.readObject();
            // OpenSSL writes the curve of an EC key in a block of its own before the key.
            while (found != null && !(found instanceof PEMKeyPair) && !(found instanceof PrivateKeyInfo)) {
                found = parser.readObject();
            }
            if (found == null) {
                throw new IOException("No unencrypted private key in [" + file + "]");
            }
            PrivateKeyInfo info = found instanceof PEMKeyPair pair ? pair.getPrivateKeyInfo() : (PrivateKeyInfo) found;
            return new JcaPEMKeyConverter().getPrivateKey(info);
        }
    }

    private static List<X509Certificate> readChain(Path file) throws IOException {
        try {
            List<X509Certificate> chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file))).stream()
                    .map(X509Certificate.class::cast).toList();
            if (chain.isEmpty()) {
                throw new IOException("No certificate in [" + file + "]");
            }
            return chain;
        } catch (GeneralSecurityException e) {
            throw new IOException("The certificate in [" + file + "] cannot be understood", e);
        }
    }

    private static byte[] pem(String type, byte[] der) {
        return ("-----BEGIN " + type + "-----\n" + BASE64.encodeToString(der) + "\n-----END " + type + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
