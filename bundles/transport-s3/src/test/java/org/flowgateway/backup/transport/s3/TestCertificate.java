package org.flowgateway.backup.transport.s3;

import java.nio.file.Path;
import org.flowgateway.backup.tck.Command;

/**
 * Self-signed certificate for a server on loopback.
 *
 * @param keyStore file with its key
 * @param pem file with the certificate alone
 */
public record TestCertificate(Path keyStore, Path pem) {

    static final String PASSWORD = "changeit";

    /** Makes one for 127.0.0.1. */
    public static TestCertificate make(Path directory) throws Exception {
        return make(directory, "store", "ip:127.0.0.1");
    }

    /** @param names what it is for, as {@code keytool} writes it */
    static TestCertificate make(Path directory, String file, String names) throws Exception {
        TestCertificate made = new TestCertificate(directory.resolve(file + ".p12"), directory.resolve(file + ".pem"));
        String keytool = Path.of(System.getProperty("java.home"), "bin/keytool").toString();
        Command.run(
                keytool,
                "-genkeypair",
                "-alias",
                "store",
                "-keyalg",
                "EC",
                "-dname",
                "CN=store",
                "-ext",
                "san=" + names,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                made.keyStore.toString(),
                "-storepass",
                PASSWORD);
        Command.run(
                keytool,
                "-exportcert",
                "-rfc",
                "-alias",
                "store",
                "-keystore",
                made.keyStore.toString(),
                "-storepass",
                PASSWORD,
                "-file",
                made.pem.toString());
        return made;
    }
}
