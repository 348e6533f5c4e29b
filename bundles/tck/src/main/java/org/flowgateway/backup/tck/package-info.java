/**
 * Test kit: the contracts of transports and sections as JUnit 5 classes that an implementation joins in a few lines. A transport joins
 * <ul>
 * <li>{@link org.flowgateway.backup.tck.TransportContract}: storing, reading, removing, closing, on any store;
 * <li>{@link org.flowgateway.backup.tck.WireContract}, if it works over TCP: a connection that is cut, goes silent, or leads to another host;
 * <li>{@link org.flowgateway.backup.tck.ProcessContract}: memory, descriptors and threads;
 * <li>{@link org.flowgateway.backup.tck.SecretContract}, if there is a password: output, logs and failures;
 * <li>{@link org.flowgateway.backup.tck.DirectoryContract}, if its store has symbolic links.
 * </ul> Each test's name begins with the numbers of its laws, as {@link org.flowgateway.backup.spi.transport.TransportSession} counts them.
 *
 * <p>It also has transports in memory for tests of code that uses one, and, in {@link org.flowgateway.backup.tck.broken}, broken transports
 * that the suites detect. The kit is never deployed as it is.
 */
package org.flowgateway.backup.tck;
