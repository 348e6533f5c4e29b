package org.flowgateway.backup.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Principal;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users who may log in while the users file changes, by every kind of write. */
class GatewayUsersTest {

    @TempDir
    Path directory;

    private final List<String> changes = new ArrayList<>();
    private StateDirectory state;
    private Path file;
    private Path initialPassword;
    private GatewayUsers users;
    private FirstUser first;
    private UserFileWatcher watch;

    @BeforeEach
    void start() throws IOException {
        state = new StateDirectory(directory.resolve("state"));
        file = state.file("users.properties");
        initialPassword = state.file("initial-password");
        UserFile opened = new UserFile(file);
        users = new GatewayUsers(opened, new PasswordHashing(), new SecureRandom());
        first = new FirstUser(opened, state, new SecureRandom());
        first.establish("admin", Optional.empty());
        watch = new UserFileWatcher(users, first, "admin", changes::add);
        watch.inspectTwice();
    }

    private boolean mayLogIn(String user, String password) throws IOException {
        return users.login(user, password).isPresent();
    }

    private Set<Principal> principals(String user, String password) throws IOException {
        return users.login(user, password).orElseThrow();
    }

    /** Replaces the file as {@code sed -i}, Ansible and most editors do. */
    private void rename(String content) throws IOException {
        Path other = Files.writeString(file.resolveSibling("sedXXXX"), content);
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void renamedFileCountsAtOnceAndIsHashed() throws IOException {
        rename("# kept\nadmin = short,admin\nwatcher=s,viewer\n");
        assertThat(mayLogIn("admin", "short")).isTrue();
        assertThat(mayLogIn("watcher", "s")).isTrue();
        assertThat(mayLogIn("watcher", "x")).isFalse();
        watch.inspect();
        assertThat(file).content().contains("watcher=s,viewer"); // It might be half written.
        watch.inspect();
        assertThat(changes)
                .containsExactly("password of user admin", "roles of user admin: admin", "user watcher added, viewer");
        assertThat(file)
                .content()
                .startsWith("# kept\nadmin = {CRYPT}pbkdf2-sha512:")
                .doesNotContain("short", "=s");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(mayLogIn("admin", "short")).isTrue();
        assertThat(mayLogIn("watcher", "s")).isTrue();
        watch.inspectTwice();
        assertThat(changes).hasSize(3);
    }

    @Test
    void incompleteFileIsNotHashed() throws IOException {
        Files.writeString(file, "half = pass", StandardOpenOption.APPEND);
        watch.inspect();
        Files.writeString(file, "word,viewer\n", StandardOpenOption.APPEND);
        watch.inspect();
        assertThat(file).content().endsWith("half = password,viewer\n");
        watch.inspect();
        assertThat(file).content().contains("half = {CRYPT}").doesNotContain("half = password");
        assertThat(changes).containsExactly("user half added, viewer");
        assertThat(mayLogIn("half", "password")).isTrue();
    }

    @Test
    void concurrentChangeIsNotLost() throws IOException {
        rename("one = first,viewer\n");
        byte[] before = users.file().content();
        rename("one = second,viewer\n");
        assertThat(users.hashPlain(before)).isEmpty();
        assertThat(mayLogIn("one", "second")).isTrue();
    }

    @Test
    void malformedLineAffectsNoOtherUser() throws IOException {
        rename(
                "bad = \\u12\nempty = ,admin\nnothing\n= x,admin\nforeign = {CRYPT}0123abcd{CRYPT},admin\ngood = é and ü,viewer\n");
        watch.inspectTwice();
        assertThat(mayLogIn("good", "é and ü")).isTrue();
        for (String user : List.of("bad", "empty", "nothing", "", "foreign", "unknown", "_g_:admin")) {
            assertThat(mayLogIn(user, "")).as(user).isFalse();
            assertThat(mayLogIn(user, "x")).as(user).isFalse();
        }
        assertThat(file).content().contains("good = {CRYPT}").doesNotContain("good = é");
        assertThat(file).content().contains("bad = \\u12\n", "foreign = {CRYPT}0123abcd{CRYPT},admin\n");
    }

    @Test
    void namesAndLinesOfAPropertiesFileAreUnderstood() throws IOException {
        rename("a\\ b = one,\\\n   viewer\nlast=x,viewer\nlast = y , viewer , backup-operator\n");
        watch.inspectTwice();
        assertThat(mayLogIn("a b", "one")).isTrue();
        assertThat(mayLogIn("last", "x")).isFalse();
        assertThat(principals("last", "y")).contains(new RolePrincipal("viewer"), new RolePrincipal("backup-operator"));
        assertThat(file).content().contains("a\\ b = {CRYPT}", "last = {CRYPT}").doesNotContain("= one", "= y", "=x");
    }

    @Test
    void anAdminHasTheRolesThatTheShellNeeds() throws IOException {
        rename(
                "root = x,admin\nmember = y,_g_:admins\n_g_\\:admins = admin,auditor\n_g_:x = admin,admin\nother = z,viewer\n");
        for (String[] admin : new String[][] {{"root", "x"}, {"member", "y"}}) {
            assertThat(principals(admin[0], admin[1]))
                    .contains(
                            new RolePrincipal("admin"),
                            new RolePrincipal("ssh"),
                            new RolePrincipal("manager"),
                            new RolePrincipal("viewer"),
                            new RolePrincipal("systembundles"));
        }
        assertThat(principals("other", "z").stream().filter(RolePrincipal.class::isInstance))
                .containsExactly(new RolePrincipal("viewer"));
        watch.inspectTwice();
        assertThat(file).content().contains("_g_\\:admins = admin,auditor\n_g_:x = admin,admin\n");
    }

    @Test
    void initialPasswordFileIsDeletedAfterAChange() throws IOException {
        String initial = Files.readString(initialPassword).strip();
        assertThat(mayLogIn("admin", initial)).isTrue();
        rename(Files.readString(file) + "other = x,viewer\n");
        watch.inspectTwice();
        watch.inspectTwice();
        assertThat(initialPassword).exists();
        rename("admin = another,admin\n");
        watch.inspectTwice();
        watch.inspectTwice();
        assertThat(initialPassword).doesNotExist();
        assertThat(mayLogIn("admin", initial)).isFalse();
    }

    @Test
    void changedPasswordSurvivesAStartWithTheOldOne() throws IOException {
        first.establish("admin", Optional.of("given"));
        assertThat(mayLogIn("admin", "given")).isTrue();
        rename("admin = mine,admin\n");
        watch.inspectTwice();
        first.establish("admin", Optional.of("given"));
        assertThat(mayLogIn("admin", "mine")).isTrue();
        first.establish("admin", Optional.of("new"));
        assertThat(mayLogIn("admin", "new")).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.file("admin-password.applied"))))
                .isEqualTo("rw-------");
    }

    @Test
    void removedUserIsRejectedAndAudited() throws IOException {
        rename("one = x,viewer\n");
        watch.inspectTwice();
        watch.inspectTwice();
        changes.clear();
        rename("# nobody\n");
        assertThat(mayLogIn("one", "x")).isFalse();
        watch.inspectTwice();
        assertThat(changes).containsExactly("user one removed");
    }

    @Test
    void missingFileIsAProblemUntilItExists() throws IOException {
        byte[] content = Files.readAllBytes(file);
        Files.delete(file);
        watch.inspect();
        assertThat(watch.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.text())
                        .startsWith(file + " is missing")
                        .contains("Put it back"));
        rename(new String(content, StandardCharsets.UTF_8));
        watch.inspect();
        assertThat(watch.problems()).isEmpty();
    }

    @Test
    void unreadableFileIsAProblem() throws IOException {
        Files.delete(file);
        Files.createDirectory(file);
        watch.inspect();
        assertThat(watch.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.preventsReadiness()).isFalse();
            assertThat(problem.text()).startsWith(file + " cannot be read or written");
        });
    }
}
