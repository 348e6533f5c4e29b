package org.flowgateway.backup.transport.sftp;

import java.io.IOException;
import java.util.List;

/** A command of the system; its output is in the failure. */
final class Command {

    private Command() {
    }

    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", List.of(command)) + ": " + output);
        }
        return output;
    }
}
