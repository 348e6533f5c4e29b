package org.flowgateway.backup.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
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
import org.flowgateway.backup.tck.Call;
import org.flowgateway.backup.tck.FaultyTransport;
import org.flowgateway.backup.tck.MemoryTransport;
import org.flowgateway.backup.tck.broken.Overwrites;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output of the command, and its errors. */
class CertifyCommandTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream console = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private Optional<String> typed = Optional.empty();
    private final Session session = proxy(Session.class, (method, arguments) -> switch (method) {
        case "getConsole" -> console;
        case "readLine" -> typed.orElseThrow(() -> new IOException("no terminal"));
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

    @Test
    void passwordWithAControlCharacterIsRefused() {
        installed = Optional.of(new MemoryTransport());
        typed = Optional.of("canary\u0007");
        CertifyCommand command = command();
        command.username = "backup";
        assertThat(refused(command, "admin"))
                .hasMessageContaining("password")
                .hasMessageContaining("control character")
                .message()
                .doesNotContain("canary");
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void reportIsWrittenForAnAdministrator(@TempDir Path directory) throws Exception {
        installed = Optional.of(new MemoryTransport());
        CertifyCommand command = command();
        command.report = directory.resolve("report.json").toString();
        assertThat(refused(command, "admin")).isNull();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("The report is in " + command.report, "This target keeps the laws of storage");
        assertThat(Files.readString(directory.resolve("report.json"))).contains("\"verdict\": \"KEPT\"");
    }

    @Test
    void reportIsRefusedToAnOperator(@TempDir Path directory) {
        installed = Optional.of(new MemoryTransport());
        CertifyCommand command = command();
        command.report = directory.resolve("report.json").toString();
        assertThat(refused(command, "backup-operator"))
                .hasMessageContaining("no permission to write a report to a file of the gateway's host");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void abandonedRunIsReportedBeforeItsLaws() {
        CountDownLatch released = new CountDownLatch(1);
        installed = Optional.of(new FaultyTransport(new MemoryTransport()).before(Call.STAT, name -> true, () -> {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        CertifyCommand command = command();
        command.limits = new CallLimits(Duration.ofSeconds(1), Duration.ofMillis(200), Duration.ofSeconds(4));
        assertThat(refused(command, "admin")).hasMessageContaining("did not return from stat");
        released.countDown();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("Law 9: BROKEN", "does not keep the laws of storage");
    }

    @Test
    void interruptBeforeTheFirstTestEndsTheCommand() {
        Thread user = Thread.currentThread();
        installed = Optional.of(
                new FaultyTransport(new MemoryTransport()).before(Call.OPEN, path -> true, user::interrupt));
        assertThat(refused(command(), "admin")).hasMessageContaining("cancelled: the user interrupted it");
    }
}
