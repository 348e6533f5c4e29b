package org.flowgateway.backup.transport.sftp.message;

import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportMessage;

/**
 * Catalogue of the SFTP transport's failures. A task is the beginning of a sentence, such as "Storing a/b"; a target is a directory and its
 * host; a status is what the server answered a request with.
 */
public enum SftpMessage implements TransportMessage {
    NOT_SFTP(
            FailureKind.INVALID_TARGET,
            "Only sftp:// and plain host names are SSH servers",
            "",
            "Write sftp://host, or the host alone"),
    NOT_CONFIGURED(
            FailureKind.INVALID_TARGET,
            "The SFTP transport has no valid settings",
            "{problem:text}",
            "Until then use another target"),
    HOST_INVALID(
            FailureKind.INVALID_TARGET,
            "The host is neither a name nor an address",
            "",
            "Write host, host:port, an IPv6 address, or [IPv6 address]:port"),
    HOST_NAME_INVALID(
            FailureKind.INVALID_TARGET,
            "The host is not a valid name",
            "a part of it is empty, or too long",
            "Correct it"),
    PORT_INVALID(FailureKind.INVALID_TARGET, "The port [{port:number}] is not in 1 to {max:number}", "", "Correct it"),
    USERNAME_REQUIRED(
            FailureKind.INVALID_TARGET,
            "username is required for an SSH server",
            "",
            "Name the login on that host, without control characters"),
    PATH_REQUIRED(
            FailureKind.INVALID_TARGET,
            "path is required for an SSH server",
            "",
            "Name an absolute path, or one that starts at the login's home directory, without control characters"),
    PASSWORD_REQUIRED(
            FailureKind.INVALID_TARGET,
            "password is required for an SSH server",
            "the gateway has no private key to log in with",
            "Give the password, or set up a private key (GATEWAY_SSH_KEY)"),

    NO_ROOT(
            FailureKind.NOT_FOUND,
            "There is no directory {target:text}",
            "the directory above it is missing, too",
            "Create that, or use another path"),
    NO_OBJECT(
            FailureKind.NOT_FOUND,
            "There is no {object:text} in {target:text}",
            "",
            "Find out who removes files there, or use another backup"),
    NO_FILE(
            FailureKind.NOT_FOUND,
            "{task:text} in {target:text} failed",
            "there is no such file or directory; the server reports \"{status:text}\"",
            "Find out who removes files there, and start again"),

    NAME_TAKEN(
            FailureKind.ALREADY_EXISTS,
            "The name {object:text} is taken by other content in {target:text}",
            "",
            "Remove that, or use another directory"),
    FILE_EXISTS(
            FailureKind.ALREADY_EXISTS,
            "{task:text} in {target:text} failed",
            "the name is taken; the server reports \"{status:text}\"",
            "Remove the file of that name, or use another directory"),
    FILE_ABOVE_OBJECT(
            FailureKind.ALREADY_EXISTS, "{file:text} is a file, so nothing can be stored below it", "", "Remove it"),

    KNOWN_HOSTS_UNREADABLE(
            FailureKind.HOST_IDENTITY,
            "{host:text} cannot be authenticated, so no password was sent",
            "the known hosts in {file:path} cannot be read",
            "Let the user that the gateway runs as read that file"),
    KNOWN_KEY_UNREADABLE(
            FailureKind.HOST_IDENTITY,
            "{host:text} cannot be authenticated, so no password was sent",
            "its key in {file:path} cannot be read; the host shows {key:text}",
            "Compare that with the host's own key; if they agree, remove the damaged one (ssh-keygen -f {file} -R '{entry:text}')"
                    + " and start again"),
    HOST_UNKNOWN(
            FailureKind.HOST_IDENTITY,
            "{host:text} is not a known host, so no password was sent",
            "its key is {key:text}",
            "Compare that with the host's own key; if they agree, add what ssh-keyscan -p {port:number} {name:text} prints"
                    + " to {file:path}"),
    HOST_KEY_CHANGED(
            FailureKind.HOST_IDENTITY,
            "The key of {host:text} has changed, so no password was sent",
            "it is {key:text}, but was {expected:text}. Somebody may be posing as that host",
            "If the change is rightful, remove the previous key (ssh-keygen -f {file:path} -R '{entry:text}') and start again"),
    HOST_KEY_REVOKED(
            FailureKind.HOST_IDENTITY,
            "{host:text} shows a revoked key, so no password was sent",
            "{file:path} lists {key:text} as revoked",
            "Have that host's administrator replace its key"),
    HOST_KEY_NOT_STORED(
            FailureKind.HOST_IDENTITY,
            "The key of {host:text} is new and cannot be stored, so no password was sent",
            "the key is {key:text}, and {file:path} cannot be written",
            "Let the user that the gateway runs as write there"),
    HOST_KEY_INVALID(
            FailureKind.HOST_IDENTITY,
            "{host:text} shows no valid public key, so no password was sent",
            "",
            "Check host and port, and the SSH server there"),

    LOGIN_REFUSED(
            FailureKind.AUTHENTICATION,
            "{host:text} refuses this login",
            "",
            "Check username and password, or the key"),
    LOGIN_REFUSED_WITH_TEXT(
            FailureKind.AUTHENTICATION,
            "{host:text} refuses this login",
            "the server says \"{said:text}\"",
            "Check username and password, or the key"),
    LOGIN_REFUSED_PASSWORD_EXPIRED(
            FailureKind.AUTHENTICATION,
            "{host:text} refuses this login",
            "its password has expired; the server says \"{said:text}\"",
            "Set a new password on that host, and use it here"),
    LOGIN_REFUSED_ACCOUNT_CLOSED(
            FailureKind.AUTHENTICATION,
            "{host:text} refuses this login",
            "this account may not log in there, or has no shell that starts SFTP; the server says \"{said:text}\"",
            "Have that host's administrator allow SFTP for it"),
    LOGIN_REFUSED_BUSY(
            FailureKind.AUTHENTICATION,
            "{host:text} refuses this login",
            "it takes no more connections at the moment; the server says \"{said:text}\"",
            "Try again later, or raise that host's limit"),
    LOGIN_REFUSED_NOT_OPEN(
            FailureKind.AUTHENTICATION,
            "{host:text} refuses this login",
            "it lets nobody in at the moment; the server says \"{said:text}\"",
            "Try again later"),
    PROMPT_UNANSWERED(
            FailureKind.AUTHENTICATION,
            "{host:text} asks for more than a password",
            "the gateway has no answer to \"{prompt:text}\"",
            "Let this user in with a password alone, or with a key (GATEWAY_SSH_KEY)"),
    NO_SFTP_PASSWORD_EXPIRED(
            FailureKind.AUTHENTICATION,
            "{host:text} lets this user log in but starts no SFTP",
            "the password of this login has expired; the server says \"{said:text}\"",
            "Set a new password on that host, and use it here"),
    KEY_UNREADABLE(
            FailureKind.AUTHENTICATION,
            "The private key {file:path} cannot be read",
            "",
            "Let the user that the gateway runs as read it, or set another key (GATEWAY_SSH_KEY)"),
    KEY_INVALID(
            FailureKind.AUTHENTICATION,
            "{file:path} is not a private key in OpenSSH's format",
            "",
            "Set another key (GATEWAY_SSH_KEY)"),
    KEY_PASSPHRASE_REQUIRED(
            FailureKind.AUTHENTICATION,
            "The private key {file:path} needs a passphrase",
            "",
            "Set it in the environment variable GATEWAY_SSH_KEY_PASSPHRASE, and start the gateway again"),
    KEY_PASSPHRASE_WRONG(
            FailureKind.AUTHENTICATION,
            "The passphrase in GATEWAY_SSH_KEY_PASSPHRASE does not open the private key {file:path}",
            "",
            "Correct that environment variable, and start the gateway again"),

    NO_PERMISSION(
            FailureKind.DENIED,
            "{task:text} in {target:text} failed",
            "the login has no permission; the server reports \"{status:text}\"",
            "Let this user read and write that directory, or use another"),
    READ_ONLY(
            FailureKind.DENIED,
            "{task:text} in {target:text} failed",
            "its file system is read-only; the server reports \"{status:text}\"",
            "Mount it writable, or use another directory"),
    ROOT_IS_FILE(FailureKind.DENIED, "{target:text} is a file, not a directory", "", "Put a directory in its place"),
    DIRECTORY_IS_LINK(
            FailureKind.DENIED,
            "{file:text} is a symbolic link, and links are not followed in a backup directory",
            "",
            "Put a directory in its place"),
    DIRECTORY_IS_SPECIAL(
            FailureKind.DENIED,
            "{file:text} is a file, a link or a device, not a directory",
            "",
            "Put a directory in its place"),
    OBJECT_IS_SPECIAL(
            FailureKind.DENIED,
            "{file:text} is a link or a device, which is neither followed nor touched",
            "",
            "Remove it"),
    NO_SFTP(
            FailureKind.DENIED,
            "{host:text} lets this user log in but starts no SFTP",
            "",
            "Have that host's administrator allow SFTP for this user"),
    NO_SFTP_WITH_TEXT(
            FailureKind.DENIED,
            "{host:text} lets this user log in but starts no SFTP",
            "the server says \"{said:text}\"",
            "If a start file of this user's shell writes that, remove it there; otherwise have that host's administrator"
                    + " allow SFTP for this user"),
    NO_SFTP_ACCOUNT_CLOSED(
            FailureKind.DENIED,
            "{host:text} lets this user log in but starts no SFTP",
            "this account may not log in there, or has no shell that starts SFTP; the server says \"{said:text}\"",
            "Have that host's administrator allow SFTP for it"),
    NO_SFTP_BUSY(
            FailureKind.DENIED,
            "{host:text} lets this user log in but starts no SFTP",
            "it takes no more connections at the moment; the server says \"{said:text}\"",
            "Try again later, or raise that host's limit"),
    NO_SFTP_NOT_OPEN(
            FailureKind.DENIED,
            "{host:text} lets this user log in but starts no SFTP",
            "it lets nobody in at the moment; the server says \"{said:text}\"",
            "Try again later"),
    SFTP_ENDED(
            FailureKind.DENIED,
            "{host:text} lets this user log in but ends SFTP at once",
            "the server gives no reason. Usually the password or the account has expired, or SFTP is not allowed for it",
            "Try the login with sftp; that server's log may have the reason"),

    NO_SPACE(
            FailureKind.NO_SPACE,
            "{task:text} in {target:text} failed",
            "there is no space left, or a quota is reached; the server reports \"{status:text}\"",
            "Free space there, for example by removing old backups, and start again"),

    READ_BACK_DIFFERS(
            FailureKind.INTEGRITY,
            "A test file in {target:text} was read back with other content",
            "",
            "Check the server's disk"),
    STORED_LENGTH_DIFFERS(
            FailureKind.INTEGRITY,
            "Storing {object:text} in {target:text} failed",
            "{sent:count byte bytes} were sent, and the stored file has {stored:count byte bytes}",
            "Check the server's disk"),
    LENGTH_CHANGED(
            FailureKind.INTEGRITY,
            "{object:text} in {target:text} is damaged",
            "its length changed while it was read",
            "Use another backup, and find out what writes there"),
    OFFSET_BEYOND_END(
            FailureKind.INTEGRITY,
            "{object:text} in {target:text} is damaged",
            "it has {length:count byte bytes}, but reading was to start after {offset:count byte bytes}",
            "Use another backup, and find out what writes there"),

    HOST_NOT_FOUND(
            FailureKind.UNREACHABLE,
            "There is no address for the host {host:text}",
            "",
            "Check its name, and the gateway's name servers"),
    UNREACHABLE(
            FailureKind.UNREACHABLE,
            "{host:text} cannot be reached",
            "{reason:text}",
            "Check host and port, and that its SSH server runs"),

    CONNECTION_LOST(
            FailureKind.CONNECTION_LOST,
            "The connection to {host:text} was lost",
            "",
            "Check that host and the network, and start again"),
    CONNECTION_LOST_WITH_TEXT(
            FailureKind.CONNECTION_LOST,
            "The connection to {host:text} was lost",
            "the server says \"{said:text}\"",
            "Check that host and the network, and start again"),
    CONNECT_BROKEN(
            FailureKind.CONNECTION_LOST,
            "The connection to {host:text} broke while it was made",
            "",
            "Check the network, and whether its SSH server takes connections from the gateway"),
    CONNECT_BROKEN_WITH_TEXT(
            FailureKind.CONNECTION_LOST,
            "The connection to {host:text} broke while it was made",
            "the server says \"{said:text}\"",
            "Check its settings, and whether it takes connections from the gateway"),
    CONNECT_BROKEN_PASSWORD_EXPIRED(
            FailureKind.CONNECTION_LOST,
            "The connection to {host:text} broke while it was made",
            "the password of this login has expired; the server says \"{said:text}\"",
            "Set a new password on that host, and use it here"),
    CONNECT_BROKEN_ACCOUNT_CLOSED(
            FailureKind.CONNECTION_LOST,
            "The connection to {host:text} broke while it was made",
            "this account may not log in there, or has no shell that starts SFTP; the server says \"{said:text}\"",
            "Have that host's administrator allow SFTP for it"),
    CONNECT_BROKEN_BUSY(
            FailureKind.CONNECTION_LOST,
            "The connection to {host:text} broke while it was made",
            "that host takes no more connections at the moment; the server says \"{said:text}\"",
            "Try again later, or raise that host's limit"),
    CONNECT_BROKEN_NOT_OPEN(
            FailureKind.CONNECTION_LOST,
            "The connection to {host:text} broke while it was made",
            "that host lets nobody in at the moment; the server says \"{said:text}\"",
            "Try again later"),
    ENDED_AFTER_LOGIN(
            FailureKind.CONNECTION_LOST,
            "{host:text} let this user log in and then ended the connection",
            "the server gives no reason. Often a ChrootDirectory, or a directory above it, does not belong to root or may be"
                    + " written to by others",
            "Check the network; if it goes on, see that server's log"),
    STORAGE_LOST(
            FailureKind.CONNECTION_LOST,
            "{task:text} in {target:text} failed",
            "the server lost its own connection to the storage; it reports \"{status:text}\"",
            "Check the server's storage, and start again"),

    NO_ANSWER(FailureKind.TIMEOUT, "{host:text} does not answer", "", "Check host, port and firewalls"),
    TIMED_OUT(
            FailureKind.TIMEOUT,
            "{host:text} timed out",
            "it took more than {connectTimeout:duration} until the login was complete, or made no progress for"
                    + " {progress:duration} after that",
            "Check that host and the network, or raise connect-timeout-seconds or progress-timeout-seconds in"
                    + " etc/org.flowgateway.backup.transport.sftp.cfg"),

    CLOSED(FailureKind.CLOSED, "The connection to {host:text} was closed while it was in use", "", "Start again"),

    NOT_SSH(
            FailureKind.UNKNOWN,
            "No SSH server answers at {host:text}",
            "the server there says \"{said:text}\"",
            "Check host and port"),
    NOT_UNDERSTOOD(
            FailureKind.UNKNOWN,
            "The server at {host:text} does not answer like an SSH server with SFTP",
            "",
            "Check host and port"),
    NO_COMMON_ALGORITHM(
            FailureKind.UNKNOWN,
            "{host:text} and the gateway have no {algorithm:text} in common",
            "the server offers {server:text}; the gateway offers {gateway:text}",
            "Allow one of the gateway's in the SSH server's settings"),
    SERVER_ERROR(
            FailureKind.UNKNOWN,
            "{task:text} in {target:text} failed",
            "the server reports \"{status:text}\"",
            "See the server's log"),
    SERVER_FAILURE(
            FailureKind.UNKNOWN,
            "{task:text} in {target:text} failed",
            "the server reports no more than \"{status:text}\". The directory is there ({mode:text}); usually this login has"
                    + " no permission in it, or its space or quota is used up",
            "Check these; that server's log may have the reason"),
    DIRECTORY_REMOVED(
            FailureKind.UNKNOWN,
            "Storing {object:text} failed",
            "its directory below {target:text} was removed again and again while it was written",
            "Find out what does that, and start again"),
    NOT_SYNCED(
            FailureKind.UNKNOWN,
            "{file:text} was stored, but may be lost in a power failure",
            "the server reports \"{status:text}\"",
            "Check the server's disk, and start again"),
    FAILED(
            FailureKind.UNKNOWN,
            "{task:text} in {target:text} failed",
            "{reason:text}",
            "Check the server; the gateway's log has the details");

    private final FailureKind failureKind;
    private final MessageTemplate template;

    SftpMessage(FailureKind failureKind, String event, String cause, String action) {
        this.failureKind = failureKind;
        template = MessageTemplate.of(MessageKind.STORAGE_ERROR, event, cause, action);
    }

    @Override
    public FailureKind failureKind() {
        return failureKind;
    }

    @Override
    public String catalogue() {
        return "sftp";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
