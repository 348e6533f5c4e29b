/**
 * File trees relative to open directory handles. No symbolic link is followed at any component, and the opened file is the listed file. A user
 * with write permission on a tree can therefore not lead a reader, a writer or a deletion out of it.
 *
 * <p>The calls are those of POSIX.1-2017 and Linux (openat2(2), statx(2), getdents64(2), syncfs(2), the xattr(7) family), made through JNA on
 * glibc, amd64 and arm64.
 */
@Export
@Version("1.0.0")
package org.flowgateway.backup.tree;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
