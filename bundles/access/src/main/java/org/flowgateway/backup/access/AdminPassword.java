package org.flowgateway.backup.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.flowgateway.backup.api.message.Message;

/**
 * First user's password for a start, from the environment or from a file that the environment names. It is no setting, since Config Admin would
 * store it.
 */
final class AdminPassword {

    static final String VARIABLE = "GATEWAY_ADMIN_PASSWORD";
    static final String FILE_VARIABLE = "GATEWAY_ADMIN_PASSWORD_FILE";
    private static final int MAX_BYTES = 1024;

    private AdminPassword() {}

    /** Password that is given in an unusable way. The message says what to do, and does not contain the password. */
    static final class UnusableException extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Message description;

        UnusableException(Message description) {
            super(description.text());
            this.description = description;
        }

        Message description() {
            return description;
        }
    }

    /** Returns the given password; empty for none. */
    static Optional<String> read(Map<String, String> environment) throws UnusableException {
        Optional<String> password = value(environment, VARIABLE);
        Optional<String> file = value(environment, FILE_VARIABLE);
        if (password.isPresent() && file.isPresent()) {
            throw new UnusableException(AccessMessage.ADMIN_PASSWORD_GIVEN_TWICE.with());
        }
        return file.isPresent() ? Optional.of(fromFile(file.get())) : password;
    }

    private static Optional<String> value(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isEmpty());
    }

    private static String fromFile(String name) throws UnusableException {
        try {
            Path file = Path.of(name);
            if (!Files.isRegularFile(file)) {
                throw unusable(
                        Files.exists(file)
                                ? AccessMessage.ADMIN_PASSWORD_FILE_NOT_A_FILE
                                : AccessMessage.ADMIN_PASSWORD_FILE_MISSING,
                        name);
            }
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw unusable(AccessMessage.ADMIN_PASSWORD_FILE_OPEN_TO_OTHERS, name);
            }
            return text(name, file);
        } catch (InvalidPathException e) {
            throw new UnusableException(AccessMessage.ADMIN_PASSWORD_FILE_NOT_A_PATH.with());
        } catch (NoSuchFileException e) {
            throw unusable(AccessMessage.ADMIN_PASSWORD_FILE_MISSING, name);
        } catch (IOException e) {
            throw unusable(AccessMessage.ADMIN_PASSWORD_FILE_UNREADABLE, name);
        }
    }

    private static String text(String name, Path file) throws IOException, UnusableException {
        byte[] bytes;
        try (InputStream content = Files.newInputStream(file)) {
            bytes = content.readNBytes(MAX_BYTES + 1);
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .replaceFirst("\r?\n\\z", "");
        } catch (CharacterCodingException e) {
            throw unusable(AccessMessage.ADMIN_PASSWORD_FILE_NOT_UTF8, name);
        }
        if (bytes.length > MAX_BYTES || text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw new UnusableException(AccessMessage.ADMIN_PASSWORD_FILE_NOT_ONE_LINE.with(shown(name), MAX_BYTES));
        }
        return text;
    }

    private static UnusableException unusable(AccessMessage message, String file) {
        return new UnusableException(message.with(shown(file)));
    }

    private static String shown(String file) {
        return file.replaceAll("\\p{Cntrl}", "?");
    }
}
