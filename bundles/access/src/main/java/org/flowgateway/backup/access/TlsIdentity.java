package org.flowgateway.backup.access;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * What the gateway proves itself with.
 *
 * @param key the private key
 * @param chain its certificate, and those above it
 */
record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {

    TlsIdentity {
        Objects.requireNonNull(key, "key");
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("A TLS identity needs a certificate");
        }
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    /** The private key stays out of every log. */
    @Override
    public String toString() {
        return "TlsIdentity[" + certificate().getSubjectX500Principal() + "]";
    }
}
