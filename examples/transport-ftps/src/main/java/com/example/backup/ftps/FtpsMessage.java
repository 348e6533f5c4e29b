package com.example.backup.ftps;

import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportMessage;

/** Catalogue of the failures of this transport. */
enum FtpsMessage implements TransportMessage {
    ADDRESS_INVALID(
            FailureKind.INVALID_TARGET,
            "The address of the FTP server is invalid",
            "",
            "Use ftps://host or ftps://host:port, and put the directory in path"),
    LOGIN_INVALID(
            FailureKind.INVALID_TARGET,
            "The login for the FTP server is invalid",
            "username or password is missing, or username has control characters",
            "Provide username and password"),
    PATH_INVALID(
            FailureKind.INVALID_TARGET,
            "path is invalid",
            "a segment is .., begins or ends with a space, or has control characters",
            "Use another directory"),
    HOST_UNKNOWN(
            FailureKind.UNREACHABLE,
            "{task:text} failed",
            "the host of {target:text} has no address",
            "Check its name, and the gateway's name servers"),
    UNREACHABLE(
            FailureKind.UNREACHABLE,
            "{task:text} failed",
            "{target:text} cannot be reached",
            "Check host and port, that the FTP server runs, and that firewalls pass its passive ports"),
    CONNECTION_LOST(
            FailureKind.CONNECTION_LOST,
            "{task:text} failed",
            "the connection to {target:text} was lost",
            "Check the network"),
    TIMED_OUT(
            FailureKind.TIMEOUT,
            "{task:text} failed",
            "{target:text} did not answer in time",
            "Check host, port and firewalls, or raise timeout-seconds"),
    CLOSED(FailureKind.CLOSED, "{task:text} failed", "the session on {target:text} was closed", "Start again"),
    IDENTITY_UNPROVEN(
            FailureKind.HOST_IDENTITY,
            "{task:text} failed",
            "{target:text} did not prove to be that host, so no password was sent",
            "Compare the issuer of its certificate with ca-file, and the certificate's names with the host name"),
    TLS_REFUSED(
            FailureKind.HOST_IDENTITY,
            "{task:text} failed",
            "{target:text} refused AUTH TLS ({reply:text}), so no password was sent",
            "Enable explicit TLS on the server"),
    TLS_FAILED(
            FailureKind.HOST_IDENTITY,
            "{task:text} failed",
            "{target:text} and the gateway did not agree on TLS, so no password was sent",
            "Enable TLS 1.2 on the server"),
    LOGIN_REFUSED(
            FailureKind.AUTHENTICATION,
            "{task:text} failed",
            "{target:text} rejected the login of {username:text}",
            "Check username and password"),
    BUSY(
            FailureKind.THROTTLED,
            "{task:text} failed",
            "{target:text} does not accept the connection now ({reply:text})",
            "Allow more connections on the server"),
    NO_SPACE(
            FailureKind.NO_SPACE,
            "{task:text} failed",
            "{target:text} is full, or a quota is reached ({reply:text})",
            "Free space there, for example by removing old backups, and start again"),
    DENIED(
            FailureKind.DENIED,
            "{task:text} failed",
            "{target:text} does not permit it ({reply:text})",
            "Grant the login the right to read, write, rename and remove in the directory"),
    NAME_TAKEN(
            FailureKind.ALREADY_EXISTS,
            "{task:text} failed",
            "the name is taken by other content on {target:text}",
            "Use a directory that no other gateway uses"),
    DIRECTORY_TAKEN(
            FailureKind.ALREADY_EXISTS,
            "{task:text} failed",
            "{path:text} on {target:text} is no directory",
            "Use another directory, or remove the file or symbolic link there"),
    OBJECT_MISSING(
            FailureKind.NOT_FOUND, "{task:text} failed", "{target:text} has no such object", "Check the directory"),
    OFFSET_TOO_LARGE(
            FailureKind.INTEGRITY,
            "{task:text} failed",
            "the object has only {length:count byte bytes} on {target:text}",
            "Check the storage there"),
    RANGE_REFUSED(
            FailureKind.UNSUPPORTED,
            "{task:text} failed",
            "{target:text} cannot read from a position on ({reply:text})",
            "Enable REST on the server"),
    COMMAND_MISSING(
            FailureKind.UNSUPPORTED,
            "{task:text} failed",
            "{target:text} does not have a command that backups require ({reply:text})",
            "Use a server with PROT P, EPSV or PASV, and MLSD"),
    DATA_REFUSED(
            FailureKind.UNKNOWN,
            "{task:text} failed",
            "{target:text} refused the TLS session of the data connection ({reply:text})",
            "Set TLSOptions NoSessionReuseRequired (ProFTPD), or the option of your server for this"),
    REFUSED(
            FailureKind.UNKNOWN,
            "{task:text} failed",
            "{target:text} answered with an error ({reply:text})",
            "See the server's log"),
    PROTOCOL_VIOLATED(
            FailureKind.UNKNOWN,
            "{task:text} failed",
            "the answer of {target:text} is not FTP",
            "See the gateway's log, and use another server"),
    READ_BACK_DIFFERS(
            FailureKind.INTEGRITY,
            "{task:text} failed",
            "the content read back from {target:text} differs from the one written",
            "Check the storage there");

    private final FailureKind failureKind;
    private final MessageTemplate template;

    FtpsMessage(FailureKind failureKind, String event, String cause, String action) {
        this.failureKind = failureKind;
        template = MessageTemplate.of(MessageKind.STORAGE_ERROR, event, cause, action);
    }

    @Override
    public FailureKind failureKind() {
        return failureKind;
    }

    @Override
    public String catalogue() {
        return "ftps";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
