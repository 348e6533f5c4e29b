package org.flowgateway.backup.access;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

/** State directory that the users and the listener cannot use: the gateway is not ready, and names it. */
class UnusableStateDirectoryTest {

    private static final Map<String, Object> PROPERTIES = Map.of("service.pid", AccessConfiguration.PID);

    @TempDir
    Path folder;

    @Test
    void usersNeedADirectory() throws IOException {
        Path state = Files.createFile(folder.resolve("file")).resolve("state");
        GatewayRealm realm = new GatewayRealm(emptyRegistry(), configuration(state), PROPERTIES, new PasswordHashing());
        try {
            assertNotReady(realm.problems(), "state-dir [" + state + "] cannot be used", "file");
        } finally {
            realm.deactivate();
        }
    }

    @Test
    void listenerNeedsAKeyAndACertificate() throws IOException {
        Path tls = Files.createDirectories(folder.resolve("state/tls"));
        Files.writeString(tls.resolve("key.pem"), "nonsense");
        Files.writeString(tls.resolve("certificate.pem"), "nonsense");
        Path state = tls.getParent();
        GatewayListener listener = new GatewayListener(configuration(state), PROPERTIES, new HttpServlet() {}, null);
        try {
            assertNotReady(
                    listener.problems(),
                    "state-dir [" + state + "]",
                    tls.resolve("key.pem").toString());
        } finally {
            listener.deactivate();
        }
    }

    private static void assertNotReady(List<ReadinessProblem> problems, String... words) {
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.preventsReadiness()).isTrue();
            assertThat(problem.text())
                    .startsWith("etc/org.flowgateway.backup.access.cfg: ")
                    .contains(words);
        });
    }

    private static BundleContext emptyRegistry() {
        return (BundleContext) Proxy.newProxyInstance(
                BundleContext.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> null);
    }

    private static AccessConfiguration configuration(Path state) {
        Map<String, Object> values = Map.of("bind$_$address", "127.0.0.1", "state$_$dir", state.toString());
        return (AccessConfiguration) Proxy.newProxyInstance(
                AccessConfiguration.class.getClassLoader(),
                new Class<?>[] {AccessConfiguration.class, Annotation.class},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
