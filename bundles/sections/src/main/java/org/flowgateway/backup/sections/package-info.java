/** Sections of the product: directory trees of the gateway, one for each configuration. */
package org.flowgateway.backup.sections;
