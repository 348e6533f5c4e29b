package org.flowgateway.backup.transport.s3;

import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.TransportMessage;

/** Catalogue of the S3 transport's failures. A task is the beginning of a sentence, such as "Storing a/b"; a target is bucket and prefix. */
enum S3Message implements TransportMessage {
    NOT_CONFIGURED(
            FailureKind.INVALID_TARGET,
            "The S3 transport has no valid settings",
            "{problem:text}",
            "Until then use another target"),
    OTHER_SCHEME(
            FailureKind.INVALID_TARGET,
            "{scheme:text}:// is not the scheme of an S3 store",
            "",
            "Use s3://, s3+https:// or s3+http://"),
    USERNAME_MISSING(
            FailureKind.INVALID_TARGET,
            "username is required for an S3 store if password is set",
            "",
            "Set username to the access key"),
    PASSWORD_MISSING(
            FailureKind.INVALID_TARGET,
            "password is required for an S3 store if username is set",
            "",
            "Set password to the secret of the access key"),
    LOGIN_MISSING(
            FailureKind.INVALID_TARGET,
            "username and password are required for an S3 store",
            "the gateway has no access key in its environment",
            "Set username to the access key and password to its secret, or set AWS_ACCESS_KEY_ID and"
                    + " AWS_SECRET_ACCESS_KEY in the gateway's environment"),
    ADDRESS_WITH_LOGIN(
            FailureKind.INVALID_TARGET,
            "The S3 address holds a user or a password",
            "",
            "Remove it, and set username to the access key and password to its secret"),
    ADDRESS_MALFORMED(
            FailureKind.INVALID_TARGET,
            "The S3 address is malformed",
            "",
            "Write it as {scheme:text}://endpoint/bucket or {scheme}://endpoint:port/bucket"),
    PORT_INVALID(
            FailureKind.INVALID_TARGET,
            "The port [{port:text}] of the S3 endpoint is not in 1 to 65535",
            "",
            "Correct the address"),
    TLS_REQUIRED(
            FailureKind.INVALID_TARGET,
            "s3+http:// is only for a store on the gateway itself",
            "without TLS the server cannot be authenticated",
            "Use s3+https://"),
    TEXT_AFTER_BUCKET(
            FailureKind.INVALID_TARGET,
            "The S3 address has something other than ?region=… after the bucket",
            "",
            "Write it as {shape:text} or {shape}?region=eu-central-1, and set path to the prefix"),
    BUCKET_INVALID(
            FailureKind.INVALID_TARGET,
            "[{bucket:text}] is not a valid name of a bucket",
            "",
            "Use 3 to 63 characters of a-z, 0-9, dots and dashes, with a letter or digit at both ends"),
    REGION_MISSING(
            FailureKind.INVALID_TARGET,
            "The region of the bucket is unknown",
            "",
            "Name it, as in s3://bucket?region=eu-central-1, or set GATEWAY_S3_REGION"),
    REGION_INVALID(
            FailureKind.INVALID_TARGET,
            "[{region:text}] is not a valid name of a region",
            "",
            "Use a name such as eu-central-1"),
    PATH_INVALID(
            FailureKind.INVALID_TARGET,
            "path is not a valid prefix in an S3 store",
            "",
            "Use names joined by single slashes; the names . and .. and control characters are not allowed"),
    PATH_TOO_LONG(
            FailureKind.INVALID_TARGET,
            "path is longer than {limit:count byte bytes}, the maximum of a prefix in an S3 store",
            "",
            "Use a shorter prefix"),
    OTHER_REGION(
            FailureKind.INVALID_TARGET,
            "The bucket {bucket:text} is in the region {actual:text}, not in {region:text}",
            "",
            "Append ?region={actual} to the address"),
    OTHER_ADDRESS(
            FailureKind.INVALID_TARGET,
            "{task:text} failed in {target:text}",
            "the bucket is at another address, or in another region than {region:text}",
            "Correct the address, or append ?region=… to it"),
    NO_BUCKET(
            FailureKind.NOT_FOUND,
            "There is no bucket {bucket:text} at {host:text}",
            "",
            "Create it, or correct the address"),
    NO_OBJECT(
            FailureKind.NOT_FOUND,
            "{task:text} failed in {target:text}",
            "there is no such object",
            "Find out who removes objects there, or use another backup"),
    NAME_TAKEN(
            FailureKind.ALREADY_EXISTS,
            "The name {object:text} is taken by other content in {target:text}",
            "",
            "Remove that, or use another prefix"),
    REJECTED_AS_EXISTING(
            FailureKind.ALREADY_EXISTS,
            "{task:text} failed in {target:text}",
            "the store reports that the name is taken",
            "Use another prefix; the log of the store has the details"),
    PATH_CONFLICT(
            FailureKind.ALREADY_EXISTS,
            "{task:text} failed in {target:text}",
            "an object is where a directory is needed, or the other way round, and this store cannot have both",
            "Remove it, or use another prefix"),
    CERTIFICATE_UNTRUSTED(
            FailureKind.HOST_IDENTITY,
            "The certificate of {host:text} is not trusted, so no access key was sent",
            "{reason:text}",
            "If it is the right host, set GATEWAY_S3_CA_FILE to a file with the certificate of the authority that signed it"),
    CA_FILE_UNREADABLE(
            FailureKind.HOST_IDENTITY,
            "The file of certificate authorities {file:path} cannot be read",
            "",
            "Let the user that the gateway runs as read it, or set GATEWAY_S3_CA_FILE to another"),
    CA_FILE_INVALID(
            FailureKind.HOST_IDENTITY,
            "The file of certificate authorities {file:path} holds no certificate in PEM",
            "",
            "Put the certificate there that signed the store's own"),
    ACCESS_KEY_REFUSED(
            FailureKind.AUTHENTICATION,
            "{host:text} refuses this access key",
            "",
            "Check username (the access key) and password (its secret)"),
    ACCESS_KEY_EXPIRED(
            FailureKind.AUTHENTICATION,
            "{host:text} refuses this access key",
            "it has expired",
            "Use a valid one; if it is set in the gateway's environment, restart the gateway"),
    CLOCKS_DIFFER(
            FailureKind.AUTHENTICATION,
            "The clocks of the gateway and of {host:text} differ by about {difference:count minute minutes}",
            "",
            "Set the gateway's clock"),
    CLOCK_WRONG(
            FailureKind.AUTHENTICATION,
            "The clocks of the gateway and of {host:text} differ by too much",
            "",
            "Set the gateway's clock"),
    NO_PERMISSION(
            FailureKind.DENIED,
            "{task:text} failed in {target:text}",
            "the access key has no permission",
            "Let it list the bucket, and read, write and delete objects there"),
    STORE_FULL(
            FailureKind.NO_SPACE,
            "{task:text} failed in {target:text}",
            "no space is left, or a quota is reached",
            "Free space there, for example by removing old backups, and start again"),
    READ_BACK_DIFFERS(
            FailureKind.INTEGRITY,
            "A test object in {target:text} was read back with other content",
            "",
            "Check the store"),
    STORED_LENGTH_DIFFERS(
            FailureKind.INTEGRITY,
            "Storing {object:text} failed in {target:text}",
            "the store has {stored:count byte bytes} of it instead of {expected:count byte bytes}",
            "Check the store"),
    OFFSET_BEYOND_END(
            FailureKind.INTEGRITY,
            "Reading {object:text} failed in {target:text}",
            "it has {length:count byte bytes}, fewer than the offset of {offset:count byte bytes} to read from",
            "Find out who replaces objects there, or use another backup"),
    CHANGED_IN_TRANSIT(
            FailureKind.INTEGRITY,
            "{task:text} failed in {target:text}",
            "the content that the store received differs from what was sent",
            "Check the network, and any proxy in between"),
    UNKNOWN_HOST(
            FailureKind.UNREACHABLE,
            "There is no address for the host {host:text}",
            "",
            "Check its name, and the gateway's name servers"),
    UNREACHABLE(
            FailureKind.UNREACHABLE,
            "{host:text} cannot be reached",
            "{reason:text}",
            "Check host and port, and that the store runs"),
    CONNECTION_LOST(
            FailureKind.CONNECTION_LOST,
            "The connection to {host:text} was lost",
            "",
            "Check that host and the network, and start again"),
    STORE_FAILED(
            FailureKind.CONNECTION_LOST,
            "{task:text} failed in {target:text}",
            "the store reports an internal error (status {status:number})",
            "Try again later; if it fails again, check the store"),
    NO_ANSWER(
            FailureKind.TIMEOUT, "{host:text} does not answer", "", "Check host, port and firewalls, and start again"),
    TIMED_OUT(
            FailureKind.TIMEOUT,
            "A call to {host:text} timed out",
            "there was no progress for {progress:duration}, or no first answer within {contact:duration}",
            "Check that host and the network, or raise connect-timeout-seconds or progress-timeout-seconds in"
                    + " etc/org.flowgateway.backup.transport.s3.cfg, and start again"),
    UPLOAD_TIMED_OUT(
            FailureKind.TIMEOUT,
            "{task:text} failed in {target:text}",
            "the store timed out while it waited for content",
            "Check the network, and start again"),
    THROTTLED(
            FailureKind.THROTTLED,
            "{task:text} failed in {target:text}",
            "the store asks to slow down",
            "Try again later, or have its owner raise the limit"),
    CONCURRENT_WRITER(
            FailureKind.THROTTLED,
            "Storing {object:text} failed in {target:text}",
            "another writer was storing and removing it at the same time",
            "Try again"),
    RANGE_NOT_SENT(
            FailureKind.UNSUPPORTED,
            "Reading a part of {object:text} failed in {target:text}",
            "the store ignores the Range header",
            "Read the whole object"),
    CLOSED(FailureKind.CLOSED, "The connection to {host:text} was closed while it was in use", "", "Start again"),
    NOT_LISTED(
            FailureKind.UNKNOWN,
            "The store {target:text} accepted {object:text} and does not show it",
            "",
            "Use another store: backups there would be unreliable"),
    NO_TLS(FailureKind.UNKNOWN, "{host:text} does not speak TLS", "", "Check host and port"),
    TLS_MISMATCH(
            FailureKind.UNKNOWN,
            "{host:text} and the gateway cannot agree on TLS",
            "{reason:text}",
            "Check the TLS settings of the store, which are too old or too strict"),
    ANSWER_NOT_S3(
            FailureKind.UNKNOWN,
            "{task:text} failed in {target:text}",
            "the answer has the status {status:number}, but is not one of S3",
            "Check that the address is the store's, and not a login page or a proxy"),
    NOT_S3(
            FailureKind.UNKNOWN,
            "{task:text} failed in {target:text}",
            "the server at {host:text} does not speak S3",
            "Check that the address is the store's, and not a login page or a proxy"),
    STORE_ERROR(
            FailureKind.UNKNOWN,
            "{task:text} failed in {target:text}",
            "the store reports \"{code:text}\" (status {status:number})",
            "The log of the store may have the details");

    private final FailureKind failureKind;
    private final MessageTemplate template;

    S3Message(FailureKind failureKind, String event, String cause, String action) {
        this.failureKind = failureKind;
        template = MessageTemplate.of(MessageKind.STORAGE_ERROR, event, cause, action);
    }

    @Override
    public FailureKind failureKind() {
        return failureKind;
    }

    @Override
    public String catalogue() {
        return "s3";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
