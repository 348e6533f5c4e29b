/** The storage laws of the test kit, run from a gateway against a target of its own. */
@Header(name = "Karaf-Commands", value = "org.flowgateway.backup.certify")
package org.flowgateway.backup.certify;

import org.osgi.annotation.bundle.Header;
