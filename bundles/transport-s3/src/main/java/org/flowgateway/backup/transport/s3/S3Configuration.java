package org.flowgateway.backup.transport.s3;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Addresses, trust and timeouts for stores that speak S3. */
@ObjectClassDefinition(name = "Gateway Backup: S3", description = "Backups in buckets of stores that speak S3")
public @interface S3Configuration {

    /** The PID of this configuration. */
    String PID = "org.flowgateway.backup.transport.s3";

    /** {@code region}: default region of addresses; empty for us-east-1 at stores with an endpoint, and for none at Amazon. */
    @AttributeDefinition(
            name = "Region",
            required = false,
            description = "Default region of addresses without ?region=. Empty: us-east-1"
                    + " for s3+https://; an address with s3:// must name one")
    String region() default "";

    /** {@code ca-file}: PEM certificates of trusted certificate authorities; empty for those that Java trusts. */
    @AttributeDefinition(
            name = "Authorities",
            required = false,
            description = "File with PEM certificates of trusted authorities for the store's certificate."
                    + " Empty: the authorities that Java trusts. Read again for every session")
    String ca$_$file() default "";

    /** {@code path-style}: whether a bucket is named in the path, and not in the host name, of {@code s3+https://} addresses. */
    @AttributeDefinition(
            name = "Bucket in the path",
            description =
                    "For s3+https:// addresses. true: https://endpoint/bucket;" + " false: https://bucket.endpoint")
    boolean path$_$style() default true;

    /** {@code exclusive-create}: whether stores of {@code s3+https://} are known to let only one writer create a name. */
    @AttributeDefinition(
            name = "Exclusive create",
            description = "Whether the stores of s3+https:// addresses are known to let only one of several"
                    + " concurrent writers create an object. This cannot be detected by a probe. Amazon's store does")
    boolean exclusive$_$create() default false;

    /** {@code connect-timeout-seconds}: seconds until the first contact with a store times out, 1 to 3600. */
    @AttributeDefinition(
            name = "Connect timeout",
            min = "1",
            max = "3600",
            description = "Seconds until the first contact with a store times out")
    int connect$_$timeout$_$seconds() default 60;

    /** {@code progress-timeout-seconds}: seconds without progress until a store that has answered times out, 1 to 3600. */
    @AttributeDefinition(
            name = "Progress timeout",
            min = "1",
            max = "3600",
            description = "Seconds without progress until a store that has answered times out")
    int progress$_$timeout$_$seconds() default 120;
}
