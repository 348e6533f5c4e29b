package org.flowgateway.backup.transport.s3;

import java.time.Duration;
import javax.net.ssl.TrustManager;
import org.flowgateway.backup.spi.transport.TransportException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeProvider;

/** Creates Amazon's client without any behaviour of its own, such as retries. */
final class S3ClientFactory {

    /** Maximum of connections: calls of a session are sequential; the second is for a stream that is open meanwhile. */
    private static final int CONNECTIONS = 2;
    /** Maximum idle time of a connection, shorter than the stores' own. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(4);

    private S3ClientFactory() {}

    /** Creates the HTTP client. It has no background thread: idle connections are closed when the next one is needed. */
    static SdkHttpClient newHttpClient(S3Settings settings) throws TransportException {
        Apache5HttpClient.Builder builder = Apache5HttpClient.builder()
                .maxConnections(CONNECTIONS)
                .useIdleConnectionReaper(false)
                .connectionMaxIdleTime(MAX_IDLE)
                .connectionTimeout(settings.connectTimeout())
                .socketTimeout(Duration.ZERO)
                .proxyConfiguration(ProxyConfiguration.builder()
                        .useEnvironmentVariableValues(false)
                        .build());
        if (settings.authorities().isPresent()) {
            TrustManager[] authorities =
                    CertificateAuthorities.read(settings.authorities().get());
            builder.tlsTrustManagersProvider(() -> authorities);
        }
        return builder.build();
    }

    /** Creates an S3 client without retries, profile files and Amazon's own checksums: the signature covers the content. */
    static S3Client newS3Client(S3Address address, S3Settings settings, AccessKey key, SdkHttpClient http) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(http)
                .region(Region.of(address.region()))
                .credentialsProvider(key)
                .authSchemeProvider(signingContent())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .disableS3ExpressSessionAuth(true)
                .overrideConfiguration(other -> other.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .defaultProfileFile(ProfileFile.aggregator().build())
                        .defaultProfileName("none"));
        address.endpoint()
                .ifPresent(endpoint -> builder.endpointOverride(endpoint).forcePathStyle(settings.pathStyle()));
        return builder.build();
    }

    /** Signs the hash of the content: a store rejects content that was altered on the way. */
    private static S3AuthSchemeProvider signingContent() {
        S3AuthSchemeProvider usual = S3AuthSchemeProvider.defaultProvider();
        return parameters -> usual.resolveAuthScheme(parameters).stream()
                .map(S3ClientFactory::signingContent)
                .toList();
    }

    private static AuthSchemeOption signingContent(AuthSchemeOption option) {
        return option.toBuilder()
                .putSignerProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, true)
                .putSignerProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, false)
                .build();
    }
}
