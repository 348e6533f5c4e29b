/** Backups on WebDAV servers (RFC 4918). Exports nothing: the transport is found as a service. */
package com.example.backup.webdav;
