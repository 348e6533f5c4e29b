package org.flowgateway.backup.access;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/**
 * Private key and certificates of the gateway's TLS listener.
 *
 * @param key the private key
 * @param chain the certificate, followed by its issuers
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

    /**
     * Signs with the key and verifies with the certificate.
     *
     * @return whether they belong together
     */
    boolean isPair() throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    case "DSA" -> "SHA256withDSA";
                    default -> key.getAlgorithm();
                });
        byte[] text = new byte[32];
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        try {
            signature.initVerify(certificate().getPublicKey());
            signature.update(text);
            return signature.verify(signed);
        } catch (InvalidKeyException | SignatureException e) {
            return false; // A key of another type, or a signature of a wrong length.
        }
    }

    /** Omits the private key, so that no log contains it. */
    @Override
    public String toString() {
        return "TlsIdentity[" + certificate().getSubjectX500Principal() + "]";
    }
}
