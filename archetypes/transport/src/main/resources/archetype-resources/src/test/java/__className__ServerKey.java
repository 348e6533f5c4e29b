package ${package};

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Key of a server for {@code localhost}, with a certificate of its own.
 *
 * @param certificate file that clients trust, in PEM
 * @param context TLS with this key
 */
record ${className}ServerKey(Path certificate, SSLContext context) {

    private static final String STORE_PASSWORD = "of-tests-only";
    private static final String ALIAS = "server";

    /** Returns the key in a directory; creates both if they are missing, with the JDK's {@code keytool}. */
    static ${className}ServerKey of(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        Path file = Files.createDirectories(directory).resolve("server.p12");
        if (!Files.exists(file)) {
            create(file);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stored = Files.newInputStream(file)) {
            keys.load(stored, STORE_PASSWORD.toCharArray());
        }
        String encoded = Base64.getMimeEncoder().encodeToString(keys.getCertificate(ALIAS).getEncoded());
        Path certificate = Files.writeString(directory.resolve("certificate.pem"),
                "-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n");
        return new ${className}ServerKey(certificate, context(keys));
    }

    private static void create(Path file) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-keyalg", "EC", "-alias", ALIAS, "-dname", "CN=localhost", "-ext", "san=dns:localhost", "-validity", "3650",
                "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", STORE_PASSWORD).inheritIO().start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed with exit code " + keytool.exitValue());
        }
    }

    private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, STORE_PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
