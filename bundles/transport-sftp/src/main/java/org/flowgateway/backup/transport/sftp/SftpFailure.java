package org.flowgateway.backup.transport.sftp;

import com.jcraft.jsch.JSchAlgoNegoFailException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;

/** What the library, the line or the server said, as a kind and in words. */
final class SftpFailure {

    private SftpFailure() {
    }

    /** Classifies what went wrong before there was SFTP to speak. */
    static TransportException connecting(Throwable failure, boolean broken, SftpAddress address) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            TransportException known = line(cause, failure, address);
            if (known != null) {
                return known;
            }
        }
        String said = Objects.requireNonNullElse(failure.getMessage(), "");
        if (said.startsWith("SSH_MSG_DISCONNECT: 2 Too many authentication") || !broken && said.startsWith("Auth ")) {
            return refusedLogin(address, failure);
        }
        if (broken || said.contains("closed by foreign host") || said.contains("SSH_MSG_DISCONNECT")) {
            return brokeAtOnce(address, failure);
        }
        if (said.contains("channel")) {
            return new TransportException(FailureKind.DENIED, address + " lets this user log in but gives no SFTP: allow SFTP for that user",
                    failure);
        }
        return new TransportException(FailureKind.UNKNOWN, "What answers at " + address + " could not be spoken to as an SSH server with SFTP: "
                + "check host and port", failure);
    }

    private static TransportException line(Throwable cause, Throwable failure, SftpAddress address) {
        if (cause instanceof TransportException known) {
            return known;
        }
        if (cause instanceof Login.Refused) {
            return refusedLogin(address, failure);
        }
        if (cause instanceof JSchAlgoNegoFailException) {
            return new TransportException(FailureKind.UNKNOWN, address + " has no cipher, key exchange or kind of key in common with the gateway:"
                    + " its SSH server is too old or too strictly set up", failure);
        }
        if (cause instanceof UnknownHostException) {
            return new TransportException(FailureKind.UNREACHABLE, "There is no address for the host " + address + ": check its name, and the"
                    + " gateway's name servers", failure);
        }
        if (cause instanceof SocketTimeoutException) {
            return new TransportException(FailureKind.TIMEOUT, address + " does not answer: check host, port and firewalls", failure);
        }
        if (cause instanceof ConnectException || cause instanceof NoRouteToHostException || cause instanceof PortUnreachableException) {
            return new TransportException(FailureKind.UNREACHABLE, address + " cannot be reached (" + cause.getMessage()
                    + "): check host and port, and that its SSH server runs", failure);
        }
        if (cause instanceof SocketException) {
            return brokeAtOnce(address, failure);
        }
        return null;
    }

    private static TransportException brokeAtOnce(SftpAddress address, Throwable cause) {
        return new TransportException(FailureKind.CONNECTION_LOST, "The connection to " + address + " broke while it was made: check the line,"
                + " and whether its SSH server takes connections from the gateway", cause);
    }

    private static TransportException refusedLogin(SftpAddress address, Throwable cause) {
        return new TransportException(FailureKind.AUTHENTICATION, address + " refuses this login: check username and password, or the key", cause);
    }

    /** What everybody is told who uses a connection that has ended. */
    static TransportException ended(FailureKind kind, SftpAddress address, SftpSettings settings, Throwable cause) {
        Duration longest = settings.progress();
        return new TransportException(kind, switch (kind) {
            case CLOSED -> "The connection to " + address + " was closed while it was in use";
            case TIMEOUT -> address + " has stopped answering, or did not answer at all, and was given up (after " + longest.toSeconds()
                    + " s without progress, " + settings.firstContact().toSeconds() + " s at the first contact): check that host and the line to it";
            case CONNECTION_LOST -> "The connection to " + address + " was lost: check that host and the line to it, and start again";
            default -> throw new IllegalArgumentException("No connection ends as " + kind);
        }, cause);
    }

    /**
     * Classifies what a server, or what spoke for it, answered.
     *
     * @param task what was being done, as the begin of a sentence: {@code "Storing a/b"}
     * @param place directory and host
     */
    static TransportException of(IOException failure, String task, String place) {
        if (failure instanceof TransportException known) {
            return known;
        }
        String failed = task + " failed in " + place + ": ";
        if (!(failure instanceof SftpStatus status)) {
            return new TransportException(FailureKind.UNKNOWN, failed + failure.getMessage(), failure);
        }
        return switch (status.code()) {
            case SftpStatus.NO_SUCH_FILE, SftpStatus.NO_SUCH_PATH, SftpStatus.NOT_A_DIRECTORY -> new TransportException(FailureKind.NOT_FOUND,
                    failed + "there is no such file or directory", failure);
            case SftpStatus.PERMISSION_DENIED, SftpStatus.WRITE_PROTECT -> new TransportException(FailureKind.DENIED,
                    failed + "the login has no right to it. Let this user read and write that directory, or use another", failure);
            case SftpStatus.NO_SPACE, SftpStatus.QUOTA_EXCEEDED -> noSpace(failed, failure);
            case SftpStatus.ALREADY_EXISTS -> new TransportException(FailureKind.ALREADY_EXISTS, failed + "the name is taken", failure);
            case SftpStatus.NO_CONNECTION, SftpStatus.CONNECTION_LOST -> new TransportException(FailureKind.CONNECTION_LOST,
                    failed + "the server lost its own connection to the storage. Check that", failure);
            default -> new TransportException(FailureKind.UNKNOWN, failed + "the server says \"" + status.getMessage()
                    + "\". Its log may say more", failure);
        };
    }

    static TransportException noSpace(String failed, IOException cause) {
        return new TransportException(FailureKind.NO_SPACE, failed + "there is no space left, or a quota is reached. Free space there, for"
                + " example by removing old backups, and start again", cause);
    }
}
