package org.flowgateway.backup.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/**
 * Records the messages that a module's tests provoke, with code and text, in {@code target/provoked-messages.tsv}. The test of the catalogue
 * compares them with it. JUnit finds and creates it.
 */
public final class MessageRecorder extends Handler implements TestExecutionListener {

    /** File of the records, relative to the module. */
    public static final Path FILE = Path.of("target", "provoked-messages.tsv");

    private static final int MAX_TEXTS_PER_CODE = 20;

    /** Kept, since the logging of the JDK would lose the level of a logger that nobody refers to. */
    private final Logger logger = Logger.getLogger("org.flowgateway.backup.api.message.MessageTemplate");

    private final Map<String, Set<String>> recorded = new ConcurrentHashMap<>();

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        logger.setUseParentHandlers(false);
        logger.setLevel(Level.FINER);
        logger.addHandler(this);
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        logger.removeHandler(this);
    }

    @Override
    public synchronized void publish(LogRecord event) {
        String code = event.getParameters()[0].toString();
        String text = event.getParameters()[1].toString();
        Set<String> texts = recorded.computeIfAbsent(code, unused -> ConcurrentHashMap.newKeySet());
        if (texts.size() < MAX_TEXTS_PER_CODE && texts.add(text)) {
            append(code + '\t' + text.replaceAll("\\s", " ") + '\n');
        }
    }

    private static void append(String row) {
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, row, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
