/** Commands of the container's shell: thin adapters over the job service. */
@Header(name = "Karaf-Commands", value = "*")
package org.flowgateway.backup.shell;

import org.osgi.annotation.bundle.Header;
