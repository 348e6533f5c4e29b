package com.example.backup.ftps;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.commons.net.MalformedServerReplyException;
import org.flowgateway.backup.spi.transport.TransportException;

/** Classifier of failures of the connection and the server. */
final class FtpsFailure {

    private FtpsFailure() {}

    /**
     * Classifies a failure of the connection.
     *
     * @param loggedIn true if the server is authenticated
     */
    static TransportException of(IOException failure, boolean loggedIn, String task, FtpsTarget target) {
        if (failure instanceof TransportException known) {
            return known;
        }
        if (failure instanceof TlsRefusedException refused) {
            return ofRefusedTls(refused, task, target);
        }
        return message(failure, loggedIn).causedBy(failure, task, target.toString());
    }

    private static FtpsMessage message(IOException failure, boolean loggedIn) {
        if (has(failure, UnknownHostException.class)) {
            return FtpsMessage.HOST_UNKNOWN;
        }
        if (has(failure, SocketTimeoutException.class)) {
            return FtpsMessage.TIMED_OUT;
        }
        if (has(failure, ConnectException.class) || has(failure, NoRouteToHostException.class)) {
            return FtpsMessage.UNREACHABLE;
        }
        if (has(failure, CertificateException.class) || has(failure, SSLPeerUnverifiedException.class)) {
            return FtpsMessage.IDENTITY_UNPROVEN;
        }
        if (failure instanceof MalformedServerReplyException) {
            return FtpsMessage.PROTOCOL_VIOLATED;
        }
        return isDisagreement(failure) && !loggedIn ? FtpsMessage.TLS_FAILED : FtpsMessage.CONNECTION_LOST;
    }

    /** Returns true for a failed handshake on a connection that was not lost. */
    private static boolean isDisagreement(IOException failure) {
        return failure instanceof SSLException
                && !has(failure, EOFException.class)
                && !has(failure, SocketException.class);
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return Stream.iterate(Optional.of(failure), Optional::isPresent, cause -> cause.map(Throwable::getCause))
                .anyMatch(cause -> cause.filter(type::isInstance).isPresent());
    }

    private static TransportException ofRefusedTls(TlsRefusedException refused, String task, FtpsTarget target) {
        FtpsMessage message = refused.reply().code() == 421 ? FtpsMessage.BUSY : FtpsMessage.TLS_REFUSED;
        return message.causedBy(refused, task, target.toString(), refused.reply().text());
    }

    /** Classifies a negative reply. */
    static TransportException of(FtpsReply reply, String task, FtpsTarget target) {
        return switch (reply.code()) {
            case 425, 426 -> FtpsMessage.CONNECTION_LOST.exception(task, target.toString());
            default -> message(reply.code()).exception(task, target.toString(), reply.text());
        };
    }

    private static FtpsMessage message(int code) {
        return switch (code) {
            case 421 -> FtpsMessage.BUSY;
            case 452, 552 -> FtpsMessage.NO_SPACE;
            case 530, 532, 550, 553 -> FtpsMessage.DENIED;
            case 500, 502, 504, 534, 536 -> FtpsMessage.COMMAND_MISSING;
            case 522 -> FtpsMessage.DATA_REFUSED;
            default -> FtpsMessage.REFUSED;
        };
    }
}
