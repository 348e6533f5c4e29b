package org.flowgateway.backup.tck;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Captures what this process prints, and logs by {@code java.util.logging} at any level, until it is closed. Loggers that print are captured too. */
final class CapturedOutput extends Handler implements AutoCloseable {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream text = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final Logger root = Logger.getLogger("");
    private final Level level = root.getLevel();

    CapturedOutput() {
        setLevel(Level.ALL);
        root.setLevel(Level.ALL);
        root.addHandler(this);
        System.setOut(text);
        System.setErr(text);
    }

    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void publish(LogRecord entry) {
        text.println(entry.getLoggerName() + " " + entry.getMessage());
        if (entry.getParameters() != null) {
            for (Object parameter : entry.getParameters()) {
                text.println(parameter);
            }
        }
        if (entry.getThrown() != null) {
            entry.getThrown().printStackTrace(text);
        }
    }

    @Override
    public void flush() {
        text.flush();
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
        root.removeHandler(this);
        root.setLevel(level);
    }
}
