package org.flowgateway.backup.transport.sftp.ssh;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reason why a server refuses a login, recognized in its message, and what to do about it. */
enum RefusalReason {

    /** The password has to be changed first. */
    PASSWORD_EXPIRED(
            "password.{0,20}expired|password change|change your password|(current|new) password|password.{0,20}must be changed",
            "the password of this login has expired. Set a new one on that host, and use it here"),
    /** The account is closed, temporarily or permanently. */
    ACCOUNT_CLOSED(
            "account.{0,30}(expired|disabled|locked|suspended|not available|not permitted)|nologin|logins? (is |are )?(disabled|not allowed)"
                    + "|may not log ?in|not allowed to log ?in|sftp (connections )?only",
            "this account may not log in there, or has no shell that starts SFTP. Have that host's administrator allow SFTP for it"),
    /** The server has too many connections. */
    BUSY(
            "maxstartups|too many (connections|users|logins|sessions)|not allowed at this time|(connection|login|session)s? limit",
            "that host takes no more connections at the moment. Try again later, or raise its limit"),
    /** The server accepts no logins at the moment. */
    NOT_OPEN(
            "going down|shut ?down|maintenance|booting up|not permitted to log ?in yet",
            "that host lets nobody in at the moment. Try again later");

    private final Pattern pattern;
    private final String advice;

    RefusalReason(String pattern, String advice) {
        this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
        this.advice = advice;
    }

    /** Returns the reason and what to do, as the end of a sentence. */
    String advice() {
        return advice;
    }

    /** Finds the reason in a message; empty if it is not recognized. */
    static Optional<RefusalReason> of(String text) {
        return Arrays.stream(values())
                .filter(meaning -> meaning.pattern.matcher(text).find())
                .findFirst();
    }
}
