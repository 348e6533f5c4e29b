package org.flowgateway.backup.archive.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.flowgateway.backup.archive.ArchiveException;
import org.flowgateway.backup.archive.check.FormatLimits;

/**
 * Fuzz test of an OpenPGP message, and of the packets inside one that the right key opens: they are refused by an {@link ArchiveException}, or
 * yield plain bytes to their end. The first byte of an input selects one of the two.
 */
class MessageFuzzTest {

    /** Offset of the key derivation in a message, see the format: salt, passes, lanes, memory. */
    private static final int DERIVATION = 8;

    private static final int PASSES = 24;
    private static final int LANES = 25;
    private static final int MEMORY = 26;

    private final RawMessages messages = new RawMessages();

    @FuzzTest(maxExecutions = 10_000)
    void message(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        byte[] sealed = input[0] % 2 == 0 ? withKnownDerivation(bytes) : messages.seal(bytes);
        try (InputStream plain = messages.cipher().open(new ByteArrayInputStream(sealed))) {
            plain.transferTo(OutputStream.nullOutputStream());
        } catch (ArchiveException e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain("org.", "Exception");
        }
    }

    /** Replaces a permitted derivation, which takes its time, by a known cheap one; a refused one stays. */
    private byte[] withKnownDerivation(byte[] message) throws IOException {
        boolean granted = message.length > MEMORY
                && (message[PASSES] & 0xFF) <= FormatLimits.ARGON2_PASSES
                && (message[LANES] & 0xFF) <= FormatLimits.ARGON2_LANES
                && (message[MEMORY] & 0xFF) <= FormatLimits.ARGON2_MEMORY_EXPONENT;
        if (granted) {
            System.arraycopy(messages.seal(new byte[0]), DERIVATION, message, DERIVATION, MEMORY + 1 - DERIVATION);
        }
        return message;
    }
}
