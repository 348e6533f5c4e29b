package org.flowgateway.backup.access;

import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of the problems of the listener, its certificate and the users. A problem of a setting begins with the setting's key. */
enum AccessMessage implements MessageDefinition {
    BIND_ADDRESS_INVALID(
            MessageKind.READINESS_PROBLEM,
            "bind-address [{value:text}] is neither an IP address nor a host name that resolves",
            "",
            "Set an address of this host, or 0.0.0.0 for all"),
    PORT_INVALID(
            MessageKind.READINESS_PROBLEM,
            "{key:text} [{value:text}] is not a TCP port",
            "",
            "Set a number in 1 to 65535"),
    PORTS_EQUAL(
            MessageKind.READINESS_PROBLEM,
            "http-port [{value:text}] is the port of https-port, too",
            "",
            "Set another one"),
    PORT_IN_USE(
            MessageKind.READINESS_PROBLEM,
            "https-port or http-port cannot be opened, which is retried every {pause:duration}",
            "{reason:text}",
            "Stop the program that uses this address, or set another with GATEWAY_BIND_ADDRESS, GATEWAY_HTTPS_PORT or"
                    + " GATEWAY_HTTP_PORT"),
    PROXIES_INVALID(
            MessageKind.READINESS_PROBLEM,
            "trusted-proxies [{value:text}] is neither an IP address nor a network; names are not resolved",
            "",
            "Set addresses and networks such as 10.0.0.0/8"),
    HSTS_INVALID(
            MessageKind.READINESS_PROBLEM,
            "hsts-seconds [{value:text}] is not a number of seconds in 1 to {limit:number}",
            "",
            "Set such a number, or nothing to switch the header off"),
    STATE_DIRECTORY_MISSING(
            MessageKind.READINESS_PROBLEM,
            "state-dir [] is empty",
            "",
            "Set the directory of the certificate and the users"),
    STATE_DIRECTORY_INVALID(
            MessageKind.READINESS_PROBLEM, "state-dir [{value:text}] is not a path", "", "Set the path of a directory"),
    STATE_DIRECTORY_UNUSABLE(
            MessageKind.READINESS_PROBLEM,
            "state-dir [{directory:path}] cannot be used",
            "{reason:text}",
            "Let the gateway's user read and write it, or set another"),
    LISTENER_NOT_STARTED(
            MessageKind.READINESS_PROBLEM,
            "state-dir [{directory:path}] has no key and certificate to listen with",
            "{reason:text}",
            "See the gateway's log and fix them"),
    ADMIN_USER_INVALID(
            MessageKind.READINESS_PROBLEM,
            "admin-user [{value:text}] is not a user name",
            "",
            "Set 1 to 64 characters of A-Z a-z 0-9 . _ @ -, with a letter or digit first"),
    ADMIN_PASSWORD_GIVEN_TWICE(
            MessageKind.READINESS_PROBLEM,
            "GATEWAY_ADMIN_PASSWORD and GATEWAY_ADMIN_PASSWORD_FILE are both set",
            "",
            "Unset one of them and start the gateway again"),
    ADMIN_PASSWORD_FILE_MISSING(
            MessageKind.READINESS_PROBLEM,
            "The file of GATEWAY_ADMIN_PASSWORD_FILE [{file:text}] cannot be used",
            "it does not exist",
            "Create it, or correct the variable, and start the gateway again"),
    ADMIN_PASSWORD_FILE_NOT_A_FILE(
            MessageKind.READINESS_PROBLEM,
            "The file of GATEWAY_ADMIN_PASSWORD_FILE [{file:text}] cannot be used",
            "it is not a file",
            "Correct the variable and start the gateway again"),
    ADMIN_PASSWORD_FILE_NOT_A_PATH(
            MessageKind.READINESS_PROBLEM,
            "GATEWAY_ADMIN_PASSWORD_FILE is not a path",
            "",
            "Correct the variable and start the gateway again"),
    ADMIN_PASSWORD_FILE_OPEN_TO_OTHERS(
            MessageKind.READINESS_PROBLEM,
            "The file of GATEWAY_ADMIN_PASSWORD_FILE [{file:text}] cannot be used",
            "others have the permission to read or write it",
            "Remove that permission (chmod o-rw) and start the gateway again"),
    ADMIN_PASSWORD_FILE_UNREADABLE(
            MessageKind.READINESS_PROBLEM,
            "The file of GATEWAY_ADMIN_PASSWORD_FILE [{file:text}] cannot be used",
            "the gateway's user cannot read it",
            "Let that user read it and start the gateway again"),
    ADMIN_PASSWORD_FILE_NOT_UTF8(
            MessageKind.READINESS_PROBLEM,
            "The file of GATEWAY_ADMIN_PASSWORD_FILE [{file:text}] cannot be used",
            "it is not text in UTF-8",
            "Write the password in UTF-8 and start the gateway again"),
    ADMIN_PASSWORD_FILE_NOT_ONE_LINE(
            MessageKind.READINESS_PROBLEM,
            "The file of GATEWAY_ADMIN_PASSWORD_FILE [{file:text}] cannot be used",
            "it is not one line of 1 to {limit:number} bytes without control characters",
            "Write the password there and nothing else, and start the gateway again"),
    USERS_FILE_MISSING(
            MessageKind.READINESS_PROBLEM,
            "{file:path} is missing, so none of its users can log in",
            "",
            "Put it back, or start the gateway again, which makes a new one"),
    USERS_FILE_INACCESSIBLE(
            MessageKind.READINESS_PROBLEM,
            "{file:path} cannot be read or written",
            "",
            "Let the gateway's user read and write it, and free space there"),
    USERS_FILE_UNREADABLE(
            MessageKind.COMMAND_ERROR,
            "{file:path} cannot be read",
            "{reason:text}",
            "Let the gateway's user read it, and try again"),
    USERS_FILE_UNWRITABLE(
            MessageKind.COMMAND_ERROR,
            "{file:path} cannot be written",
            "{reason:text}",
            "Let the gateway's user write there, free space there, and try again"),
    PASSWORD_EMPTY(MessageKind.COMMAND_ERROR, "The password is empty", "", "Type one"),
    PASSWORD_TOO_LONG(
            MessageKind.COMMAND_ERROR,
            "The password is too long",
            "its length [{length:number}] exceeds the limit of {limit:count character characters}",
            "Use a shorter one"),
    PASSWORD_WITH_CONTROL_CHARACTER(
            MessageKind.COMMAND_ERROR, "The password holds a control character", "", "Remove that character"),
    PASSWORD_NOT_HASHED(
            MessageKind.LOG,
            "A user cannot log in, since the stored password is not a hash of this gateway",
            "{reason:text}",
            "Set the password of that user again with gateway-backup:passwd; gateway-backup:users shows who it is"),
    CERTIFICATE_NOT_YET_VALID(
            MessageKind.READINESS_PROBLEM,
            "The certificate of the HTTPS listener is not valid before {from:time}",
            "",
            "Check the gateway's clock, or replace {file:path} and its key; no restart is needed"),
    CERTIFICATE_EXPIRED(
            MessageKind.READINESS_PROBLEM,
            "The certificate of the HTTPS listener expired at {until:time}, so clients reject it",
            "",
            "Replace {file:path} and its key; no restart is needed"),
    CERTIFICATE_EXPIRES(
            MessageKind.READINESS_PROBLEM,
            "The certificate of the HTTPS listener expires at {until:time}",
            "",
            "Replace {file:path} and its key; no restart is needed"),
    TLS_FILES_REJECTED(
            MessageKind.READINESS_PROBLEM,
            "HTTPS still uses its previous key and certificate",
            "{problem:message}",
            "No restart is needed"),
    TLS_FILES_INACCESSIBLE(
            MessageKind.READINESS_PROBLEM,
            "The key or the certificate of HTTPS cannot be read",
            "{reason:text}",
            "Let the gateway's user read {file:path} and the key beside it"),
    TLS_FILE_MISSING(
            MessageKind.READINESS_PROBLEM,
            "The key or the certificate of HTTPS is missing",
            "",
            "Put both into place: {file:path} and the key beside it"),
    TLS_PAIR_MISMATCH(
            MessageKind.READINESS_PROBLEM,
            "The key in [{key:path}] does not belong to the first certificate in [{certificate:path}]",
            "",
            "Replace both by a pair, the gateway's own certificate first"),
    TLS_KEY_UNUSABLE(
            MessageKind.READINESS_PROBLEM,
            "The key in [{file:path}] cannot be used for TLS",
            "",
            "Create one of the kind EC or RSA"),
    TLS_KEY_MISSING(
            MessageKind.READINESS_PROBLEM,
            "There is no unencrypted private key in [{file:path}]",
            "",
            "Write it as PEM, without a passphrase"),
    TLS_KEY_MALFORMED(
            MessageKind.READINESS_PROBLEM,
            "The private key in [{file:path}] is malformed",
            "",
            "Write it as PEM, without a passphrase"),
    TLS_CERTIFICATE_MISSING(
            MessageKind.READINESS_PROBLEM, "There is no certificate in [{file:path}]", "", "Write it as PEM"),
    TLS_CERTIFICATE_MALFORMED(
            MessageKind.READINESS_PROBLEM, "The certificate in [{file:path}] is malformed", "", "Write it as PEM"),
    TLS_COPY_NOT_STORED(
            MessageKind.LOG,
            "The copy of the accepted key and certificate could not be stored, so a start with files that are no pair"
                    + " would fail",
            "{reason:text}",
            "Let the gateway's user write there, and free space there");

    private final MessageTemplate template;

    AccessMessage(MessageKind kind, String event, String cause, String action) {
        template = MessageTemplate.of(kind, event, cause, action);
    }

    @Override
    public String catalogue() {
        return "access";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
