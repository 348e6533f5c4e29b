package org.flowgateway.backup.transport.s3;

import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Kind of a store's error, by its error code, or without one by the HTTP status. */
enum S3ErrorKind {
    NO_KEY,
    NO_BUCKET,
    ALREADY_EXISTS,
    PATH_CONFLICT,
    CONFLICT,
    NOT_IMPLEMENTED,
    INVALID_RANGE,
    DENIED,
    INVALID_CREDENTIALS,
    EXPIRED_CREDENTIALS,
    CLOCK_SKEW,
    REDIRECT,
    SLOW_DOWN,
    REQUEST_TIMEOUT,
    SERVER_ERROR,
    NO_SPACE,
    DIGEST_MISMATCH,
    NOT_S3,
    OTHER;

    private static final int METHOD_NOT_ALLOWED = 405;

    /** Maximum length of an error code in messages for people. */
    private static final int MAX_CHARACTERS = 100;

    private static final Map<String, S3ErrorKind> CODES = Map.ofEntries(
            Map.entry("NoSuchKey", NO_KEY),
            Map.entry("NoSuchBucket", NO_BUCKET),
            Map.entry("PreconditionFailed", ALREADY_EXISTS),
            Map.entry("ConditionalRequestConflict", CONFLICT),
            Map.entry("OperationAborted", CONFLICT),
            Map.entry("XMinioParentIsObject", PATH_CONFLICT),
            Map.entry("XMinioObjectExistsAsDirectory", PATH_CONFLICT),
            Map.entry("NotImplemented", NOT_IMPLEMENTED),
            Map.entry("InvalidRange", INVALID_RANGE),
            Map.entry("AccessDenied", DENIED),
            Map.entry("AllAccessDisabled", DENIED),
            Map.entry("AccountProblem", DENIED),
            Map.entry("InvalidAccessKeyId", INVALID_CREDENTIALS),
            Map.entry("SignatureDoesNotMatch", INVALID_CREDENTIALS),
            Map.entry("InvalidToken", INVALID_CREDENTIALS),
            Map.entry("NotSignedUp", INVALID_CREDENTIALS),
            Map.entry("ExpiredToken", EXPIRED_CREDENTIALS),
            Map.entry("TokenRefreshRequired", EXPIRED_CREDENTIALS),
            Map.entry("RequestTimeTooSkewed", CLOCK_SKEW),
            Map.entry("RequestExpired", CLOCK_SKEW),
            Map.entry("PermanentRedirect", REDIRECT),
            Map.entry("TemporaryRedirect", REDIRECT),
            Map.entry("Redirect", REDIRECT),
            Map.entry("AuthorizationHeaderMalformed", REDIRECT),
            Map.entry("IllegalLocationConstraintException", REDIRECT),
            Map.entry("SlowDown", SLOW_DOWN),
            Map.entry("ServiceUnavailable", SLOW_DOWN),
            Map.entry("Throttling", SLOW_DOWN),
            Map.entry("ThrottlingException", SLOW_DOWN),
            Map.entry("TooManyRequests", SLOW_DOWN),
            Map.entry("RequestLimitExceeded", SLOW_DOWN),
            Map.entry("BandwidthLimitExceeded", SLOW_DOWN),
            Map.entry("RequestTimeout", REQUEST_TIMEOUT),
            Map.entry("InternalError", SERVER_ERROR),
            Map.entry("QuotaExceeded", NO_SPACE),
            Map.entry("InsufficientCapacity", NO_SPACE),
            Map.entry("InsufficientStorage", NO_SPACE),
            Map.entry("ServiceQuotaExceeded", NO_SPACE),
            Map.entry("XMinioStorageFull", NO_SPACE),
            Map.entry("XMinioAdminBucketQuotaExceeded", NO_SPACE),
            Map.entry("StorageLimitExceeded", NO_SPACE),
            Map.entry("BadDigest", DIGEST_MISMATCH),
            Map.entry("XAmzContentSHA256Mismatch", DIGEST_MISMATCH),
            Map.entry("InvalidDigest", DIGEST_MISMATCH));

    /** Classifies an error. */
    static S3ErrorKind of(S3Exception answer) {
        S3ErrorKind known = CODES.get(code(answer));
        return known != null
                ? known
                : switch (answer.statusCode()) {
                    case 301, 302, 307, 308 -> REDIRECT;
                    case 401 -> INVALID_CREDENTIALS;
                    case 403 -> DENIED;
                    case 412 -> ALREADY_EXISTS;
                    case 416 -> INVALID_RANGE;
                    case 429, 503 -> SLOW_DOWN;
                    case 500, 502, 504 -> SERVER_ERROR;
                    case 501 -> NOT_IMPLEMENTED;
                    case 507 -> NO_SPACE;
                    default -> code(answer).isEmpty() ? NOT_S3 : OTHER;
                };
    }

    /** Returns the store's error code; {@code ""} if the body is not S3's. */
    static String code(S3Exception answer) {
        String code = answer.awsErrorDetails() == null
                ? ""
                : Objects.requireNonNullElse(answer.awsErrorDetails().errorCode(), "");
        return code.length() <= MAX_CHARACTERS ? code : code.substring(0, MAX_CHARACTERS) + "…";
    }

    /** Returns true if the store rejected a name that exists. */
    static boolean isTaken(S3Exception answer) {
        return of(answer) == ALREADY_EXISTS;
    }

    /** Returns true if the store does not have this kind of request. */
    static boolean isUnavailable(S3Exception answer) {
        return of(answer) == NOT_IMPLEMENTED || answer.statusCode() == METHOD_NOT_ALLOWED;
    }

    /** Returns true for transient errors, for which another request would give no better answer. */
    boolean isTransient() {
        return this == SLOW_DOWN || this == SERVER_ERROR || this == REQUEST_TIMEOUT;
    }
}
