/**
 * Backup format: packs, the authenticated index, the manifest, and the OpenPGP messages around them.
 *
 * <p>A backup is a directory of OpenPGP messages (RFC 9580) that hold zstd frames (RFC 8878) that hold POSIX pax tars, and one plaintext
 * manifest. {@link org.flowgateway.backup.archive.PackBuilder} and {@link org.flowgateway.backup.archive.IndexWriter} write a backup;
 * {@link org.flowgateway.backup.archive.Index} and {@link org.flowgateway.backup.archive.PackReader} read it and accept nothing that was not
 * verified to its last byte.
 */
@Export
@Version("1.0.0")
package org.flowgateway.backup.archive;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
