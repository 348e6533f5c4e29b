package org.flowgateway.backup.transport.s3;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How stores that speak S3 are found, trusted and waited for. */
@ObjectClassDefinition(name = "Gateway Backup: S3", description = "Backups in buckets of stores that speak S3")
public @interface S3Configuration {

    /** The PID of this configuration. */
    String PID = "org.flowgateway.backup.transport.s3";

    /** {@code region}: of addresses that name none; empty for us-east-1 at stores with an address of their own, and for none at Amazon. */
    @AttributeDefinition(
            name = "Region",
            required = false,
            description = "Region of addresses that name none with ?region=. Empty: us-east-1"
                    + " for s3+https://, and an address of the kind s3:// has to name one")
    String region() default "";

    /** {@code ca-file}: certificates in PEM of those who may vouch for a store; empty for those that Java trusts. */
    @AttributeDefinition(
            name = "Authorities",
            required = false,
            description = "File with certificates in PEM: who may vouch for the store's own."
                    + " Empty: the authorities that Java trusts. Read anew for every session")
    String ca$_$file() default "";

    /** {@code path-style}: whether a bucket is named in the path, and not in the host name, of {@code s3+https://} addresses. */
    @AttributeDefinition(
            name = "Bucket in the path",
            description =
                    "Of s3+https:// addresses. true: https://endpoint/bucket;" + " false: https://bucket.endpoint")
    boolean path$_$style() default true;

    /** {@code exclusive-create}: whether stores of {@code s3+https://} are known to let one writer only create a name. */
    @AttributeDefinition(
            name = "Exclusive create",
            description =
                    "Whether the stores of s3+https:// addresses are known to let only one of several"
                            + " writers create an object who try at the same instant. It cannot be found out by trying. Amazon's is known to")
    boolean exclusive$_$create() default false;

    /** {@code connect-timeout-seconds}: seconds until a store that does not answer at the first contact is given up, 1 to 3600. */
    @AttributeDefinition(
            name = "Connect timeout",
            min = "1",
            max = "3600",
            description = "Seconds until a store is given up that does not answer at the first contact")
    int connect$_$timeout$_$seconds() default 60;

    /** {@code progress-timeout-seconds}: seconds without any progress until a store that did answer is given up, 1 to 3600. */
    @AttributeDefinition(
            name = "Progress timeout",
            min = "1",
            max = "3600",
            description = "Seconds without any progress until a store is given up that did answer before")
    int progress$_$timeout$_$seconds() default 120;
}
