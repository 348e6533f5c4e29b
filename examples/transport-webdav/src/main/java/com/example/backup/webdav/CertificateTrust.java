package com.example.backup.webdav;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Trusted certificate authorities for servers. */
final class CertificateTrust {

    private CertificateTrust() {
    }

    /**
     * Reads the trusted authorities.
     *
     * @param file PEM certificates; "" for those that Java trusts
     * @throws IllegalArgumentException naming PID and key, if the file cannot be used
     */
    static SSLContext of(String file) {
        try {
            if (file.isEmpty()) {
                return SSLContext.getDefault();
            }
            KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
            authorities.load(null, null);
            try (InputStream pem = Files.newInputStream(Path.of(file))) {
                for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                    authorities.setCertificateEntry("authority-" + authorities.size(), authority);
                }
            }
            if (authorities.size() == 0) {
                throw new IllegalArgumentException(WebdavConfiguration.PID + ": ca-file [" + file + "] holds no certificate");
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(authorities);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(WebdavConfiguration.PID + ": ca-file [" + file + "] cannot be read: it holds certificates in PEM", e);
        }
    }
}
