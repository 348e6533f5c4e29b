package org.flowgateway.backup.sections;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Last part of a program's output, up to a limit. One thread at a time. */
final class CommandOutput {

    /** Maximum bytes that are held. */
    static final int MAX_BYTES = 64 << 10;

    private static final int LAST_LINES = 20;
    private static final int MAX_LINE_CHARACTERS = 500;

    private byte[] kept = new byte[0];

    /**
     * Adds output.
     *
     * @param printed at most {@link #MAX_BYTES}
     */
    void add(byte[] printed) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream(MAX_BYTES);
        int old = Math.min(kept.length, MAX_BYTES - printed.length);
        joined.write(kept, kept.length - old, old);
        joined.writeBytes(printed);
        kept = joined.toByteArray();
    }

    /** Returns the last lines as one line, so that none can pass for a line of the log. */
    @Override
    public String toString() {
        List<String> lines = new String(kept, StandardCharsets.UTF_8).lines().toList();
        return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).stream()
                .map(line -> line.length() <= MAX_LINE_CHARACTERS ? line : line.substring(0, MAX_LINE_CHARACTERS) + "…")
                .map(line -> line.replaceAll("\\p{Cntrl}", "?"))
                .collect(Collectors.joining(" | ", "[", "]"));
    }
}
