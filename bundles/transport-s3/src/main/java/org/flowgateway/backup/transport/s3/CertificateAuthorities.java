package org.flowgateway.backup.transport.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;

/** Trusted certificate authorities, from a file. */
final class CertificateAuthorities {

    private CertificateAuthorities() {}

    /**
     * Reads PEM certificates.
     *
     * @throws TransportException {@link FailureKind#HOST_IDENTITY} if none can be read
     */
    static TrustManager[] read(Path file) throws TransportException {
        try (InputStream pem = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (certificates.isEmpty()) {
                throw S3Message.CA_FILE_INVALID.exception(file);
            }
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                trusted.setCertificateEntry(String.valueOf(number++), certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            return factory.getTrustManagers();
        } catch (TransportException e) {
            throw e;
        } catch (IOException e) {
            throw S3Message.CA_FILE_UNREADABLE.causedBy(e, file);
        } catch (GeneralSecurityException e) {
            throw S3Message.CA_FILE_INVALID.causedBy(e, file);
        }
    }
}
