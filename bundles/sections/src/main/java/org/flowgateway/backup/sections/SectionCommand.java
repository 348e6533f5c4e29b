package org.flowgateway.backup.sections;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flowgateway.backup.spi.section.SectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Program with fixed arguments. It runs without a shell, as the gateway's own user, in the root directory, with an empty input and an
 * environment of only {@code PATH} and {@code LC_ALL}. Its output may be secret and goes to the log only: its last lines, at debug level, or at
 * info level if it failed. Immutable.
 *
 * @param key key of the configuration
 * @param section title of its section
 * @param words the program, by its absolute path, and its arguments
 */
record SectionCommand(String key, String section, List<String> words) {

    private static final Logger LOG = LoggerFactory.getLogger(SectionCommand.class);
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C.UTF-8");
    private static final long POLL_MILLIS = 20;

    SectionCommand {
        words = List.copyOf(words);
    }

    /**
     * Runs the program until it has ended. An interrupt of this thread ends it with its descendants.
     *
     * @throws SectionException if it cannot be started, ends with another exit code than 0, or had to be ended
     */
    void run() throws SectionException {
        awaitEnd(start());
    }

    /** Waits for the started program to end. */
    void awaitEnd(Process process) throws SectionException {
        CommandOutput output = new CommandOutput();
        int exit;
        try {
            exit = await(process, output);
        } catch (InterruptedException e) {
            ProcessTree.of(process).end();
            log(output, "was ended");
            Thread.currentThread().interrupt();
            throw SectionCommandMessage.COMMAND_INTERRUPTED.exception(key, section);
        } catch (IOException e) {
            ProcessTree.of(process).end();
            throw failed(SectionCommandMessage.COMMAND_OUTPUT_UNREADABLE, e);
        }
        if (exit != 0) {
            log(output, "ended with exit code [" + exit + "]");
            throw SectionCommandMessage.COMMAND_FAILED.exception(key, section, exit);
        }
        LOG.debug("The {} of {} printed: {}", key, section, output);
    }

    private void log(CommandOutput output, String what) {
        LOG.info("The {} of {} {}. It printed last: {}", key, section, what, output);
    }

    private Process start() throws SectionException {
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(new File("/"))
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        try {
            return builder.start();
        } catch (IOException e) {
            throw failed(SectionCommandMessage.COMMAND_NOT_STARTED, e);
        }
    }

    private SectionException failed(SectionCommandMessage message, IOException cause) {
        LOG.info("The {} of {} failed", key, section, cause);
        return message.exception(key, section);
    }

    /** Reads only available output: a child that the program leaves behind may hold the pipe open for ever, and is not waited for. */
    private static int await(Process process, CommandOutput output) throws IOException, InterruptedException {
        InputStream printed = process.getInputStream();
        boolean ended = false;
        while (true) {
            int available = printed.available();
            if (available > 0) {
                output.add(printed.readNBytes(Math.min(available, CommandOutput.MAX_BYTES)));
                if (Thread.interrupted()) {
                    throw new InterruptedException("while the program prints");
                }
            } else if (ended) {
                printed.close();
                return process.exitValue();
            } else {
                ended = process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }
}
