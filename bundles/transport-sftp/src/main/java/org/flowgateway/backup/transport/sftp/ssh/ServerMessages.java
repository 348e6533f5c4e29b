package org.flowgateway.backup.transport.sftp.ssh;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/**
 * Texts that the server sends on one connection, for messages: text before SSH begins, its banner, its reason to disconnect, and output in
 * place of SFTP. The latest counts. Thread-safe.
 */
public final class ServerMessages {

    private static final int MAX_CHARACTERS = 200;
    private static final int MAX_BYTES = 4096;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Z}\ufffd]+");
    private static final Pattern WORD = Pattern.compile("\\p{L}{2}");

    private volatile String latest = "";
    private volatile String secret = "";

    /** Sets a password to be removed from every text. */
    void redact(String password) {
        secret = password;
    }

    /** Records a text that holds at least one word. */
    void add(String text) {
        String clean = clean(secret.isEmpty() ? text : text.replace(secret, "…"));
        if (WORD.matcher(clean).find()) {
            latest = clean;
        }
    }

    /** Forgets the texts so far, which were about an earlier step. */
    void forget() {
        latest = "";
    }

    /** Returns the latest text; empty if there is none. */
    Optional<String> latest() {
        return latest.isEmpty() ? Optional.empty() : Optional.of(latest);
    }

    /** Returns a text on one line, without control characters and shortened for a message. */
    public static String clean(String text) {
        String line = UNPRINTABLE.matcher(text).replaceAll(" ").strip();
        return line.length() <= MAX_CHARACTERS ? line : line.substring(0, MAX_CHARACTERS) + "…";
    }

    /** Creates a stream for a program's output in place of SFTP, or on its error channel. */
    Output output() {
        return new Output();
    }

    /** Output of a program, of which the first bytes are recorded as text. One thread writes. */
    final class Output extends OutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CountDownLatch received = new CountDownLatch(1);

        /** Returns a latch that opens at the first full line, or at the end of the output. */
        CountDownLatch received() {
            return received;
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] more, int offset, int count) {
            if (bytes.size() < MAX_BYTES) {
                bytes.write(more, offset, Math.min(count, MAX_BYTES - bytes.size()));
                String text = bytes.toString(StandardCharsets.UTF_8);
                add(text);
                if (text.strip().indexOf('\n') > 0 || text.endsWith("\n")) {
                    received.countDown();
                }
            }
        }

        @Override
        public void close() {
            received.countDown();
        }
    }
}
