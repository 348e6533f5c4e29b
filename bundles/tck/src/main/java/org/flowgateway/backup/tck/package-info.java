/**
 * The test kit: what every transport and every section must do, as JUnit 5 classes that an implementation joins in a few lines, and
 * transports in memory for the tests of those who use one. Never deployed.
 *
 * <p>A transport over a network puts a {@link org.flowgateway.backup.tck.FaultProxy} between itself and a server on the same host, and
 * makes each call while the line is silent or cut, at each turn of the conversation: the call is then to fail with a transient kind and, made
 * again by a new session, to succeed as if it had not been made before.
 */
package org.flowgateway.backup.tck;
