package org.flowgateway.backup.transport.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.flowgateway.backup.tck.BytesSource;
import org.flowgateway.backup.transport.support.TimeoutScheduler;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.S3Client;

/** Requests of the client library as this bundle configures it. */
class SignedRequestsTest {

    private static final Map<String, String> ENVIRONMENT =
            Map.of("AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "secret", "AWS_SESSION_TOKEN", "token");
    private static final BytesSource CONTENT = BytesSource.random(1000, 1);

    @Test
    @DisplayName("a bucket of Amazon's is in the host name, and its region in the signature")
    void amazon() throws Exception {
        SdkHttpRequest put = put("s3", "backups?region=eu-central-1", S3TestConfiguration.plainly());
        assertThat(put.getUri()).hasToString("https://backups.s3.eu-central-1.amazonaws.com/fg1/object");
        assertThat(header(put, "Authorization")).contains("/eu-central-1/s3/aws4_request");
        assertThat(header(put, "X-Amz-Security-Token")).isEqualTo("token");
    }

    @Test
    @DisplayName("a bucket of another store is in the path, or in the host name if configured")
    void others() throws Exception {
        assertThat(put("s3+https", "store.example:9000/backups", S3TestConfiguration.plainly())
                        .getUri())
                .hasToString("https://store.example:9000/backups/fg1/object");
        assertThat(put(
                                "s3+https",
                                "store.example:9000/backups",
                                S3TestConfiguration.plainly().inTheHost())
                        .getUri())
                .hasToString("https://backups.store.example:9000/fg1/object");
    }

    @Test
    @DisplayName(
            "the content's hash is signed, also over TLS, its length is declared, it is not wrapped, and the put is conditional")
    void content() throws Exception {
        SdkHttpRequest put = put("s3+https", "store.example/backups", S3TestConfiguration.plainly());
        assertThat(header(put, "x-amz-content-sha256")).isEqualTo(CONTENT.sha256());
        assertThat(header(put, "Content-Length")).isEqualTo("1000");
        assertThat(header(put, "If-None-Match")).isEqualTo("*");
        assertThat(put.firstMatchingHeader("Content-Encoding")).isEmpty();
        assertThat(put.firstMatchingHeader("Transfer-Encoding")).isEmpty();
        assertThat(put.headers().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("x-amz-checksum")
                        || name.equalsIgnoreCase("x-amz-trailer"));
    }

    private static String header(SdkHttpRequest request, String name) {
        return request.firstMatchingHeader(name).orElse("");
    }

    private static SdkHttpRequest put(String scheme, String written, S3TestConfiguration configured) throws Exception {
        S3Settings settings = S3Settings.of(configured);
        S3Address address = S3Address.of(new TransportTarget(scheme, written, "", ""), settings);
        Sent sent = new Sent();
        try (TimeoutScheduler scheduler = S3Transport.newScheduler();
                AbortableHttpClient http = new AbortableHttpClient(sent, address, settings, scheduler);
                AccessKey key = AccessKey.of("", Optional.empty(), ENVIRONMENT);
                S3Client client = S3ClientFactory.newS3Client(address, settings, key, http)) {
            S3Bucket bucket = new S3Bucket(client, address.bucket(), http);
            assertThatThrownBy(() -> bucket.put("fg1/object", new ObjectName("object"), CONTENT, true))
                    .isInstanceOf(SdkClientException.class);
        }
        assertThat(sent.times).as("how often it is tried").isEqualTo(1);
        return sent.request;
    }

    /** Records a request, and does not send it. */
    private static final class Sent implements SdkHttpClient {

        private SdkHttpRequest request;
        private int times;

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest prepared) {
            request = prepared.httpRequest();
            times++;
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() throws IOException {
                    throw new IOException("nothing is sent");
                }

                @Override
                public void abort() {
                    // Nothing is under way.
                }
            };
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }
}
