/** Storage laws of the test kit, run from a gateway against its own target. */
@Header(name = "Karaf-Commands", value = "org.flowgateway.backup.certify")
package org.flowgateway.backup.certify;

import org.osgi.annotation.bundle.Header;
