package org.flowgateway.backup.tree;

/**
 * Space of a file system (fstatvfs(3)).
 *
 * @param totalBytes size; 0 if the file system does not report it
 * @param usableBytes free for this process's user
 */
public record FileSystemSpace(long totalBytes, long usableBytes) {}
