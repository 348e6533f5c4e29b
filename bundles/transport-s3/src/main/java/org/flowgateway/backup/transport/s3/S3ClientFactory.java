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

/** How Amazon's client is set up: it signs, sends and reads, and decides nothing by itself. */
final class S3ClientFactory {

    /** Calls of one session come one after the other; a second connection is for a stream that is still open meanwhile. */
    private static final int CONNECTIONS = 2;
    /** Shorter than the time after which stores end connections that nobody uses. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(4);

    private S3ClientFactory() {}

    /** What makes connections. Nothing runs beside it: connections that were idle for too long are ended when the next is needed. */
    static SdkHttpClient newHttpClient(S3Settings settings) throws TransportException {
        Apache5HttpClient.Builder builder = Apache5HttpClient.builder()
                .maxConnections(CONNECTIONS)
                .useIdleConnectionReaper(false)
                .connectionMaxIdleTime(MAX_IDLE)
                .connectionTimeout(settings.firstContact())
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

    /** A client without retries, without files of the user's, and without checksums that only Amazon knows: the signature covers the content. */
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

    /** Content is hashed before it is sent, and the hash is signed: a store takes nothing that came otherwise. */
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
