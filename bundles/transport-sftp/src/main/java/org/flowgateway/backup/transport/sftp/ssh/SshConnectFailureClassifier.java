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
import java.util.function.Function;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;

/** Classifies failures that occur before SFTP is established, with the server's own message where there is one. Immutable. */
final class SshConnectFailureClassifier {

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
    SshConnectFailureClassifier(SshAddress address, Optional<String> serverMessage, boolean ssh) {
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
            return SftpMessage.HOST_NOT_FOUND.causedBy(failure, address.toString());
        }
        if (cause instanceof SocketTimeoutException) {
            return SftpMessage.NO_ANSWER.causedBy(failure, address.toString());
        }
        if (cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof PortUnreachableException) {
            return SftpMessage.UNREACHABLE.causedBy(
                    failure,
                    address.toString(),
                    Objects.requireNonNullElse(cause.getMessage(), "the operating system gives no reason"));
        }
        if (cause instanceof SocketException) {
            return loggedIn ? noSftp("", true, failure) : connectionBroken(failure);
        }
        return null;
    }

    private TransportException notSsh(Throwable cause) {
        return serverMessage.isPresent()
                ? SftpMessage.NOT_SSH.causedBy(cause, address.toString(), serverMessage.get())
                : SftpMessage.NOT_UNDERSTOOD.causedBy(cause, address.toString());
    }

    private TransportException noCommonAlgorithm(JSchAlgoNegoFailException failure) {
        return SftpMessage.NO_COMMON_ALGORITHM.causedBy(
                failure,
                address.toString(),
                NEGOTIATED.getOrDefault(failure.getAlgorithmName(), "algorithm"),
                listed(failure.getServerProposal()),
                listed(failure.getJSchProposal()));
    }

    private static String listed(String algorithms) {
        String printable = algorithms.replaceAll("[^!-~]", "").replace(",", ", ");
        return printable.isEmpty()
                ? "none"
                : printable.length() <= MAX_ALGORITHMS ? printable : printable.substring(0, MAX_ALGORITHMS) + "…";
    }

    private TransportException connectionBroken(Throwable cause) {
        return serverMessage.isPresent()
                ? withText(
                        RefusalReason::connectBroken, SftpMessage.CONNECT_BROKEN_WITH_TEXT, serverMessage.get(), cause)
                : SftpMessage.CONNECT_BROKEN.causedBy(cause, address.toString());
    }

    private TransportException loginRefused(Throwable cause) {
        return serverMessage.isPresent()
                ? withText(RefusalReason::loginRefused, SftpMessage.LOGIN_REFUSED_WITH_TEXT, serverMessage.get(), cause)
                : SftpMessage.LOGIN_REFUSED.causedBy(cause, address.toString());
    }

    private TransportException unanswerableQuestion(String question, Throwable cause) {
        return withText(RefusalReason::loginRefused, SftpMessage.PROMPT_UNANSWERED, question, cause);
    }

    private TransportException noSftp(String said, boolean broken, Throwable cause) {
        if (serverMessage.filter(SshConnectFailureClassifier::isCrossedPacket).isPresent()) {
            return SftpMessage.SFTP_ENDED.causedBy(cause, address.toString());
        }
        if (serverMessage.isPresent()) {
            return withText(RefusalReason::noSftp, SftpMessage.NO_SFTP_WITH_TEXT, serverMessage.get(), cause);
        }
        if (broken) {
            return SftpMessage.ENDED_AFTER_LOGIN.causedBy(cause, address.toString());
        }
        if (said.contains("inputstream is closed")) {
            return SftpMessage.SFTP_ENDED.causedBy(cause, address.toString());
        }
        if (said.contains("channel")) {
            return SftpMessage.NO_SFTP.causedBy(cause, address.toString());
        }
        return notSsh(cause);
    }

    /**
     * Returns whether a reason to disconnect is about a packet that crossed the end of a channel. OpenSSH sends that one or none, depending on
     * which side is faster; it means that the server ended SFTP.
     */
    private static boolean isCrossedPacket(String text) {
        return text.contains("nonexistent channel");
    }

    /** Reports what the server's text means at this step; the other message if its meaning is not recognized. */
    private TransportException withText(
            Function<RefusalReason, SftpMessage> step, SftpMessage otherwise, String text, Throwable cause) {
        return RefusalReason.of(text).map(step).orElse(otherwise).causedBy(cause, address.toString(), text);
    }
}
