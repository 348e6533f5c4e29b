/**
 * Test kit: the contracts of transports and sections as JUnit 5 classes that an implementation joins in a few lines. A transport joins, each
 * with one {@link org.flowgateway.backup.tck.TransportFixture},
 * <ul>
 * <li>{@link org.flowgateway.backup.tck.TransportLaws}: storing, reading, removing, closing, on any store;
 * <li>{@link org.flowgateway.backup.tck.WireLaws}, if it works over TCP: a connection that is cut, goes silent, or leads to another host;
 * <li>{@link org.flowgateway.backup.tck.ProcessLaws}: memory, descriptors and threads;
 * <li>{@link org.flowgateway.backup.tck.SecretLaws}, if there is a password: output, logs and failures;
 * <li>{@link org.flowgateway.backup.tck.DirectoryLaws}, if its store has symbolic links.
 * </ul> Each test's name begins with the numbers of its laws, as {@link org.flowgateway.backup.spi.transport.TransportSession} counts them.
 *
 * <p>It also has transports in memory for tests of code that uses one, and, in its test jar, broken transports that the suites detect. The
 * kit is never deployed as it is.
 */
package org.flowgateway.backup.tck;
