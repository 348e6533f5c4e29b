package org.flowgateway.backup.core;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The name of this machine, as the kernel has it: asking a name service could wait, or say something else. */
public final class HostName {

    private static final Logger LOG = LoggerFactory.getLogger(HostName.class);
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    public static String get() {
        try {
            return Files.readString(KERNEL, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            LOG.warn("{} cannot be read: backups say that they are of \"gateway\"", KERNEL, e);
            return "gateway";
        }
    }
}
