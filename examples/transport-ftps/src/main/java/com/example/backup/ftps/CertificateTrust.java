package com.example.backup.ftps;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Trusted certificate authorities for servers. Thread-safe. */
final class CertificateTrust {

    private final TrustManager[] managers;

    private CertificateTrust(TrustManager[] managers) {
        this.managers = managers;
    }

    /**
     * Reads the trusted authorities.
     *
     * @param file PEM certificates; "" for those that Java trusts
     * @throws IllegalArgumentException naming PID and key, if the file cannot be used
     */
    static CertificateTrust of(String file) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(file.isEmpty() ? null : authorities(file));
            return new CertificateTrust(factory.getTrustManagers());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    FtpsConfiguration.PID + ": ca-file [" + file + "] cannot be read as PEM certificates", e);
        }
    }

    private static KeyStore authorities(String file) throws IOException, GeneralSecurityException {
        KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
        authorities.load(null, null);
        try (InputStream pem = Files.newInputStream(Path.of(file))) {
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                authorities.setCertificateEntry("authority-" + authorities.size(), authority);
            }
        }
        if (authorities.size() == 0) {
            throw new IllegalArgumentException(FtpsConfiguration.PID + ": ca-file [" + file + "] holds no certificate");
        }
        return authorities;
    }

    /** Creates a context with an empty cache of TLS sessions, for one control connection. */
    SSLContext newContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has TLS", e);
        }
    }
}
