package org.flowgateway.backup.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.flowgateway.backup.api.InvalidRequestException;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.api.Target;
import org.flowgateway.backup.spi.transport.ResolvedTarget;
import org.flowgateway.backup.spi.transport.TransportProvider;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.MemoryTransport;
import org.flowgateway.backup.tck.broken.Overwrites;
import org.junit.jupiter.api.Test;

/** Output of the command, and its errors. */
class CertifyCommandTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream console = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final Session session = proxy(Session.class, (method, arguments) -> switch (method) {
        case "getConsole" -> console;
        case "readLine" -> throw new IOException("no terminal");
        default -> throw new AssertionError(method);
    });
    private Optional<TransportProvider> installed = Optional.empty();
    /** Answer of a call. */
    private interface Answer {
        Object to(String method, Object... arguments) throws Exception;
    }

    private static <T> T proxy(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
    }

    private ResolvedTarget resolve(Target target, boolean withPassword) {
        TransportProvider provider = installed.orElseThrow(
                () -> new InvalidRequestException("hostname", "No transport for memory:// is installed"));
        return new ResolvedTarget() {
            @Override
            public TransportProvider provider() {
                return provider;
            }

            @Override
            public TransportTarget completed() {
                return new TransportTarget(MemoryTransport.SCHEME, "store", target.username(), target.path());
            }
        };
    }

    private CertifyCommand command() {
        CertifyCommand command = new CertifyCommand();
        command.session = session;
        command.targets = this::resolve;
        command.hostname = MemoryTransport.SCHEME + "://store";
        return command;
    }

    private CommandException refused(CertifyCommand command, String role) {
        return catchThrowableOfType(CommandException.class, () -> {
            try {
                Subject.doAs(
                        new Subject(true, Set.of(new RolePrincipal(role)), Set.of(), Set.of()),
                        (PrivilegedExceptionAction<Object>) command::execute);
            } catch (PrivilegedActionException e) {
                throw e.getException();
            }
        });
    }

    @Test
    void viewerCertifiesNothing() {
        assertThat(refused(command(), "viewer"))
                .hasMessageContaining("no permission to certify a target")
                .hasMessageContaining("admin or backup-operator");
    }

    @Test
    void missingTransportIsReported() {
        assertThat(refused(command(), "admin")).hasMessageContaining("No transport for memory:// is installed");
    }

    @Test
    void withoutATerminalThePasswordCannotBeAskedFor() {
        installed = Optional.of(new MemoryTransport());
        CertifyCommand command = command();
        command.username = "backup";
        assertThat(refused(command, "admin")).hasMessageContaining("--no-password");
    }

    @Test
    void failingTransportIsReportedWithoutItsClass() {
        installed = Optional.of(new TransportProvider() {
            @Override
            public TransportTarget complete(TransportTarget target, boolean withPassword) {
                return target;
            }

            @Override
            public TransportSession open(TransportTarget target, Optional<Secret> password) {
                throw new IllegalStateException("canary");
            }
        });
        assertThat(refused(command(), "admin"))
                .hasMessageContaining("memory:// failed with an internal error")
                .message()
                .doesNotContain("Exception", "canary");
    }

    @Test
    void brokenLawsAreReported() {
        installed = Optional.of(new Overwrites(new MemoryTransport()));
        assertThat(refused(command(), "backup-operator"))
                .hasMessageContaining("does not keep the laws of storage")
                .hasMessageContaining("BROKEN");
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("Law 2: BROKEN");
    }
}
