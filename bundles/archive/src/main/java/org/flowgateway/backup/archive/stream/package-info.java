/** Streams under the readers: of a storage that may fail, of content that may unpack to too much. */
package org.flowgateway.backup.archive.stream;
