package org.flowgateway.backup.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Principal;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.karaf.jaas.boot.principal.GroupPrincipal;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.apache.karaf.jaas.modules.Encryption;

/** Who may log in, as the users file says at this moment. Thread-safe. */
final class GatewayUsers {

    /** Role of those who may do everything. */
    private static final String ADMIN = "admin";

    private static final int MAX_ELSEWHERE = 64;
    /** The first stands for everything here; the rest is what Karaf's shell asks of its administrators. */
    static final List<String> ADMIN_ROLES = List.of(ADMIN, "manager", "viewer", "systembundles", "ssh");

    private final UserFile file;
    private final Encryption hashing;
    private final SecureRandom random;
    /** Users of the realm's other modules, who are spared the hash that is computed for nothing. */
    private final Set<String> elsewhere = ConcurrentHashMap.newKeySet();

    GatewayUsers(UserFile file, Encryption hashing, SecureRandom random) {
        this.file = file;
        this.hashing = hashing;
        this.random = random;
    }

    UserFile file() {
        return file;
    }

    /** Notes a user whom another module of the realm has logged in. */
    void knownElsewhere(String name) {
        if (elsewhere.size() < MAX_ELSEWHERE) {
            elsewhere.add(name);
        }
    }

    /**
     * Checks a login. A plain password in the file is as good as its hash. An unknown name costs the same time as a known one: else the time tells
     * which names exist.
     *
     * @return who it is and what roles they have; empty if user or password is wrong
     */
    Optional<Set<Principal>> login(String name, String password) throws IOException {
        Optional<UserFileLine> line = name.startsWith(UserFileLine.GROUP) ? Optional.empty() : file.find(name);
        boolean plain = line.filter(UserFileLine::isPlain).isPresent();
        if (line.isEmpty() && elsewhere.contains(name)) {
            return Optional.empty();
        }
        boolean right =
                hashing.checkPassword(password, line.flatMap(UserFileLine::hash).orElse(PasswordHash.NOBODYS));
        if (plain) {
            right = MessageDigest.isEqual(
                    password.getBytes(StandardCharsets.UTF_8),
                    line.get().password().getBytes(StandardCharsets.UTF_8));
        }
        return right && line.isPresent() ? Optional.of(principals(line.get())) : Optional.empty();
    }

    private Set<Principal> principals(UserFileLine user) throws IOException {
        Set<Principal> principals = new HashSet<>();
        principals.add(new UserPrincipal(user.name()));
        for (String role : user.roles()) {
            if (role.startsWith(UserFileLine.GROUP)) {
                principals.add(new GroupPrincipal(role.substring(UserFileLine.GROUP.length())));
                file.find(role).ifPresent(group -> {
                    principals.add(new RolePrincipal(group.password()));
                    group.roles().forEach(of -> principals.add(new RolePrincipal(of)));
                });
            } else {
                principals.add(new RolePrincipal(role));
            }
        }
        if (principals.contains(new RolePrincipal(ADMIN))) {
            ADMIN_ROLES.forEach(role -> principals.add(new RolePrincipal(role)));
        }
        return principals;
    }

    /**
     * Replaces plain passwords by their hashes.
     *
     * @param content of the file as it was seen; nothing is done if it has changed since
     * @return the users whose passwords were replaced
     */
    Set<String> hashPlain(byte[] content) throws IOException {
        Map<String, PasswordHash> hashes = new TreeMap<>();
        for (UserFileLine line : file.lines()) {
            if (line.isPlain()) {
                hashes.put(line.name(), PasswordHash.of(line.password().toCharArray(), random));
            }
        }
        return !hashes.isEmpty() && file.replace(content, hashes) ? new LinkedHashSet<>(hashes.keySet()) : Set.of();
    }
}
