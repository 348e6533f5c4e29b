package org.flowgateway.backup.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.ClientPrincipal;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.Terminal;
import org.apache.karaf.shell.support.CommandException;
import org.flowgateway.backup.api.Actor;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.api.UserAccount;
import org.flowgateway.backup.api.UserAccounts;
import org.junit.jupiter.api.Test;

/** Prompts, results and refusals of the commands for users. */
class UserCommandsTest {

    private static final Principal ADMIN = new RolePrincipal("admin");
    private static final Principal VIEWER = new RolePrincipal("viewer");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream console = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final Deque<String> typed = new ArrayDeque<>();
    private final List<String> changes = new ArrayList<>();
    private InputStream input = InputStream.nullInputStream();
    private boolean terminal = true;
    private boolean unreadable;

    private final Session session = (Session) Proxy.newProxyInstance(
            Session.class.getClassLoader(),
            new Class<?>[] {Session.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "getConsole" -> console;
                case "getKeyboard" -> input;
                case "getTerminal" ->
                    terminal
                            ? Proxy.newProxyInstance(
                                    Terminal.class.getClassLoader(),
                                    new Class<?>[] {Terminal.class},
                                    (of, called, with) -> null)
                            : null;
                case "readLine" -> {
                    assertThat(arguments[1]).as("mask: nothing is shown").isEqualTo('\0');
                    if (unreadable) {
                        throw new IOException("closed");
                    }
                    yield typed.poll();
                }
                default -> throw new AssertionError(method);
            });

    private final UserAccounts accounts = new UserAccounts() {
        @Override
        public List<UserAccount> all() {
            return List.of(
                    new UserAccount("admin", List.of("admin", "ssh"), UserAccount.PasswordState.HASHED),
                    new UserAccount("watcher", List.of("viewer"), UserAccount.PasswordState.PLAIN));
        }

        @Override
        public boolean changePassword(String name, Secret password, Actor actor) {
            changes.add(name + " " + new String(password.characters()) + " by " + actor.user() + " from "
                    + actor.address());
            return !name.equals("unknown");
        }
    };

    private void run(Action command, Principal... roles) throws CommandException {
        Set<Principal> principals = new HashSet<>(Set.of(roles));
        principals.add(new UserPrincipal("someone"));
        principals.add(new ClientPrincipal("ssh", "/192.0.2.7:50022"));
        try {
            Subject.doAs(new Subject(true, principals, Set.of(), Set.of()), (PrivilegedExceptionAction<Object>)
                    command::execute);
        } catch (PrivilegedActionException e) {
            throw (CommandException) e.getCause();
        }
    }

    private PasswdCommand passwd(String user) {
        PasswdCommand command = new PasswdCommand();
        command.accounts = accounts;
        command.session = session;
        command.user = user;
        return command;
    }

    private void assertRefused(Action command, Principal role, String... words) {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> run(command, role))
                .satisfies(refusal -> assertThat(refusal.getMessage()).contains(words));
    }

    @Test
    void aPasswordIsAskedForTwiceAndUnseen() throws Exception {
        typed.addAll(List.of("new", "new"));
        run(passwd("watcher"), ADMIN);
        assertThat(changes).containsExactly("watcher new by someone from 192.0.2.7");
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines("The password of watcher is changed");
        typed.addAll(List.of("new", "other"));
        assertRefused(passwd("watcher"), ADMIN, "not changed", "differ");
        assertThat(changes).hasSize(1);
    }

    @Test
    void withoutATerminalItIsALineOfTheInput() throws Exception {
        terminal = false;
        input = new ByteArrayInputStream("né w \r\nmore".getBytes(StandardCharsets.UTF_8));
        run(passwd("watcher"), ADMIN);
        assertThat(changes).containsExactly("watcher né w  by someone from 192.0.2.7");
        input = InputStream.nullInputStream();
        assertRefused(passwd("watcher"), ADMIN, "not changed", "standard input is empty");
    }

    @Test
    void unreadableInputChangesNothing() {
        unreadable = true;
        assertRefused(passwd("watcher"), ADMIN, "not changed", "could not be read");
        terminal = false;
        input = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("closed");
            }
        };
        assertRefused(passwd("watcher"), ADMIN, "not changed", "could not be read");
        assertThat(changes).isEmpty();
    }

    @Test
    void withoutAUserTheShellNeedsItsName() {
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> passwd(null).execute())
                .withMessageContaining("gateway-backup:passwd USER");
    }

    @Test
    void everybodyMayChangeTheirOwnAndOnlyAnAdminOthers() throws Exception {
        typed.addAll(List.of("a", "a", "b", "b"));
        run(passwd(null), VIEWER);
        run(passwd("someone"), VIEWER);
        assertThat(changes).hasSize(2).allMatch(change -> change.startsWith("someone "));
        assertRefused(passwd("watcher"), VIEWER, "no permission to change another user's password", "role admin");
    }

    @Test
    void unknownUserIsReported() {
        typed.addAll(List.of("a", "a"));
        assertRefused(passwd("unknown"), ADMIN, "no user unknown", "gateway-backup:users", "users.properties");
    }

    @Test
    void usersAreShownToAnAdmin() throws Exception {
        UsersCommand command = new UsersCommand();
        command.accounts = accounts;
        command.session = session;
        assertRefused(command, VIEWER, "no permission to see the users", "role admin");
        run(command, ADMIN);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .containsPattern("admin\\W+admin, ssh\\W+hashed")
                .containsPattern("watcher\\W+viewer\\W+plain");
    }
}
