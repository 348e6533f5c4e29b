package org.flowgateway.backup.transport.sftp.ssh;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.flowgateway.backup.transport.sftp.message.SftpMessage;

/** Reason why a server refuses a login, recognized in its message, with what is reported at each step of a connection. */
enum RefusalReason {

    /** The password has to be changed first. */
    PASSWORD_EXPIRED(
            "password.{0,20}expired|password change|change your password|(current|new) password|password.{0,20}must be changed",
            SftpMessage.CONNECT_BROKEN_PASSWORD_EXPIRED,
            SftpMessage.LOGIN_REFUSED_PASSWORD_EXPIRED,
            SftpMessage.NO_SFTP_PASSWORD_EXPIRED),
    /** The account is closed, temporarily or permanently. */
    ACCOUNT_CLOSED(
            "account.{0,30}(expired|disabled|locked|suspended|not available|not permitted)|nologin|logins? (is |are )?(disabled|not allowed)"
                    + "|may not log ?in|not allowed to log ?in|sftp (connections )?only",
            SftpMessage.CONNECT_BROKEN_ACCOUNT_CLOSED,
            SftpMessage.LOGIN_REFUSED_ACCOUNT_CLOSED,
            SftpMessage.NO_SFTP_ACCOUNT_CLOSED),
    /** The server has too many connections. */
    BUSY(
            "maxstartups|too many (connections|users|logins|sessions)|not allowed at this time|(connection|login|session)s? limit",
            SftpMessage.CONNECT_BROKEN_BUSY,
            SftpMessage.LOGIN_REFUSED_BUSY,
            SftpMessage.NO_SFTP_BUSY),
    /** The server accepts no logins at the moment. */
    NOT_OPEN(
            "going down|shut ?down|maintenance|booting up|not permitted to log ?in yet",
            SftpMessage.CONNECT_BROKEN_NOT_OPEN,
            SftpMessage.LOGIN_REFUSED_NOT_OPEN,
            SftpMessage.NO_SFTP_NOT_OPEN);

    private final Pattern pattern;
    private final SftpMessage connectBroken;
    private final SftpMessage loginRefused;
    private final SftpMessage noSftp;

    RefusalReason(String pattern, SftpMessage connectBroken, SftpMessage loginRefused, SftpMessage noSftp) {
        this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
        this.connectBroken = connectBroken;
        this.loginRefused = loginRefused;
        this.noSftp = noSftp;
    }

    /** Returns the failure of a connection that broke while it was made; parameters are the host and the server's text. */
    SftpMessage connectBroken() {
        return connectBroken;
    }

    /** Returns the failure of a refused login; parameters are the host and the server's text. */
    SftpMessage loginRefused() {
        return loginRefused;
    }

    /** Returns the failure of a login without SFTP; parameters are the host and the server's text. */
    SftpMessage noSftp() {
        return noSftp;
    }

    /** Finds the reason in a message; empty if it is not recognized. */
    static Optional<RefusalReason> of(String text) {
        return Arrays.stream(values())
                .filter(meaning -> meaning.pattern.matcher(text).find())
                .findFirst();
    }
}
