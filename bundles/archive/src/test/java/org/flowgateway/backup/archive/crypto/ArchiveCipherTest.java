package org.flowgateway.backup.archive.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.Security;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.bouncycastle.openpgp.PGPEncryptedDataList;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPBEEncryptedData;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.ArchiveException.Reason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class ArchiveCipherTest {

    private static final char[] PASSWORD = "correct horse \u00e4\uD83D\uDD11".toCharArray();
    private static final int KEY_PACKET = 87;

    private static ArchiveCipher cipher;

    @BeforeAll
    static void derive() {
        cipher = LowCostCipher.forSealing(PASSWORD);
    }

    @AfterAll
    static void wipe() {
        cipher.close();
    }

    public static byte[] seal(ArchiveCipher with, byte[] plain) throws IOException {
        ByteArrayOutputStream sealed = new ByteArrayOutputStream();
        try (OutputStream message = with.seal(sealed)) {
            message.write(plain);
        }
        return sealed.toByteArray();
    }

    private static byte[] open(byte[] sealed) throws IOException {
        return open(cipher, sealed);
    }

    private static byte[] open(ArchiveCipher with, byte[] sealed) throws IOException {
        try (InputStream plain = with.open(new ByteArrayInputStream(sealed))) {
            return plain.readAllBytes();
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static Reason refusal(byte[] sealed) {
        ArchiveException refused = catchThrowableOfType(ArchiveException.class, () -> open(sealed));
        assertThat(refused).as("a changed message was taken for good").isNotNull();
        return refused.reason();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511, 65_535, 65_536, 65_537, 131_072, 1_000_003})
    void sealedMessageIsOpened(int length) throws IOException {
        byte[] plain = random(length);

        assertThat(open(seal(cipher, plain))).isEqualTo(plain);
    }

    @Test
    void messageIsOpenedByAnotherCipherWithTheSamePassword() throws IOException {
        byte[] plain = random(100);
        byte[] sealed = seal(cipher, plain);

        try (ArchiveCipher other = ArchiveCipher.forOpening(PASSWORD)) {
            assertThat(open(other, sealed)).isEqualTo(plain);
        }
    }

    /** The salt is followed by the passes, the lanes and the memory as a power of two in KiB. */
    @Test
    void keyDerivationHasTheCostOfItsPurpose() throws IOException {
        try (ArchiveCipher backup = ArchiveCipher.forSealing(PASSWORD);
                ArchiveCipher warmUp = ArchiveCipher.forWarmUp()) {
            byte[] stored = seal(backup, random(40));
            byte[] discarded = seal(warmUp, random(40));

            assertThat(Arrays.copyOfRange(stored, 24, 27)).containsExactly(3, 4, 16);
            assertThat(Arrays.copyOfRange(discarded, 24, 27)).containsExactly(3, 4, 13);
            assertThat(open(backup, stored)).isEqualTo(random(40));
            assertThat(open(warmUp, discarded)).isEqualTo(random(40));
        }
    }

    @Tag("slow")
    @Test
    void everyFlippedBitOfAShortMessageIsDetected() throws IOException {
        byte[] sealed = seal(cipher, random(40));

        for (int bit = 0; bit < sealed.length * 8; bit++) {
            int at = bit / 8;
            byte[] changed = sealed.clone();
            changed[at] ^= (byte) (1 << bit % 8);
            Reason reason = refusal(changed);
            if (at >= KEY_PACKET + 40) {
                assertThat(reason).as("bit %d", bit).isEqualTo(Reason.DAMAGED);
            }
        }
    }

    /** Truncations at lengths with chunk, partial length and whole end at the borders where readers fail. */
    @Tag("slow")
    @Test
    void truncationAtTheEndIsDetectedAtEveryAlignment() throws IOException {
        for (int length = 65_400; length < 65_560; length++) {
            byte[] sealed = seal(cipher, random(length));
            for (int cut = 1; cut <= 40; cut++) {
                assertThat(refusal(Arrays.copyOf(sealed, sealed.length - cut)))
                        .as("%d bytes cut of %d", cut, length)
                        .isEqualTo(Reason.DAMAGED);
            }
        }
    }

    @Tag("slow")
    @Test
    void theLastTagIsCheckedAtEveryAlignment() throws IOException {
        for (int length = 65_400; length < 65_560; length++) {
            byte[] sealed = seal(cipher, random(length));
            sealed[sealed.length - 1] ^= 1;
            assertThat(refusal(sealed)).as("length %d", length).isEqualTo(Reason.DAMAGED);
        }
    }

    @Test
    void everyTruncationOfAShortMessageIsDetected() throws IOException {
        byte[] sealed = seal(cipher, random(40));

        for (int length = 0; length < sealed.length; length++) {
            assertThat(refusal(Arrays.copyOf(sealed, length)))
                    .as("length %d", length)
                    .isIn(Reason.DAMAGED, Reason.UNSUPPORTED);
        }
    }

    @Test
    void bytesAfterTheMessageAreDamage() throws IOException {
        byte[] sealed = seal(cipher, random(40));
        byte[] extended = Arrays.copyOf(sealed, sealed.length + 1);
        byte[] twice = Arrays.copyOf(sealed, sealed.length * 2);
        System.arraycopy(sealed, 0, twice, sealed.length, sealed.length);

        assertThat(refusal(extended)).isEqualTo(Reason.DAMAGED);
        assertThat(refusal(twice)).isEqualTo(Reason.DAMAGED);
    }

    /** A literal data packet of one byte, with tag 11, a partial date and no name. */
    @Test
    void messageHoldsOneDataPacketAndNothingElse() throws IOException {
        RawMessages messages = new RawMessages();
        byte[] literal = {(byte) 0xCB, 7, 'b', 0, 0, 0, 0, 0, 'x'};
        byte[] two = Arrays.copyOf(literal, literal.length * 2);
        System.arraycopy(literal, 0, two, literal.length, literal.length);
        byte[] text = literal.clone();
        text[2] = 't';

        assertThat(open(messages.cipher(), messages.seal(literal))).isEqualTo(new byte[] {'x'});
        assertThatThrownBy(() -> open(messages.cipher(), messages.seal(two)))
                .hasMessageContaining("more than one data");
        assertThatThrownBy(() -> open(messages.cipher(), messages.seal(Arrays.copyOf(literal, literal.length + 1))))
                .hasMessageContaining("more than one data");
        assertThatThrownBy(() -> open(messages.cipher(), messages.seal(text)))
                .hasMessageContaining("plain binary data");
    }

    @Test
    void wrongPasswordIsRejectedByTheKeyPacket() throws IOException {
        byte[] sealed = seal(cipher, random(40));

        try (ArchiveCipher wrong = ArchiveCipher.forOpening("wrong".toCharArray())) {
            assertThatThrownBy(() -> open(wrong, sealed))
                    .isInstanceOfSatisfying(
                            ArchiveException.class, e -> assertThat(e.reason()).isEqualTo(Reason.KEY_REJECTED))
                    .hasMessageContaining("password is wrong");
        }
    }

    /** Returns a sealed message with one byte set, as {@code offset:value}. */
    private byte[] sealedWith(String offsetAndValue) throws IOException {
        byte[] sealed = seal(cipher, random(40));
        String[] change = offsetAndValue.split(":", 0);
        sealed[Integer.parseInt(change[0])] = (byte) Integer.parseInt(change[1]);
        return sealed;
    }

    @ParameterizedTest
    @ValueSource(strings = {"24:9", "25:9", "26:18", "26:31", "26:255"})
    void keyDerivationAboveTheLimitsIsRefusedBeforehand(String offsetAndValue) throws IOException {
        assertThat(refusal(sealedWith(offsetAndValue))).isEqualTo(Reason.LIMIT_EXCEEDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"24:0", "25:0", "26:0", "26:4"})
    void impossibleKeyDerivationIsDamage(String offsetAndValue) throws IOException {
        assertThat(refusal(sealedWith(offsetAndValue))).isEqualTo(Reason.DAMAGED);
    }

    /** Messages with another version, cipher, mode or string-to-key; with another cipher or mode of their data. */
    @ParameterizedTest
    @ValueSource(strings = {"2:4", "4:7", "5:2", "7:3", "90:8", "91:2"})
    void otherOpenPgpMessageIsUnsupported(String offsetAndValue) throws IOException {
        assertThat(refusal(sealedWith(offsetAndValue))).isEqualTo(Reason.UNSUPPORTED);
    }

    @Test
    void messagesShareOnlyTheSaltOfThePassword() throws IOException {
        Set<String> keys = new HashSet<>();
        Set<String> salts = new HashSet<>();
        Set<String> messageSalts = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            byte[] sealed = seal(cipher, new byte[0]);
            salts.add(Arrays.toString(Arrays.copyOfRange(sealed, 8, 24)));
            keys.add(Arrays.toString(Arrays.copyOfRange(sealed, 27, KEY_PACKET)));
            messageSalts.add(Arrays.toString(Arrays.copyOfRange(sealed, KEY_PACKET + 6, KEY_PACKET + 6 + 32)));
        }

        assertThat(salts).hasSize(1);
        assertThat(keys).hasSize(50);
        assertThat(messageSalts).hasSize(50);
    }

    @Test
    void everyBackupHasItsOwnSalt() throws IOException {
        try (ArchiveCipher other = LowCostCipher.forSealing(PASSWORD)) {
            byte[] salt = Arrays.copyOfRange(seal(cipher, new byte[0]), 8, 24);
            byte[] otherSalt = Arrays.copyOfRange(seal(other, new byte[0]), 8, 24);
            assertThat(otherSalt).isNotEqualTo(salt).isNotEqualTo(new byte[16]);
        }
    }

    /** Another packet, or one of another length. */
    @ParameterizedTest
    @ValueSource(strings = {"0:210", "0:0", "1:84", "1:86"})
    void otherStartIsNoMessage(String offsetAndValue) throws IOException {
        byte[] other = sealedWith(offsetAndValue);

        assertThatThrownBy(() -> open(other))
                .hasMessageContaining("this is not a sealed object, or its start is damaged");
    }

    @Test
    void everyMessageHasItsOwnSessionKey() throws IOException, PGPException {
        PasswordKey password = new PasswordKey(PASSWORD);
        KeyPacketOpener decryptor = new KeyPacketOpener(password);
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            PGPPBEEncryptedData data = (PGPPBEEncryptedData) new PGPEncryptedDataList(seal(cipher, new byte[0])).get(0);
            keys.add(Arrays.toString(data.getSessionKey(decryptor).getKey()));
        }

        assertThat(keys).hasSize(20);
    }

    @Test
    void sourceFailureIsNotDamage() throws IOException {
        byte[] sealed = seal(cipher, random(200_000));
        IOException broken = new IOException("connection reset");
        for (int after : new int[] {0, 50, KEY_PACKET + 10, 100_000, sealed.length}) {
            assertThatThrownBy(() -> {
                        try (InputStream plain = cipher.open(new FailingStream(sealed, after, broken))) {
                            plain.readAllBytes();
                        }
                    })
                    .as("after %d", after)
                    .isSameAs(broken);
        }
    }

    @Test
    void slowSourceIsRead() throws IOException {
        byte[] plain = random(1000);
        byte[] sealed = seal(cipher, plain);
        InputStream trickle = new FilterInputStream(new ByteArrayInputStream(sealed)) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return super.read(bytes, offset, Math.min(length, 1));
            }
        };

        try (InputStream opened = cipher.open(trickle)) {
            assertThat(opened.readAllBytes()).isEqualTo(plain);
        }
    }

    @Test
    void failureIsFinal() throws IOException {
        byte[] sealed = seal(cipher, random(200_000));
        sealed[150_000] ^= 1;
        try (InputStream plain = cipher.open(new ByteArrayInputStream(sealed))) {
            ArchiveException damage = catchThrowableOfType(ArchiveException.class, plain::readAllBytes);
            assertThat(damage).isNotNull();
            assertThatThrownBy(plain::read).isSameAs(damage);
        }
    }

    @Test
    void useOfAClosedCipherIsNotDamage() throws IOException {
        byte[] sealed = seal(cipher, new byte[1]);
        ArchiveCipher closed = ArchiveCipher.forOpening(PASSWORD);
        closed.close();

        assertThatThrownBy(() -> open(closed, sealed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the cipher is closed");
    }

    @Test
    void cipherForOpeningDoesNotSeal() {
        try (ArchiveCipher opening = ArchiveCipher.forOpening(PASSWORD)) {
            assertThatThrownBy(() -> opening.seal(new ByteArrayOutputStream()))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void invalidPasswordsAreRefused() {
        assertThatThrownBy(() -> ArchiveCipher.forOpening(new char[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[0]");
        assertThatThrownBy(() -> ArchiveCipher.forOpening(new char[] {'a', '\uD83D'}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noProviderIsRegistered() {
        assertThat(Security.getProviders())
                .noneMatch(p -> p.getName().equals("BC") || p.getName().startsWith("Gateway"));
    }
}
