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

/** What lies directly below a directory, all pages of it. */
final class S3Listing {

    /** A page of an answer. */
    private interface PageConsumer {

        /** @return whether anything in it was of use */
        boolean accept(ListObjectsV2Response page) throws IOException;
    }

    /** Pages in a row without anything of use in them, after which it is no listing; temporary names of ours do not fill as many. */
    private static final int MAX_EMPTY_PAGES = 64;

    private final S3Bucket bucket;
    private final KeyPrefix prefix;

    S3Listing(S3Bucket bucket, KeyPrefix prefix) {
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /** Gives what is in a directory, page by page, without temporary names of ours. */
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

    /** Lists objects whose keys begin with a text; no more than one page of them. */
    List<S3Object> objects(String beginning) throws IOException {
        return listing(bucket.list(beginning, false, null)).contents();
    }

    private static long length(S3Object object) throws IOException {
        if (object.size() == null || object.size() < 0) {
            throw new IOException("a listing does not tell the length of an object");
        }
        return object.size();
    }

    /**
     * Gives an entry. Directories can be marked by an object without a name below them, which is neither an object nor a directory of theirs.
     *
     * @return whether it was one
     */
    private static boolean addEntry(ListEntryConsumer to, String name, ListEntry.Kind kind, long length)
            throws TransportException {
        if (name.isEmpty() || ProbeName.isProbe(name)) {
            return false;
        }
        to.accept(new ListEntry(name, kind, length));
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
                throw new IOException("a listing goes on and lists nothing, without an end");
            }
            String next = page.isTruncated() ? Objects.requireNonNullElse(page.nextContinuationToken(), "") : null;
            if (next != null && (next.isEmpty() || next.equals(continued))) {
                throw new IOException("a listing is said to go on, but not where");
            }
            continued = next;
        } while (continued != null);
    }

    /** Every listing says whether it is all. What does not is something else, and no empty listing. */
    private static ListObjectsV2Response listing(ListObjectsV2Response page) throws IOException {
        if (page.isTruncated() == null) {
            throw new IOException("an answer is no listing");
        }
        return page;
    }
}
