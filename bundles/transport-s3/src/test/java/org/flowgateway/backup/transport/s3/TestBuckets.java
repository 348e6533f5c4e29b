package org.flowgateway.backup.transport.s3;

import java.util.Map;
import java.util.Optional;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.TransportTarget;
import software.amazon.awssdk.services.s3.S3Client;

/** Creates buckets, as a store's owner does before the first backup. */
final class TestBuckets {

    private TestBuckets() {}

    /** Makes a bucket on a server with TLS. */
    static void make(String bucket, S3Server server, TestCertificate certificate) throws Exception {
        S3Settings settings = S3Settings.of(S3TestConfiguration.plainly().trusting(certificate.pem()));
        S3Address address = S3Address.of(
                new TransportTarget(S3Address.HTTPS, "127.0.0.1:" + server.port() + "/" + bucket, "", ""), settings);
        try (AccessKey key = AccessKey.of(
                        S3Server.ACCESS_KEY, Optional.of(new Secret(S3Server.SECRET.toCharArray())), Map.of());
                S3Client client =
                        S3ClientFactory.newS3Client(address, settings, key, S3ClientFactory.newHttpClient(settings))) {
            client.createBucket(request -> request.bucket(bucket));
        }
    }
}
