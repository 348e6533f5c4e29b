/**
 * The test kit: what every transport and every section must do, as JUnit 5 classes that an implementation joins in a few lines. A
 * transport joins
 * <ul>
 * <li>{@link org.flowgateway.backup.tck.TransportContract}: storing, looking, removing, closing, on any store;
 * <li>{@link org.flowgateway.backup.tck.WireContract}, if it works over TCP: a line that is cut, goes silent, or leads to somebody else;
 * <li>{@link org.flowgateway.backup.tck.ProcessContract}: memory, descriptors and threads;
 * <li>{@link org.flowgateway.backup.tck.SecretContract}, if there is a password: what is printed, logged and told in failures;
 * <li>{@link org.flowgateway.backup.tck.DirectoryContract}, if its store has symbolic links.
 * </ul>
 * Each test's name begins with the laws that it is for, as {@link org.flowgateway.backup.spi.transport.TransportSession} counts them.
 *
 * <p>Beside them there are transports in memory for the tests of those who use one, and, in
 * {@link org.flowgateway.backup.tck.broken}, transports that the suites find out. The kit is never deployed as it is.
 */
package org.flowgateway.backup.tck;
