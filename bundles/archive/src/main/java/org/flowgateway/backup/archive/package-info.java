/**
 * Backup format: the values that a backup is made of, checked when they are created.
 *
 * <p>A backup is a directory of OpenPGP messages (RFC 9580) that hold zstd frames (RFC 8878) that hold POSIX pax tars, and one plaintext
 * manifest. {@link org.flowgateway.backup.archive.pack.PackBuilder} and {@link org.flowgateway.backup.archive.index.IndexWriter} write a
 * backup; {@link org.flowgateway.backup.archive.index.Index} and {@link org.flowgateway.backup.archive.pack.PackReader} read it and accept
 * nothing that was not verified to its last byte.
 */
@Export
@Version("1.0.0")
package org.flowgateway.backup.archive;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
