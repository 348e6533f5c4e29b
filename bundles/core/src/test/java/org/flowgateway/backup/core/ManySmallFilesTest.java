package org.flowgateway.backup.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many small files are backed up, planned and restored with the heap that a gateway has by default. In short, a few; with
 * {@code GATEWAY_TEST_LONG=1} in the environment, or with {@code -Dlong=true}, a million.
 */
class ManySmallFilesTest {

    private static final boolean LONG = Boolean.getBoolean("long") || "1".equals(System.getenv("GATEWAY_TEST_LONG"));
    private static final int FILES = LONG ? 1_000_000 : 3_000;

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void fitIntoTheHeap() throws Exception {
        // As distribution/src/main/resources/bin/setenv has it.
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx200m",
                        "-Xmn56m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Dfile.encoding=UTF-8",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManySmallFilesChild.class.getName(),
                        directory.toString(),
                        Integer.toString(FILES))
                .redirectErrorStream(true)
                .start();
        List<String> said;
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            said = output.lines().peek(System.out::println).toList();
        } finally {
            process.destroyForcibly();
        }
        int changed = (FILES / 100 + 6) / 7;
        assertThat(process.waitFor()).as(String.join("\n", said)).isZero();
        assertThat(said)
                .anyMatch(line -> line.startsWith("planned config +0 ~0 -0"))
                .anyMatch(line -> line.startsWith("planned changes config +" + changed + " ~" + 2 * changed + " -0"))
                .anyMatch(line -> line.startsWith("planned again config +0 ~0 -0"));
    }
}
