package org.flowgateway.backup.transport.s3;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** Access key that a session signs its requests with, from the job's request or else from the environment. */
final class AccessKey implements AwsCredentialsProvider, AutoCloseable {

    private static final String ID = "AWS_ACCESS_KEY_ID";
    private static final String SECRET = "AWS_SECRET_ACCESS_KEY";
    private static final String TOKEN = "AWS_SESSION_TOKEN";

    private final String id;
    private final Secret secret;
    private final Optional<Secret> token;

    private AccessKey(String id, Secret secret, Optional<Secret> token) {
        this.id = id;
        this.secret = secret;
        this.token = token;
    }

    /**
     * Creates the key from a request, or from the environment.
     *
     * @param password copied; the caller still owns it
     */
    static AccessKey of(String username, Optional<Secret> password, Map<String, String> environment) {
        if (password.isPresent()) {
            return new AccessKey(username, password.get().copy(), Optional.empty());
        }
        return new AccessKey(
                environment.get(ID),
                new Secret(environment.get(SECRET).toCharArray()),
                Optional.ofNullable(environment.get(TOKEN))
                        .filter(text -> !text.isBlank())
                        .map(text -> new Secret(text.toCharArray())));
    }

    /** Returns true if the environment has a key. */
    static boolean isIn(Map<String, String> environment) {
        return !environment.getOrDefault(ID, "").isBlank()
                && !environment.getOrDefault(SECRET, "").isBlank();
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return token.isPresent()
                ? AwsSessionCredentials.create(id, text(secret), text(token.get()))
                : AwsBasicCredentials.create(id, text(secret));
    }

    /** Returns the secret as a String, which the client requires; it lives as long as a request. */
    private static String text(Secret secret) {
        char[] characters = secret.characters();
        try {
            return new String(characters);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    @Override
    public void close() {
        secret.close();
        token.ifPresent(Secret::close);
    }
}
