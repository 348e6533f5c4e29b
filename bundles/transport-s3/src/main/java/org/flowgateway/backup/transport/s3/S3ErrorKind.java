package org.flowgateway.backup.transport.s3;

import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a store means by its answer, by the code in its words, or where it has none of these, by the status. */
enum S3ErrorKind {
    NO_KEY,
    NO_BUCKET,
    TAKEN,
    IN_THE_WAY,
    CONFLICT,
    NOT_UNDERSTOOD,
    DENIED,
    LOGIN,
    EXPIRED,
    CLOCK,
    ELSEWHERE,
    SLOW_DOWN,
    TOO_SLOW,
    OUT_OF_ORDER,
    NO_SPACE,
    ALTERED,
    WITHOUT_WORDS,
    OTHER;

    /** Of a code, which stands in messages for people. */
    private static final int MOST_CHARACTERS = 100;

    private static final Map<String, S3ErrorKind> CODES = Map.ofEntries(
            Map.entry("NoSuchKey", NO_KEY),
            Map.entry("NoSuchBucket", NO_BUCKET),
            Map.entry("PreconditionFailed", TAKEN),
            Map.entry("ConditionalRequestConflict", CONFLICT),
            Map.entry("OperationAborted", CONFLICT),
            Map.entry("XMinioParentIsObject", IN_THE_WAY),
            Map.entry("XMinioObjectExistsAsDirectory", IN_THE_WAY),
            Map.entry("NotImplemented", NOT_UNDERSTOOD),
            Map.entry("AccessDenied", DENIED),
            Map.entry("AllAccessDisabled", DENIED),
            Map.entry("AccountProblem", DENIED),
            Map.entry("InvalidAccessKeyId", LOGIN),
            Map.entry("SignatureDoesNotMatch", LOGIN),
            Map.entry("InvalidToken", LOGIN),
            Map.entry("NotSignedUp", LOGIN),
            Map.entry("ExpiredToken", EXPIRED),
            Map.entry("TokenRefreshRequired", EXPIRED),
            Map.entry("RequestTimeTooSkewed", CLOCK),
            Map.entry("RequestExpired", CLOCK),
            Map.entry("PermanentRedirect", ELSEWHERE),
            Map.entry("TemporaryRedirect", ELSEWHERE),
            Map.entry("Redirect", ELSEWHERE),
            Map.entry("AuthorizationHeaderMalformed", ELSEWHERE),
            Map.entry("IllegalLocationConstraintException", ELSEWHERE),
            Map.entry("SlowDown", SLOW_DOWN),
            Map.entry("ServiceUnavailable", SLOW_DOWN),
            Map.entry("Throttling", SLOW_DOWN),
            Map.entry("ThrottlingException", SLOW_DOWN),
            Map.entry("TooManyRequests", SLOW_DOWN),
            Map.entry("RequestLimitExceeded", SLOW_DOWN),
            Map.entry("BandwidthLimitExceeded", SLOW_DOWN),
            Map.entry("RequestTimeout", TOO_SLOW),
            Map.entry("InternalError", OUT_OF_ORDER),
            Map.entry("QuotaExceeded", NO_SPACE),
            Map.entry("InsufficientCapacity", NO_SPACE),
            Map.entry("InsufficientStorage", NO_SPACE),
            Map.entry("ServiceQuotaExceeded", NO_SPACE),
            Map.entry("XMinioStorageFull", NO_SPACE),
            Map.entry("XMinioAdminBucketQuotaExceeded", NO_SPACE),
            Map.entry("StorageLimitExceeded", NO_SPACE),
            Map.entry("BadDigest", ALTERED),
            Map.entry("XAmzContentSHA256Mismatch", ALTERED),
            Map.entry("InvalidDigest", ALTERED));

    /** Classifies an answer. */
    static S3ErrorKind of(S3Exception answer) {
        S3ErrorKind known = CODES.get(code(answer));
        return known != null
                ? known
                : switch (answer.statusCode()) {
                    case 301, 302, 307, 308 -> ELSEWHERE;
                    case 401 -> LOGIN;
                    case 403 -> DENIED;
                    case 412 -> TAKEN;
                    case 429, 503 -> SLOW_DOWN;
                    case 500, 502, 504 -> OUT_OF_ORDER;
                    case 501 -> NOT_UNDERSTOOD;
                    case 507 -> NO_SPACE;
                    default -> code(answer).isEmpty() ? WITHOUT_WORDS : OTHER;
                };
    }

    /** The code in the store's words; {@code ""} if these are not S3's. */
    static String code(S3Exception answer) {
        String code = answer.awsErrorDetails() == null
                ? ""
                : Objects.requireNonNullElse(answer.awsErrorDetails().errorCode(), "");
        return code.length() <= MOST_CHARACTERS ? code : code.substring(0, MOST_CHARACTERS) + "…";
    }

    /** Whether the store refused because there is an object under the name already. */
    static boolean isTaken(S3Exception answer) {
        return of(answer) == TAKEN;
    }

    /** Whether asking again in another way would tell no more. */
    boolean isTransient() {
        return this == SLOW_DOWN || this == OUT_OF_ORDER || this == TOO_SLOW;
    }
}
