package org.flowgateway.backup.transport.sftp.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;

/**
 * Private key of the gateway for logins. It is read for each login, so it can be replaced while the gateway runs. Its passphrase comes from
 * the environment, not from the configuration, which the container stores on disk.
 */
public final class PrivateKeyFile {

    static final String PASSPHRASE = "GATEWAY_SSH_KEY_PASSPHRASE";

    private final Path file;
    private final Map<String, String> environment;

    public PrivateKeyFile(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    /**
     * Adds the key to a login.
     *
     * @throws TransportException {@link FailureKind#AUTHENTICATION} if it cannot be read or opened
     */
    void addTo(JSch jsch) throws TransportException {
        byte[] passphrase = environment.getOrDefault(PASSPHRASE, "").getBytes(StandardCharsets.UTF_8);
        byte[] key = new byte[0];
        try {
            key = Files.readAllBytes(file);
            check(jsch, key, passphrase);
            jsch.addIdentity(file.toString(), key.clone(), null, passphrase.length == 0 ? null : passphrase.clone());
        } catch (IOException e) {
            throw e instanceof TransportException known ? known : SftpMessage.KEY_UNREADABLE.causedBy(e, file);
        } catch (JSchException e) {
            throw SftpMessage.KEY_INVALID.causedBy(e, file);
        } finally {
            Arrays.fill(passphrase, (byte) 0);
            Arrays.fill(key, (byte) 0);
        }
    }

    private void check(JSch jsch, byte[] key, byte[] passphrase) throws JSchException, TransportException {
        KeyPair pair = KeyPair.load(jsch, key.clone(), null);
        try {
            if (pair.isEncrypted() && passphrase.length == 0) {
                throw SftpMessage.KEY_PASSPHRASE_REQUIRED.exception(file);
            }
            if (pair.isEncrypted() && !pair.decrypt(passphrase)) {
                throw SftpMessage.KEY_PASSPHRASE_WRONG.exception(file);
            }
        } finally {
            pair.dispose();
        }
    }
}
