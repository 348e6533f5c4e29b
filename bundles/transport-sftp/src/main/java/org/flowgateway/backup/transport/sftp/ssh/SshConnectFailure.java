package org.flowgateway.backup.transport.sftp.ssh;

import com.jcraft.jsch.JSchAlgoNegoFailException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportException;

/** Classifies failures that occur before SFTP is established, with the server's own message where there is one. Immutable. */
final class SshConnectFailure {

    /** Names for messages of what is negotiated (RFC 4253, section 7.1), by JSch's names. */
    private static final Map<String, String> NEGOTIATED = Map.of(
            "kex",
            "key exchange",
            "server_host_key",
            "host key",
            "cipher.c2s",
            "cipher",
            "cipher.s2c",
            "cipher",
            "mac.c2s",
            "message authentication code",
            "mac.s2c",
            "message authentication code",
            "compression.c2s",
            "compression",
            "compression.s2c",
            "compression");

    private static final int MAX_ALGORITHMS = 1000;

    private final SshAddress address;
    private final Optional<String> serverMessage;
    private final boolean ssh;

    /**
     * Keeps what is known of the server.
     *
     * @param serverMessage the server's latest message
     * @param ssh whether the peer has named a version of SSH
     */
    SshConnectFailure(SshAddress address, Optional<String> serverMessage, boolean ssh) {
        this.address = address;
        this.serverMessage = serverMessage;
        this.ssh = ssh;
    }

    /**
     * Classifies a failure.
     *
     * @param broken whether the connection broke
     * @param loggedIn whether the login had succeeded by then
     */
    TransportException of(Throwable failure, boolean broken, boolean loggedIn) {
        if (!ssh && serverMessage.isPresent()) {
            // An SSH server with too many connections reports that before it names its version.
            return serverMessage.flatMap(RefusalReason::of).isPresent() ? connectionBroken(failure) : notSsh(failure);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            TransportException known = known(cause, failure, loggedIn);
            if (known != null) {
                return known;
            }
        }
        String said = Objects.requireNonNullElse(failure.getMessage(), "");
        if (loggedIn) {
            return noSftp(said, broken || said.contains("session is down"), failure);
        }
        if (said.startsWith("SSH_MSG_DISCONNECT: 2 Too many authentication")
                || said.startsWith("Auth ") && (!broken || serverMessage.isPresent())) {
            return loginRefused(failure);
        }
        if (broken || said.contains("closed by foreign host") || said.contains("SSH_MSG_DISCONNECT")) {
            return connectionBroken(failure);
        }
        return notSsh(failure);
    }

    private TransportException known(Throwable cause, Throwable failure, boolean loggedIn) {
        if (cause instanceof TransportException known) {
            return known;
        }
        if (cause instanceof LoginDialog.LoginRefusedException refusal) {
            return refusal.question().isEmpty()
                    ? loginRefused(failure)
                    : unanswerableQuestion(refusal.question().get(), failure);
        }
        if (cause instanceof JSchAlgoNegoFailException negotiation) {
            return noCommonAlgorithm(negotiation);
        }
        if (cause instanceof UnknownHostException) {
            return new TransportException(
                    FailureKind.UNREACHABLE,
                    "There is no address for the host " + address + ": check its name, and the"
                            + " gateway's name servers",
                    failure);
        }
        if (cause instanceof SocketTimeoutException) {
            return new TransportException(
                    FailureKind.TIMEOUT, address + " does not answer: check host, port and firewalls", failure);
        }
        if (cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof PortUnreachableException) {
            return new TransportException(
                    FailureKind.UNREACHABLE,
                    address + " cannot be reached (" + cause.getMessage()
                            + "): check host and port, and that its SSH server runs",
                    failure);
        }
        if (cause instanceof SocketException) {
            return loggedIn ? noSftp("", true, failure) : connectionBroken(failure);
        }
        return null;
    }

    private TransportException notSsh(Throwable cause) {
        return new TransportException(
                FailureKind.UNKNOWN,
                serverMessage
                        .map(said -> "What answers at " + address + " is no SSH server: it" + " says \"" + said
                                + "\". Check host and port")
                        .orElse("What answers at " + address
                                + " could not be spoken to as an SSH server with SFTP: check host and port"),
                cause);
    }

    private TransportException noCommonAlgorithm(JSchAlgoNegoFailException failure) {
        String what = NEGOTIATED.getOrDefault(failure.getAlgorithmName(), "algorithm");
        return new TransportException(
                FailureKind.UNKNOWN,
                address + " and the gateway have no " + what + " in common. The server offers "
                        + listed(failure.getServerProposal()) + "; the gateway offers "
                        + listed(failure.getJSchProposal())
                        + ". Allow one of the gateway's in the SSH server's settings",
                failure);
    }

    private static String listed(String algorithms) {
        String printable = algorithms.replaceAll("[^!-~]", "").replace(",", ", ");
        return printable.isEmpty()
                ? "none"
                : printable.length() <= MAX_ALGORITHMS ? printable : printable.substring(0, MAX_ALGORITHMS) + "…";
    }

    private TransportException connectionBroken(Throwable cause) {
        return new TransportException(
                FailureKind.CONNECTION_LOST,
                serverMessage
                        .map(said -> "The connection to " + address + " broke while it was made,"
                                + " and the server says \"" + said + "\": "
                                + advice("check its settings, and whether it takes connections from the gateway"))
                        .orElse("The connection to " + address
                                + " broke while it was made: check the line, and whether its SSH server takes connections"
                                + " from the gateway"),
                cause);
    }

    private TransportException loginRefused(Throwable cause) {
        String check = "check username and password, or the key";
        return new TransportException(
                FailureKind.AUTHENTICATION,
                address
                        + serverMessage
                                .map(said -> " refuses this login, and says \"" + said + "\": " + advice(check))
                                .orElse(" refuses this login: " + check),
                cause);
    }

    private TransportException unanswerableQuestion(String question, Throwable cause) {
        String advice = RefusalReason.of(question)
                .map(RefusalReason::advice)
                .orElse(
                        "the gateway has no answer to that. Let this user in with a password alone, or with a key (GATEWAY_SSH_KEY)");
        return new TransportException(
                FailureKind.AUTHENTICATION,
                address + " asks for more than a password can answer, \"" + question + "\": " + advice,
                cause);
    }

    private TransportException noSftp(String said, boolean broken, Throwable cause) {
        if (serverMessage.isPresent()) {
            FailureKind kind = RefusalReason.of(serverMessage.get())
                            .filter(RefusalReason.PASSWORD_EXPIRED::equals)
                            .isPresent()
                    ? FailureKind.AUTHENTICATION
                    : FailureKind.DENIED;
            return new TransportException(
                    kind,
                    address + " lets this user log in but starts no SFTP, and says \"" + serverMessage.get() + "\": "
                            + advice(
                                    "if a start file of this user's shell writes that, remove it there; otherwise have that host's administrator allow"
                                            + " SFTP for this user"),
                    cause);
        }
        if (broken) {
            return new TransportException(
                    FailureKind.CONNECTION_LOST,
                    address + " let this user log in and then ended the connection without a word:"
                            + " check the line. If it goes on, that server's log says why; often a ChrootDirectory, or one above it, does not belong to root"
                            + " or may be written to by others",
                    cause);
        }
        if (said.contains("inputstream is closed")) {
            return new TransportException(
                    FailureKind.DENIED,
                    address + " lets this user log in but ends SFTP at once, without a word: as a rule the"
                            + " password or the account has expired, or SFTP is not allowed for it. Try it with sftp; that server's log may say why",
                    cause);
        }
        if (said.contains("channel")) {
            return new TransportException(
                    FailureKind.DENIED,
                    address + " lets this user log in but gives no SFTP: allow SFTP for that user",
                    cause);
        }
        return notSsh(cause);
    }

    private String advice(String otherwise) {
        return serverMessage
                .flatMap(RefusalReason::of)
                .map(RefusalReason::advice)
                .orElse(otherwise);
    }
}
