package org.flowgateway.backup.access;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.UUID;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** TLS as in Mozilla's profile "intermediate" (Server Side TLS 5.7): 1.2 and 1.3, AEAD suites with forward secrecy only. */
final class TlsSettings {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final String[] SUITES = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    };

    private TlsSettings() {}

    /** Creates the context factory for an identity. */
    static SslContextFactory.Server of(TlsIdentity identity) throws GeneralSecurityException, IOException {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setIncludeProtocols(PROTOCOLS);
        tls.setIncludeCipherSuites(SUITES);
        // Jetty's own exclusions would remove suites of the list.
        tls.setExcludeCipherSuites();
        tls.setSniRequired(false);
        use(tls, identity);
        return tls;
    }

    /** Replaces the identity of a factory; open connections keep theirs. */
    static void exchange(SslContextFactory.Server tls, TlsIdentity identity)
            throws Exception { // Declared by Jetty as such.
        tls.reload(factory -> {
            try {
                use(tls, identity);
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException("The key store in memory cannot be made", e);
            }
        });
    }

    private static void use(SslContextFactory.Server tls, TlsIdentity identity)
            throws GeneralSecurityException, IOException {
        // The key store is in memory only, and its password exists as long as this process.
        String password = UUID.randomUUID().toString();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "gateway",
                identity.key(),
                password.toCharArray(),
                identity.chain().toArray(X509Certificate[]::new));
        tls.setKeyStore(store);
        tls.setKeyStorePassword(password);
    }
}
