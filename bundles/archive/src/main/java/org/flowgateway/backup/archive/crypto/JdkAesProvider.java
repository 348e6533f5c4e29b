package org.flowgateway.backup.archive.crypto;

import java.security.Provider;
import java.security.Security;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Provider with AES, MACs and digests of the JDK and everything else of Bouncy Castle. It is passed to the OpenPGP operators and never
 * registered: a bundle must not change the providers of the whole container.
 *
 * <p>Bouncy Castle's own AES-GCM is thirty times slower than the JDK's, which uses the processor's instructions.
 */
final class JdkAesProvider extends Provider {

    static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
    static final Provider INSTANCE = new JdkAesProvider();

    private JdkAesProvider() {
        super("GatewayBackupAes", "1.0", "AES of the JDK, the rest of Bouncy Castle");
    }

    @Override
    public Service getService(String type, String algorithm) {
        boolean fast = type.equals("Mac")
                || type.equals("MessageDigest")
                || type.equals("Cipher") && algorithm.startsWith("AES");
        return fast ? jdk(type, algorithm) : BOUNCY_CASTLE.getService(type, algorithm);
    }

    private static Service jdk(String type, String algorithm) {
        for (Provider provider : Security.getProviders()) {
            // Another bundle may have registered Bouncy Castle, and first.
            Service service = provider instanceof BouncyCastleProvider
                            || provider.getName().equals("BC")
                    ? null
                    : provider.getService(type, algorithm);
            if (service != null) {
                return service;
            }
        }
        return BOUNCY_CASTLE.getService(type, algorithm);
    }
}
