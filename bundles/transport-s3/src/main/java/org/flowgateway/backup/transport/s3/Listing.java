package org.flowgateway.backup.transport.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.Listed;
import org.flowgateway.backup.spi.transport.ObjectName;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What lies directly below a directory, all pages of it. */
final class Listing {

    /** A page of an answer. */
    private interface Taker {
        void take(ListObjectsV2Response page) throws IOException;
    }

    private final Bucket bucket;
    private final Prefix prefix;

    Listing(Bucket bucket, Prefix prefix) {
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /** Lists a directory, without temporary names of ours. */
    List<Listed> of(Optional<ObjectName> directory) throws IOException {
        String above = prefix.of(directory);
        List<Listed> found = new ArrayList<>();
        pages(above, true, page -> {
            for (CommonPrefix below : page.commonPrefixes()) {
                add(found, name(below.prefix(), above).replaceAll("/$", ""), Listed.Kind.DIRECTORY, 0);
            }
            for (S3Object object : page.contents()) {
                add(found, name(object.key(), above), Listed.Kind.OBJECT, object.size());
            }
        });
        return found;
    }

    /** Lists all objects whose keys begin with a text. */
    List<S3Object> objects(String beginning) throws IOException {
        List<S3Object> found = new ArrayList<>();
        pages(beginning, false, page -> found.addAll(page.contents()));
        return found;
    }

    /** Directories can be marked by an object without a name below them, which is neither an object nor a directory of theirs. */
    private static void add(List<Listed> to, String name, Listed.Kind kind, long length) {
        if (!name.isEmpty() && !ProbeName.is(name)) {
            to.add(new Listed(name, kind, length));
        }
    }

    private static String name(String key, String above) throws IOException {
        if (!key.startsWith(above)) {
            throw new IOException("a listing holds a key that was not asked for");
        }
        return key.substring(above.length());
    }

    private void pages(String beginning, boolean oneLevel, Taker taker) throws IOException {
        String continued = null;
        do {
            ListObjectsV2Response page = bucket.list(beginning, oneLevel, continued);
            // Every listing says whether it is all. What does not is something else, and no empty listing.
            if (page.isTruncated() == null) {
                throw new IOException("an answer is no listing");
            }
            taker.take(page);
            String next = page.isTruncated() ? Objects.requireNonNullElse(page.nextContinuationToken(), "") : null;
            if (next != null && (next.isEmpty() || next.equals(continued))) {
                throw new IOException("a listing is said to go on, but not where");
            }
            continued = next;
        } while (continued != null);
    }
}
