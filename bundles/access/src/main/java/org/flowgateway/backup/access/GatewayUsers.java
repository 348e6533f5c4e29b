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

/** Users who may log in, as their file is at this moment. Thread-safe. */
final class GatewayUsers {

    /** Role with all permissions. */
    private static final String ADMIN = "admin";

    private static final int MAX_ELSEWHERE = 64;
    /** Roles of an administrator: the first is the one of this API; the rest is required by Karaf's shell. */
    static final List<String> ADMIN_ROLES = List.of(ADMIN, "manager", "viewer", "systembundles", "ssh");

    private final UserFile file;
    private final Encryption hashing;
    private final SecureRandom random;
    /** Users of the realm's other modules, for whom no decoy hash is computed. */
    private final Set<String> elsewhere = ConcurrentHashMap.newKeySet();

    GatewayUsers(UserFile file, Encryption hashing, SecureRandom random) {
        this.file = file;
        this.hashing = hashing;
        this.random = random;
    }

    UserFile file() {
        return file;
    }

    /** Adds a user whom another module of the realm has logged in. */
    void knownElsewhere(String name) {
        if (elsewhere.size() < MAX_ELSEWHERE) {
            elsewhere.add(name);
        }
    }

    /**
     * Checks a login. A plain password in the file is as good as its hash. An unknown name costs the same time as a known one: otherwise the
     * time reveals which names exist.
     *
     * @return the user and the user's roles; empty if user or password is wrong
     */
    Optional<Set<Principal>> login(String name, String password) throws IOException {
        Optional<UserFileLine> line = name.startsWith(UserFileLine.GROUP) ? Optional.empty() : file.find(name);
        boolean plain = line.filter(UserFileLine::isPlain).isPresent();
        if (line.isEmpty() && elsewhere.contains(name)) {
            return Optional.empty();
        }
        boolean right =
                hashing.checkPassword(password, line.flatMap(UserFileLine::hash).orElse(PasswordHash.UNMATCHABLE));
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
     * @param content content of the file as last read; nothing is done if it has changed since
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
