package org.flowgateway.backup.transport.sftp.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.Session;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Ciphers and key exchanges that the gateway offers to servers: first JSch's own, then those that are slower or need Bouncy Castle.
 * Availability is checked once. JSch would check each algorithm again for every connection, which takes longer than the login.
 */
final class SshAlgorithms {

    private static final String SLOWER_KEY_EXCHANGES = "sntrup761x25519-sha512,sntrup761x25519-sha512@openssh.com";
    private static final String SLOWER_CIPHERS = "chacha20-poly1305@openssh.com";

    /** Classes that JSch needs for algorithms, by the beginning of the algorithm's name. */
    private static final Map<String, String> NEEDED = Map.of(
            "mlkem",
            "org.bouncycastle.crypto.kems.MLKEMExtractor",
            "sntrup",
            "org.bouncycastle.pqc.crypto.ntruprime.SNTRUPrimeKEMExtractor",
            "chacha20",
            "org.bouncycastle.crypto.macs.Poly1305");

    private static final Map<String, Boolean> PRESENT = NEEDED.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> isPresent(entry.getValue())));

    private SshAlgorithms() {}

    /** Looks a class up as JSch does. */
    private static boolean isPresent(String type) {
        try {
            Class.forName(type, false, JSch.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }

    /** Sets the algorithms that a session offers. */
    static void offer(Session session) {
        session.setConfig("kex", available(session.getConfig("kex") + ',' + SLOWER_KEY_EXCHANGES));
        for (String setting : new String[] {"cipher.c2s", "cipher.s2c"}) {
            session.setConfig(setting, available(session.getConfig(setting) + ',' + SLOWER_CIPHERS));
        }
        for (String check : new String[] {"CheckKexes", "CheckCiphers", "CheckSignatures"}) {
            session.setConfig(check, "");
        }
    }

    private static String available(String algorithms) {
        return Arrays.stream(algorithms.split(",", 0))
                .filter(SshAlgorithms::isAvailable)
                .distinct()
                .collect(Collectors.joining(","));
    }

    private static boolean isAvailable(String algorithm) {
        return PRESENT.entrySet().stream()
                .noneMatch(needed -> algorithm.startsWith(needed.getKey()) && !needed.getValue());
    }
}
