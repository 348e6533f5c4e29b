package org.flowgateway.backup.transport.s3;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.ListEntryConsumer;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists the entries of a directory, page by page. */
final class S3Listing {

    /** Consumer of pages. */
    private interface PageConsumer {

        /** @return {@code true} if the page held an entry */
        boolean accept(ListObjectsV2Response page) throws IOException;
    }

    /** Maximum of successive pages without an entry; the gateway's temporary names do not fill as many. */
    private static final int MAX_EMPTY_PAGES = 64;

    private final S3Bucket bucket;
    private final KeyPrefix prefix;

    S3Listing(S3Bucket bucket, KeyPrefix prefix) {
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /** Passes the entries of a directory to the consumer, without the gateway's temporary names. */
    void list(Optional<ObjectName> directory, ListEntryConsumer consumer) throws IOException {
        String above = prefix.of(directory);
        forEachPage(above, true, page -> {
            boolean used = false;
            for (CommonPrefix below : page.commonPrefixes()) {
                used |= addEntry(
                        consumer, name(below.prefix(), above).replaceAll("/$", ""), ListEntry.Kind.DIRECTORY, 0);
            }
            for (S3Object object : page.contents()) {
                used |= addEntry(consumer, name(object.key(), above), ListEntry.Kind.OBJECT, length(object));
            }
            return used;
        });
    }

    /** Lists objects by key prefix; one page at most. */
    List<S3Object> objects(String beginning) throws IOException {
        return listing(bucket.list(beginning, false, null)).contents();
    }

    private static long length(S3Object object) throws IOException {
        if (object.size() == null || object.size() < 0) {
            throw new IOException("a listing has no length of an object");
        }
        return object.size();
    }

    /**
     * Passes an entry to the consumer. An object with an empty name marks a directory, and is skipped.
     *
     * @return {@code true} if it was an entry
     */
    private static boolean addEntry(ListEntryConsumer to, String name, ListEntry.Kind kind, long length)
            throws TransportException {
        if (name.isEmpty() || ProbeName.isProbe(name)) {
            return false;
        }
        to.accept(kind == ListEntry.Kind.OBJECT ? ListEntry.object(name, length) : ListEntry.directory(name));
        return true;
    }

    private static String name(String key, String above) throws IOException {
        if (key == null || !key.startsWith(above)) {
            throw new IOException("a listing holds a key that was not asked for");
        }
        return key.substring(above.length());
    }

    private void forEachPage(String beginning, boolean oneLevel, PageConsumer consumer) throws IOException {
        String continued = null;
        int empty = 0;
        do {
            ListObjectsV2Response page = listing(bucket.list(beginning, oneLevel, continued));
            empty = consumer.accept(page) ? 0 : empty + 1;
            if (empty > MAX_EMPTY_PAGES) {
                throw new IOException("a listing has too many empty pages");
            }
            String next = page.isTruncated() ? Objects.requireNonNullElse(page.nextContinuationToken(), "") : null;
            if (next != null && (next.isEmpty() || next.equals(continued))) {
                throw new IOException("a listing is incomplete and has no position to continue at");
            }
            continued = next;
        } while (continued != null);
    }

    /** Checks that a response is a listing: each says whether it is complete. */
    private static ListObjectsV2Response listing(ListObjectsV2Response page) throws IOException {
        if (page.isTruncated() == null) {
            throw new IOException("an answer is no listing");
        }
        return page;
    }
}
