package org.flowgateway.backup.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.flowgateway.backup.spi.readiness.ReadinessReporter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

class FileTreesActivatorTest {

    private static final String UNPACKED_TO = "jna.tmpdir";

    @TempDir
    Path directory;

    private final Map<Object, Object> services = new HashMap<>();

    @BeforeEach
    @AfterEach
    void forgetWhereToUnpack() {
        System.clearProperty(UNPACKED_TO);
    }

    @Test
    void treesAreOffered() {
        new FileTreesActivator().start(context(directory));
        assertThat(services).containsOnlyKeys(FileTrees.class);
    }

    @Test
    void unusableTreesMakeTheGatewayUnready() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        new FileTreesActivator().start(context(file));
        assertThat(services).containsOnlyKeys(ReadinessReporter.class);
        assertThat(((ReadinessReporter) services.get(ReadinessReporter.class)).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.preventsReadiness()).isTrue();
                    assertThat(problem.text())
                            .startsWith("The native library cannot be unpacked to " + file.resolve("native") + ": ");
                });
    }

    @Test
    void otherPlatformIsRejected() {
        String architecture = System.setProperty("os.arch", "sparc");
        try {
            assertThatThrownBy(() -> FileTrees.load(TreeHook.NONE))
                    .isInstanceOf(NativeLibraryException.class)
                    .hasMessageContaining("does not run on Linux sparc");
        } finally {
            System.setProperty("os.arch", architecture);
        }
    }

    @Test
    void unusableLibraryIsReportedWithItsDirectory() {
        System.setProperty(UNPACKED_TO, directory.toString());
        assertThatThrownBy(() -> FileTrees.load((operation, path) -> {
                    throw new IOException("a call\nfails");
                }))
                .isInstanceOf(NativeLibraryException.class)
                .hasMessageContaining("cannot be used: a call fails")
                .hasMessageContaining("noexec holds [" + directory + "]");
    }

    private BundleContext context(Path data) {
        return (BundleContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getDataFile" -> new File(data.toFile(), (String) arguments[0]);
                    case "registerService" -> {
                        services.put(arguments[0], arguments[1]);
                        yield null;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
