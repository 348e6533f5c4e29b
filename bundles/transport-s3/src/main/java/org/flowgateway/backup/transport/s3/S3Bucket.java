package org.flowgateway.backup.transport.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.TransportException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Requests to a session's bucket, by key. Each call is one request, except after an error response without a body. One thread.
 */
final class S3Bucket {

    private static final String ANY = "*";
    private static final int PAGE = 1000;
    private static final String BINARY = "application/octet-stream";

    private static final ResponseTransformer<GetObjectResponse, Opened> OPENING = new ResponseTransformer<>() {
        @Override
        public Opened transform(GetObjectResponse answer, AbortableInputStream content) {
            return new Opened(answer, content);
        }

        @Override
        public boolean needsConnectionLeftOpen() {
            return true;
        }
    };

    private final S3Client client;
    private final String name;
    private final AbortableHttpClient http;

    S3Bucket(S3Client client, String name, AbortableHttpClient http) {
        this.client = client;
        this.name = name;
        this.http = http;
    }

    /**
     * Stores an object.
     *
     * @param onlyNew whether the store is asked to reject an existing name; many stores ignore that
     * @throws S3Exception the store's error; {@link S3ErrorKind#isTaken} if the name exists
     */
    void put(String key, ObjectName named, ObjectSource source, boolean onlyNew) {
        client.putObject(
                request -> request.bucket(name)
                        .key(key)
                        .contentLength(source.length())
                        .ifNoneMatch(onlyNew ? ANY : null),
                RequestBody.fromContentProvider(() -> open(named, source), source.length(), BINARY));
    }

    /**
     * Copies an object inside of the bucket. Amazon reports a failure of a copy that has begun after the status 200; the client library throws
     * it like any other.
     *
     * @param onlyNew whether the store is asked to reject an existing name; many stores ignore that
     * @throws S3Exception the store's error; {@link S3ErrorKind#isTaken} if the name exists
     */
    void copy(String from, String to, boolean onlyNew) {
        client.copyObject(request -> request.sourceBucket(name)
                .sourceKey(from)
                .destinationBucket(name)
                .destinationKey(to)
                .ifNoneMatch(onlyNew ? ANY : null));
    }

    private UploadStream open(ObjectName named, ObjectSource source) {
        try {
            return new UploadStream(named, source, http);
        } catch (TransportException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Opens an object. The client's own stream type is not used: it starts a thread that never ends.
     *
     * @return to be closed, or aborted if not read to its end
     */
    Opened read(String key) {
        return client.getObject(request -> request.bucket(name).key(key), OPENING);
    }

    /** Opens an object from a position on, as {@link #read(String)} does. Some stores ignore the position, and send the whole object. */
    Opened read(String key, long offset) {
        return client.getObject(request -> request.bucket(name).key(key).range("bytes=" + offset + "-"), OPENING);
    }

    /** Object opened for reading. */
    record Opened(GetObjectResponse answer, AbortableInputStream content) {}

    /**
     * Returns an object's length.
     *
     * @return bytes; empty if the store reports that the key does not exist
     * @throws S3Exception any other error
     * @throws IOException if it exists, and the store does not report its length
     */
    Optional<Long> length(String key) throws IOException {
        try {
            return required(
                    client.headObject(request -> request.bucket(name).key(key)).contentLength());
        } catch (S3Exception bodiless) {
            return lengthByGet(key, bodiless);
        }
    }

    /** Repeats a failed HEAD as a GET: only its error body distinguishes a missing key from a missing bucket, or a permission from a login. */
    private Optional<Long> lengthByGet(String key, S3Exception bodiless) throws IOException {
        if (S3ErrorKind.of(bodiless).isTransient()) {
            throw bodiless;
        }
        try {
            Opened there = read(key);
            there.content().abort();
            return required(there.answer().contentLength());
        } catch (S3Exception required) {
            if (S3ErrorKind.of(required) == S3ErrorKind.NO_KEY) {
                return Optional.empty();
            }
            throw required;
        }
    }

    private static Optional<Long> required(Long length) throws IOException {
        if (length == null) {
            throw new IOException("the answer has no length of the object");
        }
        return Optional.of(length);
    }

    /** Lists one page of keys, or of their prefixes up to the next slash. */
    ListObjectsV2Response list(String prefix, boolean oneLevel, String continued) {
        return client.listObjectsV2(request -> request.bucket(name)
                .prefix(prefix)
                .delimiter(oneLevel ? "/" : null)
                .encodingType(EncodingType.URL)
                .maxKeys(PAGE)
                .continuationToken(continued));
    }

    /** Removes an object; a missing object is success. */
    void delete(String key) {
        client.deleteObject(request -> request.bucket(name).key(key));
    }
}
