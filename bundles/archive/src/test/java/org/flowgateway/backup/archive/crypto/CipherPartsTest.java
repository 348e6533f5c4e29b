package org.flowgateway.backup.archive.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.bcpg.BCPGInputStream;
import org.bouncycastle.bcpg.S2K;
import org.bouncycastle.bcpg.SymmetricKeyEncSessionPacket;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPBEEncryptedData;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parts of the cipher: derived key, providers, streams, at their limits. */
class CipherPartsTest {

    private static final char[] PASSWORD = "password".toCharArray();
    private static final byte[] PLAIN = {1, (byte) 200, 3, 4};

    private final RawMessages messages = new RawMessages();

    private static S2K derivation(int salt, int passes, int lanes, int memoryExponent) {
        byte[] bytes = new byte[16];
        Arrays.fill(bytes, (byte) salt);
        return S2K.argon2S2K(new S2K.Argon2Params(bytes, passes, lanes, memoryExponent));
    }

    /** Returns a message with a literal data packet that holds {@link #PLAIN}. */
    private byte[] message() throws IOException {
        return message(16);
    }

    private byte[] message(int chunkExponent) throws IOException {
        return messages.seal(new byte[] {(byte) 0xCB, 10, 'b', 0, 0, 0, 0, 0, 1, (byte) 200, 3, 4}, chunkExponent);
    }

    @Test
    void keyDependsOnEveryParameter() throws IOException {
        PasswordKey password = new PasswordKey(PASSWORD);
        List<S2K> derivations = List.of(
                derivation(1, 1, 1, 4),
                derivation(2, 1, 1, 4),
                derivation(2, 2, 1, 4),
                derivation(2, 2, 2, 4),
                derivation(2, 2, 2, 5));
        Set<String> keys = new HashSet<>();
        for (S2K derivation : derivations) {
            byte[] key = password.derive(derivation);
            assertThat(key).hasSize(32);
            keys.add(Arrays.toString(key));
            Arrays.fill(key, (byte) 0);
            // The caller has wiped a copy.
            assertThat(keys).contains(Arrays.toString(password.derive(derivation)));
        }

        assertThat(keys).hasSize(derivations.size());
        assertThat(keys).contains(Arrays.toString(password.derive(derivations.get(0))));
        assertThat(keys)
                .doesNotContain(Arrays.toString(new PasswordKey("Password".toCharArray()).derive(derivations.get(0))));
    }

    /** Returns the arrays that a password holds, but for the salt, which is no secret. */
    private static List<byte[]> secrets(PasswordKey password) throws IllegalAccessException {
        List<byte[]> secrets = new ArrayList<>();
        for (Field field : PasswordKey.class.getDeclaredFields()) {
            if (field.getType() == byte[].class && !field.getName().equals("salt")) {
                field.setAccessible(true);
                secrets.add((byte[]) field.get(password));
            }
        }
        return secrets;
    }

    @Test
    void secretsAreWipedFromMemory() throws IOException, IllegalAccessException {
        PasswordKey password = new PasswordKey(PASSWORD);
        password.derive(derivation(1, 1, 1, 4));
        List<byte[]> before = secrets(password);
        password.derive(derivation(2, 1, 1, 4));
        List<byte[]> after = secrets(password);
        assertThat(before.get(0)).isEqualTo("password".getBytes(StandardCharsets.US_ASCII));
        assertThat(before.get(1)).hasSize(32).containsOnly(0);
        assertThat(after.get(1)).hasSize(32).isNotEqualTo(new byte[32]);

        password.wipe();

        assertThat(after.get(0)).containsOnly(0);
        assertThat(after.get(1)).containsOnly(0);
    }

    @Test
    void sameParametersAreDerivedOnce() throws IOException, IllegalAccessException {
        PasswordKey password = new PasswordKey(PASSWORD);
        password.derive(derivation(1, 1, 1, 4));
        byte[] derived = secrets(password).get(1);
        password.derive(derivation(1, 1, 1, 4));
        assertThat(secrets(password).get(1)).isSameAs(derived);
    }

    @ParameterizedTest
    @CsvSource({"8, 1, 4", "1, 8, 6", "1, 1, 17", "1, 1, 3", "1, 2, 4"})
    void keyDerivationAtTheLimitsIsPerformed(int passes, int lanes, int memoryExponent) throws IOException {
        assertThat(new PasswordKey(PASSWORD).derive(derivation(1, passes, lanes, memoryExponent)))
                .hasSize(32);
    }

    @ParameterizedTest
    @CsvSource({"9, 1, 4", "1, 9, 7", "1, 1, 18"})
    void keyDerivationBeyondTheLimitsIsRefused(int passes, int lanes, int memoryExponent) {
        PasswordKey password = new PasswordKey(PASSWORD);
        S2K derivation = derivation(1, passes, lanes, memoryExponent);

        assertThatExceptionOfType(ArchiveException.class)
                .isThrownBy(() -> password.derive(derivation))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.LIMIT_EXCEEDED));
    }

    /** The library wants its own services for all but the hot algorithms, even if another bundle has registered it first. */
    @Test
    void hotAlgorithmsAreThoseOfTheJdk() {
        BouncyCastleProvider registered = new BouncyCastleProvider();
        Security.insertProviderAt(registered, 1);
        try {
            for (String name : List.of("Cipher/AES/GCM/NoPadding", "Mac/HmacSHA256", "MessageDigest/SHA-256")) {
                assertThat(providerOf(name)).as(name).isNotEqualTo("BC");
            }
            for (String name : List.of("Cipher/Twofish", "KeyGenerator/AES", "MessageDigest/Tiger")) {
                assertThat(providerOf(name)).as(name).isEqualTo("BC");
            }
            assertThat(JdkAesProvider.INSTANCE.getService("Cipher", "AESirable"))
                    .isNull();
        } finally {
            Security.removeProvider(registered.getName());
        }
    }

    private static String providerOf(String typeAndAlgorithm) {
        int slash = typeAndAlgorithm.indexOf('/');
        return JdkAesProvider.INSTANCE
                .getService(typeAndAlgorithm.substring(0, slash), typeAndAlgorithm.substring(slash + 1))
                .getProvider()
                .getName();
    }

    @Test
    void keyIsWipedOnceItOpenedItsPacket() throws IOException, PGPException {
        KeyPacketOpener opener = new KeyPacketOpener(new PasswordKey(PASSWORD));
        SymmetricKeyEncSessionPacket packet =
                (SymmetricKeyEncSessionPacket) new BCPGInputStream(new ByteArrayInputStream(message())).readPacket();
        byte[] key = opener.makeKeyFromPassPhrase(packet.getEncAlgorithm(), packet.getS2K());

        assertThat(opener.recoverAEADEncryptedSessionData(packet, key)).hasSize(32);
        assertThat(key).containsOnly(0);
    }

    @Test
    void openerOfKeyPacketsOpensTheDataToo() throws IOException, PGPException {
        PGPPBEEncryptedData data = (PGPPBEEncryptedData) new PGPEncryptedDataList(message()).get(0);

        try (InputStream packets = data.getDataStream(new KeyPacketOpener(new PasswordKey(PASSWORD)))) {
            assertThat(packets.readAllBytes()).endsWith(PLAIN);
        }
    }

    @Test
    void openedMessageIsReadInAnyPieces() throws IOException {
        try (InputStream plain = messages.cipher().open(new ByteArrayInputStream(message()))) {
            byte[] target = new byte[4];
            assertThat(plain.read(target, 0, 0)).isZero();
            assertThat(plain.read()).isEqualTo(1);
            assertThat(plain.read()).isEqualTo(200);
            assertThat(plain.read(target, 1, 3)).isEqualTo(2);
            assertThat(target).containsExactly(0, 3, 4, 0);
            assertThat(plain.read()).isEqualTo(-1);
            assertThat(plain.read()).isEqualTo(-1);
            assertThat(plain.read(target, 0, 0)).isEqualTo(-1);
        }
    }

    /** RFC 9580 allows chunks of up to 4 MiB. */
    @Test
    void largestChunksAreRead() throws IOException {
        try (InputStream plain = messages.cipher().open(new ByteArrayInputStream(message(22)))) {
            assertThat(plain.readAllBytes()).isEqualTo(PLAIN);
        }
    }

    @Test
    void messageIsClosedWithItsSource() throws IOException {
        boolean[] closed = new boolean[1];
        InputStream source = new ByteArrayInputStream(message()) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        try (InputStream plain = messages.cipher().open(source)) {
            assertThat(plain.read()).isEqualTo(1);
            assertThat(closed[0]).isFalse();
        }
        assertThat(closed[0]).isTrue();
    }

    @Test
    void messageIsSealedInAnyPieces() throws IOException {
        boolean[] closed = new boolean[1];
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        OutputStream target = new FilterOutputStream(sealed) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        try (ArchiveCipher cipher = LowCostCipher.forSealing(PASSWORD)) {
            OutputStream message = cipher.seal(target);
            message.write(1);
            message.write(new byte[] {0, (byte) 200, 3, 0}, 1, 2);
            message.write(4);
            message.close();
            int length = sealed.size();
            assertThatCode(message::close).doesNotThrowAnyException();
            assertThat(sealed.size()).isEqualTo(length);
            assertThat(closed[0]).isFalse();
            try (InputStream plain = cipher.open(new ByteArrayInputStream(sealed.toByteArray()))) {
                assertThat(plain.readAllBytes()).isEqualTo(PLAIN);
            }
        }
    }
}
