package org.flowgateway.backup.access;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.flowgateway.backup.api.Actor;
import org.flowgateway.backup.api.AuditEvent;
import org.flowgateway.backup.api.InvalidRequestException;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.api.StateDirectoryException;
import org.flowgateway.backup.api.UserAccount;
import org.flowgateway.backup.api.UserAccount.PasswordState;
import org.flowgateway.backup.api.UserAccounts;
import org.flowgateway.backup.api.message.Message;

/** User accounts for callers of the API. Each change is in the audit log. */
final class AccountChanges implements UserAccounts {

    private static final int MAX_CHARACTERS = 1024;

    private final UserFile file;
    private final SecureRandom random;
    private final Consumer<AuditEvent> audit;

    AccountChanges(UserFile file, SecureRandom random, Consumer<AuditEvent> audit) {
        this.file = file;
        this.random = random;
        this.audit = audit;
    }

    @Override
    public List<UserAccount> all() throws StateDirectoryException {
        return users().stream()
                .map(line -> new UserAccount(line.name(), line.roles(), state(line)))
                .toList();
    }

    private List<UserFileLine> users() throws StateDirectoryException {
        try {
            return file.lines().stream().filter(line -> !line.isGroup()).toList();
        } catch (IOException e) {
            throw failed(AccessMessage.USERS_FILE_UNREADABLE, e);
        }
    }

    private static PasswordState state(UserFileLine line) {
        Optional<String> hash = line.hash();
        if (hash.isEmpty()) {
            return line.isPlain() ? PasswordState.PLAIN : PasswordState.UNUSABLE;
        }
        try {
            PasswordHash.parse(hash.get());
            return PasswordState.HASHED;
        } catch (IllegalArgumentException e) {
            return PasswordState.UNUSABLE; // A hash of another program.
        }
    }

    @Override
    public boolean changePassword(String name, Secret password, Actor actor) throws StateDirectoryException {
        String result = "REFUSED: there is no such user";
        char[] characters = password.characters();
        try {
            if (users().stream().noneMatch(line -> line.name().equals(name))) {
                return false;
            }
            check(characters);
            store(name, PasswordHash.of(characters, random));
            result = AuditEvent.OK;
            return true;
        } catch (InvalidRequestException e) {
            result = "REFUSED: " + e.getMessage();
            throw e;
        } catch (StateDirectoryException e) {
            result = "FAILED: " + e.getMessage();
            throw e;
        } finally {
            Arrays.fill(characters, '\0');
            audit.accept(new AuditEvent(actor, AuditEvent.Action.CHANGE, "password of user " + name, result));
        }
    }

    private void store(String name, PasswordHash password) throws StateDirectoryException {
        try {
            file.put(name, password, List.of());
        } catch (IOException e) {
            throw failed(AccessMessage.USERS_FILE_UNWRITABLE, e);
        }
    }

    /** Refuses a password that no login could send (RFC 7617), since it would lock the user out. */
    private static void check(char[] password) {
        if (password.length == 0) {
            throw invalid(AccessMessage.PASSWORD_EMPTY.with());
        }
        if (password.length > MAX_CHARACTERS) {
            throw invalid(AccessMessage.PASSWORD_TOO_LONG.with(password.length, MAX_CHARACTERS));
        }
        for (char character : password) {
            if (Character.isISOControl(character)) {
                throw invalid(AccessMessage.PASSWORD_WITH_CONTROL_CHARACTER.with());
            }
        }
    }

    private static InvalidRequestException invalid(Message description) {
        return new InvalidRequestException("password", description);
    }

    private StateDirectoryException failed(AccessMessage message, IOException cause) {
        return new StateDirectoryException(message.with(file.path(), StateDirectory.reason(cause)), cause);
    }
}
