package org.flowgateway.backup.access;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.flowgateway.backup.tck.FreePort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Port that another program occupies when the gateway starts, and frees later. */
class PortConflictTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @TempDir
    Path state;

    @Test
    void occupiedPortIsRetriedUntilItIsFree() throws Exception {
        ServerSocket other = new ServerSocket(FreePort.next(), 1, InetAddress.getLoopbackAddress());
        int port = other.getLocalPort();
        GatewayListener listener = new GatewayListener(
                configuration(port), Map.of("service.pid", AccessConfiguration.PID), new HttpServlet() {}, null);
        try {
            assertThat(listener.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.text())
                            .contains("cannot be opened", "GATEWAY_HTTPS_PORT")
                            .contains(Integer.toString(port)));
            other.close();
            Instant end = Instant.now().plus(DEADLINE);
            while (!listener.problems().isEmpty() && Instant.now().isBefore(end)) {
                Thread.onSpinWait();
            }
            assertThat(listener.problems()).isEmpty();
            new Socket(InetAddress.getLoopbackAddress(), port).close();
        } finally {
            listener.deactivate();
        }
    }

    private AccessConfiguration configuration(int port) {
        Map<String, Object> values = Map.of(
                "bind$_$address", "127.0.0.1", "https$_$port", Integer.toString(port), "state$_$dir", state.toString());
        return (AccessConfiguration) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {AccessConfiguration.class, Annotation.class},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }
}
