package org.flowgateway.backup.rest;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.flowgateway.backup.api.BackupRequest;
import org.flowgateway.backup.api.InvalidRequestException;
import org.flowgateway.backup.api.NotReadyException;
import org.flowgateway.backup.api.RestorePlan;
import org.flowgateway.backup.api.RestoreRequest;
import org.flowgateway.backup.api.RestoreSelection;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.api.SecurityPassword;
import org.flowgateway.backup.api.Target;

/** Conversion of request bodies to requests of the job service. */
final class JobRequests {

    private static final Set<String> BACKUP = Set.of("hostname", "username", "password", "path", "security_pwd");
    private static final Set<String> RESTORE =
            Set.of("hostname", "username", "password", "path", "security_pwd", "no_cert");
    private static final Set<String> PLAN = Set.of(
            "hostname", "username", "password", "path", "security_pwd", "no_cert", "sections", "paths", "drop_omitted");
    private static final Set<String> PLANNED_RESTORE = Set.of(
            "hostname",
            "username",
            "password",
            "path",
            "security_pwd",
            "no_cert",
            "sections",
            "paths",
            "plan",
            "drop_omitted");
    private static final Set<String> FLAGS = Set.of("no_cert", "drop_omitted");
    private static final Set<String> LISTS = Set.of("sections", "paths");

    private JobRequests() {}

    /**
     * Parses a backup request.
     *
     * @throws InvalidRequestException if the body is not such a request
     */
    static BackupRequest backup(HttpHeaders headers, InputStream stream) {
        try (RequestBody body = RequestBody.read(plainType(headers), stream, BACKUP, FLAGS)) {
            Target target = target(body);
            Optional<Secret> password = password(body);
            return new BackupRequest(target, password, securityPassword(body, password));
        }
    }

    /**
     * Parses a restore request of 1.0. That contract cannot accept omissions of a backup, so no omission may prevent a restore: content without
     * a place in the restored state is removed, with a warning.
     *
     * @throws InvalidRequestException if the body is not such a request
     */
    static RestoreRequest restore(HttpHeaders headers, InputStream stream) {
        try (RequestBody body = RequestBody.read(plainType(headers), stream, RESTORE, FLAGS)) {
            RestoreSelection all =
                    body.flag("no_cert") ? RestoreSelection.withoutCertificates() : RestoreSelection.everything();
            Target target = target(body);
            Optional<Secret> password = password(body);
            return new RestoreRequest(
                    target, password, securityPassword(body, password), all.withDropOmitted(true), Optional.empty());
        }
    }

    /**
     * Parses a request of 1.1 for a restore plan.
     *
     * @throws InvalidRequestException if the body is not such a request
     */
    static RestoreRequest plan(HttpHeaders headers, InputStream stream) {
        try (RequestBody body = RequestBody.read(plainType(headers), stream, PLAN, FLAGS, LISTS)) {
            RestoreSelection selection = selection(body);
            Target target = target(body);
            Optional<Secret> password = password(body);
            return new RestoreRequest(target, password, securityPassword(body, password), selection, Optional.empty());
        }
    }

    /**
     * Parses a restore request of 1.1. With a plan, every value that the plan contains is optional.
     *
     * @param plans lookup of a plan by its id
     * @throws InvalidRequestException if the body is not such a request, or there is no such plan
     */
    static RestoreRequest plannedRestore(HttpHeaders headers, InputStream stream, Plans plans)
            throws IOException, NotReadyException {
        try (RequestBody body = RequestBody.read(plainType(headers), stream, PLANNED_RESTORE, FLAGS, LISTS)) {
            Optional<String> id = Optional.of(body.text("plan")).filter(named -> !named.isEmpty());
            RestoreSelection selection = selection(body);
            Target target;
            if (id.isPresent()) {
                RestorePlan plan = plans.find(id.get()).orElseThrow(() -> HttpMessage.NO_PLAN.invalid("plan"));
                target = body.text("hostname").isEmpty()
                                && body.text("path").isEmpty()
                                && body.text("username").isEmpty()
                        ? plan.target()
                        : target(body);
                selection = selection.withDropOmitted(false).equals(RestoreSelection.everything())
                        ? plan.selection()
                        : selection;
            } else {
                target = target(body);
            }
            Optional<Secret> password = password(body);
            return new RestoreRequest(target, password, securityPassword(body, password), selection, id);
        }
    }

    /** Lookup of plans. */
    @FunctionalInterface
    interface Plans {
        Optional<RestorePlan> find(String id) throws IOException, NotReadyException;
    }

    /** Returns the selection. Present but empty lists are refused: a client that selected nothing does not want everything. */
    private static RestoreSelection selection(RequestBody body) {
        return chosen(body).withDropOmitted(body.flag("drop_omitted"));
    }

    private static RestoreSelection chosen(RequestBody body) {
        Optional<List<String>> sections = body.list("sections");
        Optional<List<String>> paths = body.list("paths");
        boolean listed = sections.isPresent() || paths.isPresent();
        if (body.flag("no_cert")) {
            if (listed) {
                throw HttpMessage.NO_CERT_WITH_SELECTION.invalid("no_cert");
            }
            return RestoreSelection.withoutCertificates();
        }
        return listed
                ? RestoreSelection.of(sections.orElse(List.of()), paths.orElse(List.of()))
                : RestoreSelection.everything();
    }

    /**
     * Returns the body's media type; {@code null} if the client named none.
     *
     * @throws RequestRejectedException if the body is compressed, or encoded in another way
     */
    private static MediaType plainType(HttpHeaders headers) {
        checkCoding(headers, HttpHeaders.CONTENT_ENCODING, "identity");
        checkCoding(headers, "Transfer-Encoding", "chunked");
        return headers.getMediaType();
    }

    private static void checkCoding(HttpHeaders headers, String header, String plain) {
        String coding = headers.getHeaderString(header);
        if (coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase(plain)) {
            throw RequestRejectedException.bodyEncoded(header);
        }
    }

    private static Target target(RequestBody body) {
        return new Target(body.text("hostname"), body.text("username"), body.text("path"));
    }

    private static Optional<Secret> password(RequestBody body) {
        Optional<char[]> characters = body.characters("password").filter(password -> password.length > 0);
        try {
            return characters.map(Secret::ofLogin);
        } finally {
            characters.ifPresent(password -> Arrays.fill(password, '\0'));
        }
    }

    /** Wraps the password; wipes the login's password if this one is refused, since nobody owns it then. */
    private static SecurityPassword securityPassword(RequestBody body, Optional<Secret> password) {
        char[] characters = body.characters("security_pwd").orElse(new char[0]);
        try {
            if (characters.length == 0) {
                throw HttpMessage.SECURITY_PASSWORD_MISSING.invalid("security_pwd");
            }
            return new SecurityPassword(CharBuffer.wrap(characters));
        } catch (InvalidRequestException e) {
            password.ifPresent(Secret::close);
            throw e;
        } finally {
            Arrays.fill(characters, '\0');
        }
    }
}
