/** The sections that ship: directory trees of the gateway, one for each configuration. */
package org.flowgateway.backup.sections;
