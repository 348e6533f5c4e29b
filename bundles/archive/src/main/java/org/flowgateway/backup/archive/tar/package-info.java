/** Headers of a tar: ustar, and pax records for what does not fit. */
package org.flowgateway.backup.archive.tar;
