package org.flowgateway.backup.transport.sftp.ssh;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;

/**
 * Host and port of an SSH server.
 *
 * @param host name or IP address, IPv6 without brackets
 * @param port TCP port
 */
public record SshAddress(String host, int port) {

    private static final int SSH_PORT = 22;
    private static final int MAX_PORT = 65535;
    private static final Pattern IPV6 =
            Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9_.-]+)?");
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(\\[(?<ip>[^\\[\\]]+)]|(?<name>[\\p{L}\\p{N}._-]+))(:(?<port>[0-9]{1,5}))?");

    /**
     * Reads {@code host}, {@code host:port}, {@code 2001:db8::1}, {@code [2001:db8::1]} or {@code [2001:db8::1]:port}.
     *
     * @throws TransportException {@link FailureKind#INVALID_TARGET} if it is none of them
     */
    public static SshAddress of(String address) throws TransportException {
        if (IPV6.matcher(address).matches()) {
            return new SshAddress(address.toLowerCase(Locale.ROOT), SSH_PORT);
        }
        Matcher parts = HOST_AND_PORT.matcher(address);
        if (!parts.matches()
                || parts.group("ip") != null && !IPV6.matcher(parts.group("ip")).matches()) {
            // The address is not repeated: it might hold a password.
            throw SftpMessage.HOST_INVALID.exception();
        }
        String host = parts.group("ip") == null
                ? name(parts.group("name"))
                : parts.group("ip").toLowerCase(Locale.ROOT);
        int port = parts.group("port") == null ? SSH_PORT : Integer.parseInt(parts.group("port"));
        if (port < 1 || port > MAX_PORT) {
            throw SftpMessage.PORT_INVALID.exception(port, MAX_PORT);
        }
        return new SshAddress(host, port);
    }

    private static String name(String written) throws TransportException {
        try {
            return IDN.toASCII(written, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw SftpMessage.HOST_NAME_INVALID.causedBy(e);
        }
    }

    /** Returns the name that OpenSSH stores the host's key under. */
    public String knownAs() {
        return port == SSH_PORT ? host : '[' + host + "]:" + port;
    }

    @Override
    public String toString() {
        return port == SSH_PORT ? host : (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
    }
}
