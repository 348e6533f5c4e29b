/** Backups in buckets of stores that speak S3. Amazon's client stays inside: no type of its leaves this package. */
package org.flowgateway.backup.transport.s3;
