package ${package};

import java.io.IOException;
import java.io.UTFDataFormatException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportMessage;

/**
 * YOURS: catalogue of the failures of your store. Each has a kind, from which the gateway decides how to react, and a message for people: why it
 * failed, and what to do. No class name and no secret belongs there. A task begins a sentence: "Storing d/object".
 */
enum ${className}Failure implements TransportMessage {
    TARGET_INVALID(FailureKind.INVALID_TARGET, "The target is invalid", "{problem:text}", "Correct the request"),
    UNREACHABLE(FailureKind.UNREACHABLE, "the server cannot be reached", "Check host, port and firewalls, and that the server runs"),
    HOST_IDENTITY(FailureKind.HOST_IDENTITY, "its certificate is not that of the host, so no password was sent",
            "Compare the certificate with the host name and with ca-file"),
    CONNECTION_LOST(FailureKind.CONNECTION_LOST, "the connection was lost", "Check the network"),
    TIMEOUT(FailureKind.TIMEOUT, "the server did not answer in time", "Check the server and the network"),
    CLOSED(FailureKind.CLOSED, "the session was closed", "Start again"),
    REPLY_MALFORMED(FailureKind.UNKNOWN, "the server's reply is malformed", "Check that the port is that of such a server"),
    LOGIN_REJECTED(FailureKind.AUTHENTICATION, "the server rejects the login", "Check username and password"),
    DENIED(FailureKind.DENIED, "the login has no permission", "Grant it read and write permission"),
    MISSING(FailureKind.NOT_FOUND, "it does not exist", "Check path"),
    NAME_TAKEN(FailureKind.ALREADY_EXISTS, "the name is taken by something else", "Use another path"),
    OFFSET_EXCEEDED(FailureKind.INTEGRITY, "the object is shorter than expected", "Verify the backup"),
    CONTENT_DIFFERS(FailureKind.INTEGRITY, "the content read back differs from the one written", "Check the server's disk"),
    NO_SPACE(FailureKind.NO_SPACE, "the server has no space left", "Free space there, and start again"),
    REFUSED(FailureKind.UNKNOWN, "the server refuses it", "See the server's log");

    private final FailureKind failureKind;
    private final MessageTemplate template;

    /** Failure of a task on a server. */
    ${className}Failure(FailureKind failureKind, String cause, String action) {
        this(failureKind, "{task:text} failed on {server:text}", cause, action);
    }

    ${className}Failure(FailureKind failureKind, String event, String cause, String action) {
        this.failureKind = failureKind;
        template = MessageTemplate.of(MessageKind.STORAGE_ERROR, event, cause, action);
    }

    @Override
    public FailureKind failureKind() {
        return failureKind;
    }

    @Override
    public String catalogue() {
        return "${scheme}";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }

    /** Classifies a failure of the connection. */
    static ${className}Failure of(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return HOST_IDENTITY;
            }
            if (cause instanceof UnknownHostException || cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
                return UNREACHABLE;
            }
            if (cause instanceof ProtocolException || cause instanceof UTFDataFormatException) {
                return REPLY_MALFORMED;
            }
        }
        return CONNECTION_LOST;
    }

    /** Classifies a refusal by the server. */
    static ${className}Failure ofReply(String reply) {
        return switch (reply) {
            case "LOGIN" -> LOGIN_REJECTED;
            case "DENIED" -> DENIED;
            case "MISSING" -> MISSING;
            case "TAKEN" -> NAME_TAKEN;
            case "RANGE" -> OFFSET_EXCEEDED;
            case "FULL" -> NO_SPACE;
            default -> REFUSED;
        };
    }
}
