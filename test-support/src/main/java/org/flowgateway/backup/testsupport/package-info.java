/** What the tests of several modules use. */
package org.flowgateway.backup.testsupport;
