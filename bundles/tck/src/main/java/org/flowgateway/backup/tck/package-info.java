/**
 * The test kit: what every transport and every section must do, as JUnit 5 classes that an implementation joins in a few lines, and
 * transports in memory for the tests of those who use one. Never deployed.
 */
package org.flowgateway.backup.tck;
