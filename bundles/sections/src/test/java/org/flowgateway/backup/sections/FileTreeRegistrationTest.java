package org.flowgateway.backup.sections;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.flowgateway.backup.spi.readiness.ReadinessProblem;
import org.flowgateway.backup.spi.section.Section;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class FileTreeRegistrationTest {

    private final List<String> events = new ArrayList<>();

    /** Fake of the container's context that records registrations and their ends. */
    private final BundleContext context = answering(BundleContext.class, (method, arguments) -> {
        events.add(method + " " + Arrays.asList(arguments).subList(0, 1) + " " + arguments[2]);
        return answering(ServiceRegistration.class, (called, none) -> {
            events.add(called);
            return null;
        });
    });

    @Test
    @DisplayName("one configuration registers one section under its id, until the component is deactivated")
    void registers() {
        FileTreeRegistration registration =
                new FileTreeRegistration(context, Map.of("id", "ntp", "root", "/opt/flowgateway/vault/ntp"));
        assertThat(events)
                .containsExactly("registerService [" + Section.class + "] {org.flowgateway.backup.section.id=ntp}");
        registration.deactivate();
        assertThat(events).hasSize(2).endsWith("unregister");
    }

    @Test
    @DisplayName("a configuration that was never valid registers nothing and makes the gateway unready")
    void registersNothing() {
        FileTreeRegistration registration = new FileTreeRegistration(
                context, Map.of("id", "ntp", "root", "vault/ntp", "service.pid", "org.flowgateway.backup.section~ntp"));
        assertThat(events).isEmpty();
        assertThat(registration.problems())
                .singleElement()
                .matches(ReadinessProblem::preventsReadiness)
                .extracting(ReadinessProblem::text)
                .isEqualTo(
                        "etc/org.flowgateway.backup.section-ntp.cfg: root"
                                + " [vault/ntp] is not an absolute path of a directory below /. Correct it; no restart is needed");
        registration.modified(Map.of("id", "ntp", "root", "/opt/flowgateway/vault/ntp"));
        assertThat(registration.problems()).isEmpty();
        assertThat(events).hasSize(1).allMatch(event -> event.startsWith("registerService"));
        registration.deactivate();
        assertThat(events).hasSize(2);
    }

    @Test
    @DisplayName("an invalid value keeps the section; a valid one replaces it without a gap")
    void keepsTheLastGoodOne() {
        FileTreeRegistration registration =
                new FileTreeRegistration(context, Map.of("id", "ntp", "root", "/opt/flowgateway/vault/ntp"));
        registration.modified(Map.of("id", "ntp", "root", "/opt/flowgateway/vault/ntp", "vault", "yes"));
        assertThat(events).hasSize(1);
        assertThat(registration.problems())
                .singleElement()
                .matches(problem -> !problem.preventsReadiness())
                .extracting(ReadinessProblem::text)
                .asString()
                .contains("vault [yes] is neither true nor false", "remain in force");
        registration.modified(Map.of("id", "ntp", "root", "/opt/flowgateway/vault/ntp2"));
        assertThat(registration.problems()).isEmpty();
        assertThat(events).hasSize(3).endsWith("unregister");
        assertThat(events.get(1)).startsWith("registerService");
    }

    /** Answer of a call. */
    private interface Answer {
        Object to(String method, Object... arguments);
    }

    private static <T> T answering(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
    }
}
