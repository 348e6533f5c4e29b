/**
 * Transports that break one law each, by mistakes that real ones make, and the whole transports they are based on: one stores in a
 * directory, one uses a toy server over TCP. The kit's own build fails if its suites do not detect each of them; a suite of another project
 * can be tried on them too: they are in the
 * test jar of the kit.
 */
package org.flowgateway.backup.tck.broken;
