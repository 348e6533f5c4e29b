package org.flowgateway.backup.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIdentityFileTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    Path directory;

    @Test
    void isEmptyAtTheFirstStart() throws IOException {
        assertThat(new TlsIdentityFile(directory).read()).isEmpty();
    }

    @Test
    void keepsKeyAndCertificateForTheOwnerOnly() throws Exception {
        TlsIdentityFile file = new TlsIdentityFile(directory);
        TlsIdentity made = make();

        file.write(made);

        TlsIdentity kept = file.read().orElseThrow();
        assertThat(kept.certificate()).isEqualTo(made.certificate());
        assertThat(belongTogether(kept)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("key.pem"))))
                .isEqualTo("rw-------");
        assertThat(made.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void namesTheHostAndItsAddresses() throws Exception {
        var certificate = make().certificate();

        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(name -> (Object) name.get(1))
                .containsExactlyInAnyOrder("gateway.example", "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "192.0.2.7");
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=gateway.example");
        assertThat(certificate.getNotBefore()).isEqualTo(Date.from(NOW.minusSeconds(86_400)));
        assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("EC");
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        certificate.verify(certificate.getPublicKey());
    }

    @Test
    void saysWhichFileIsBroken() throws Exception {
        TlsIdentityFile file = new TlsIdentityFile(directory);
        file.write(make());
        Files.writeString(directory.resolve("certificate.pem"), "nonsense");

        assertUnusable(file, "access.tls-certificate-malformed", "certificate.pem");

        Files.writeString(directory.resolve("certificate.pem"), "");
        assertUnusable(file, "access.tls-certificate-missing", "certificate.pem");

        Files.writeString(directory.resolve("key.pem"), "nonsense");
        assertUnusable(file, "access.tls-key-missing", "key.pem");

        Files.writeString(directory.resolve("key.pem"), pem(new byte[] {1, 2, 3}));
        assertUnusable(file, "access.tls-key-malformed", "key.pem");
    }

    @Test
    void keyOfAKindThatSignsNothingIsUnusable() throws Exception {
        TlsIdentityFile file = new TlsIdentityFile(directory);
        file.write(make());
        byte[] key = KeyPairGenerator.getInstance("X25519")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        Files.writeString(directory.resolve("key.pem"), pem(key));

        assertUnusable(file, "access.tls-key-unusable", "key.pem");
    }

    private static void assertUnusable(TlsIdentityFile file, String code, String name) {
        assertThatThrownBy(file::read).isInstanceOfSatisfying(UnusableTlsFilesException.class, unusable -> {
            assertThat(unusable.description().code()).isEqualTo(code);
            assertThat(unusable).hasMessageContaining(name);
        });
    }

    private static String pem(byte[] key) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(key)
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static TlsIdentity make() throws Exception {
        Set<InetAddress> addresses = new LinkedHashSet<>(HostNames.addresses(InetAddress.getByName("192.0.2.7")));
        return new SelfSignedCertificate(Clock.fixed(NOW, ZoneOffset.UTC), new SecureRandom())
                .make(new LinkedHashSet<>(List.of("gateway.example", "localhost")), addresses);
    }

    private static boolean belongTogether(TlsIdentity identity) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(identity.key());
        signature.update((byte) 1);
        byte[] signed = signature.sign();
        signature.initVerify(identity.certificate());
        signature.update((byte) 1);
        return signature.verify(signed);
    }
}
