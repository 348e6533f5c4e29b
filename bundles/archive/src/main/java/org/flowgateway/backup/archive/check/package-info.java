/** Limits of the format, and checks that all values share. */
package org.flowgateway.backup.archive.check;
