package org.flowgateway.backup.tck;

import java.io.IOException;
import java.util.List;

/** Runs a command of the system; a failure holds its output. */
public final class Command {

    private Command() {}

    /**
     * Runs a command to its end.
     *
     * @return its output
     * @throws IOException with its output, if it cannot be started or its exit code is not 0
     * @throws InterruptedException if this thread is interrupted meanwhile
     */
    public static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", List.of(command)) + ": " + output);
        }
        return output;
    }
}
