package org.flowgateway.backup.transport.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ListEntryConsumer;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.ObjectSource;
import org.flowgateway.backup.spi.transport.Probe;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Session that stores objects in a bucket, below a prefix. It connects at each call. One thread at a time; {@link #close} from any. */
final class S3Session implements TransportSession {

    /** Task at the store. */
    private interface Task<T> {
        T run() throws IOException;
    }

    private final AbortableHttpClient http;
    private final AccessKey key;
    private final S3Client client;
    private final S3FailureClassifier failure;
    private final KeyPrefix prefix;
    private final S3Bucket bucket;
    private final S3Listing listing;
    private final S3RangeReader ranges;
    private final S3ObjectWriter writer;
    private final S3ObjectCopier copier;
    private final S3StorageProbe probe;
    private final SessionThread thread = new SessionThread();
    private final Consumer<S3Session> closed;

    /**
     * Takes over the resources that were opened for it, and closes them with the session.
     *
     * @param http HTTP client that {@code client} uses
     * @param support support of the bucket, shared with other sessions
     * @param exclusive whether the store is known to let only one writer create a name
     * @param closed called when this session is closed
     */
    S3Session(
            S3Address address,
            KeyPrefix prefix,
            AbortableHttpClient http,
            AccessKey key,
            S3Client client,
            BucketSupport support,
            boolean exclusive,
            Consumer<S3Session> closed) {
        this.http = http;
        this.key = key;
        this.client = client;
        this.prefix = prefix;
        this.closed = closed;
        String target = address + "/" + prefix.value();
        failure = new S3FailureClassifier(address, target, http::errorBody);
        bucket = new S3Bucket(client, address.bucket(), http);
        listing = new S3Listing(bucket, prefix);
        ranges = new S3RangeReader(bucket, prefix, target);
        writer = new S3ObjectWriter(bucket, prefix, support.put(), target);
        copier = new S3ObjectCopier(bucket, prefix, support, exclusive, writer, target);
        probe = new S3StorageProbe(bucket, prefix, listing, support, exclusive, target);
    }

    @Override
    public Probe probe() throws TransportException {
        return execute("Testing the backup directory", probe::run);
    }

    @Override
    public void put(ObjectName name, ObjectSource source) throws TransportException {
        execute("Storing " + name, () -> {
            writer.put(name, source);
            return name;
        });
    }

    @Override
    public boolean link(ObjectName from, ObjectName to) throws TransportException {
        return execute("Copying " + from + " to " + to, () -> copier.copy(from, to));
    }

    @Override
    public InputStream read(ObjectName name) throws TransportException {
        return open(name, () -> new S3ObjectStream(bucket.read(prefix.key(name))));
    }

    @Override
    public InputStream read(ObjectName name, long offset) throws TransportException {
        if (offset < 0) {
            throw new IllegalArgumentException("Offset [" + offset + "] is below zero");
        }
        return offset == 0 ? read(name) : open(name, () -> ranges.read(name, offset));
    }

    /** Opens a stream that classifies failures. It skips by reading, since only reads are subject to the timeout. */
    private InputStream open(ObjectName name, Task<InputStream> opening) throws TransportException {
        String task = "Reading " + name;
        InputStream stream = execute(task, opening);
        return new InputStream() {
            @Override
            public int read() throws TransportException {
                return classify(task, stream::read);
            }

            @Override
            public int read(byte[] bytes, int offset, int count) throws TransportException {
                return classify(task, () -> stream.read(bytes, offset, count));
            }

            @Override
            public void close() throws TransportException {
                classify(task, () -> {
                    stream.close();
                    return name;
                });
            }
        };
    }

    @Override
    public Optional<ObjectAttributes> stat(ObjectName name) throws TransportException {
        return execute(
                "Looking for " + name, () -> bucket.length(prefix.key(name)).map(ObjectAttributes::ofLength));
    }

    @Override
    public List<ListEntry> list(Optional<ObjectName> directory) throws TransportException {
        List<ListEntry> listed = new ArrayList<>();
        list(directory, listed::add);
        return listed;
    }

    @Override
    public void list(Optional<ObjectName> directory, ListEntryConsumer consumer) throws TransportException {
        execute("Listing " + directory.map(ObjectName::value).orElse("the backup directory"), () -> {
            listing.list(directory, consumer);
            return directory;
        });
    }

    @Override
    public void delete(ObjectName name) throws TransportException {
        execute("Removing " + name, () -> {
            bucket.delete(prefix.key(name));
            return name;
        });
    }

    @Override
    public void close() {
        try {
            http.close();
            client.close();
        } finally {
            key.close();
            thread.close();
            closed.accept(this);
        }
    }

    private <T> T execute(String task, Task<T> work) throws TransportException {
        http.begin();
        try {
            return thread.run(() -> classify(task, work));
        } catch (RejectedExecutionException e) {
            throw http.closed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw http.closed(e);
        }
    }

    private <T> T classify(String task, Task<T> work) throws TransportException {
        try {
            return work.run();
        } catch (IOException
                | SdkException
                | UncheckedIOException
                | IllegalStateException
                | IllegalArgumentException e) {
            TransportException ended = http.ended(e);
            throw ended != null
                    ? ended
                    : failure.of(http.broken().<Exception>map(broken -> broken).orElse(e), task);
        } finally {
            http.pause();
        }
    }
}
