package org.flowgateway.backup.transport.sftp.ssh;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/**
 * The server's own words on one connection, for messages: what it says before SSH begins, its banner, its reason to disconnect, and what it
 * writes where SFTP should be. The latest are the ones that count. Thread-safe.
 */
public final class ServerMessages {

    private static final int MAX_CHARACTERS = 200;
    private static final int MAX_BYTES = 4096;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Z}\ufffd]+");
    private static final Pattern WORD = Pattern.compile("\\p{L}{2}");

    private volatile String latest = "";
    private volatile String secret = "";

    /** Removes a password from every message, whoever wrote it. */
    void redact(String password) {
        secret = password;
    }

    /** Takes a text, unless it holds no word. */
    void add(String text) {
        String clean = clean(secret.isEmpty() ? text : text.replace(secret, "…"));
        if (WORD.matcher(clean).find()) {
            latest = clean;
        }
    }

    /** Forgets what was said: it was about something that is over. */
    void forget() {
        latest = "";
    }

    /** The latest; empty if the server said nothing. */
    Optional<String> latest() {
        return latest.isEmpty() ? Optional.empty() : Optional.of(latest);
    }

    /** A server's text on one line, without what would change how a message looks, and short enough for one. */
    public static String clean(String text) {
        String line = UNPRINTABLE.matcher(text).replaceAll(" ").strip();
        return line.length() <= MAX_CHARACTERS ? line : line.substring(0, MAX_CHARACTERS) + "…";
    }

    /** Takes what a program writes where SFTP, or its complaints, should be. */
    Output output() {
        return new Output();
    }

    /** A program's output, whose first bytes are words. One thread writes. */
    final class Output extends OutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CountDownLatch received = new CountDownLatch(1);

        /** Counted down once there is a line, or there will be no more. */
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
