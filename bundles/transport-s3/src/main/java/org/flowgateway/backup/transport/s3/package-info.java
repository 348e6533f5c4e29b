/** Backups in buckets of stores that speak S3. No type of Amazon's client leaves this package. */
package org.flowgateway.backup.transport.s3;
