/**
 * Transports that keep all laws but one, each a mistake that real ones make, and the whole ones that they are made of: one that stores in
 * a directory, one that talks to a toy server over TCP. The kit's own build fails if its suites do not find out each of them; whoever
 * writes a suite for a transport of his own can try it on them, too.
 */
package org.flowgateway.backup.tck.broken;
