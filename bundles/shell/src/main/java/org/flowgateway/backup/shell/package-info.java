/** Commands of the container's shell: thin adapters over the job service. */
@Header(name = "Karaf-Commands", value = "org.flowgateway.backup.shell")
package org.flowgateway.backup.shell;

import org.osgi.annotation.bundle.Header;
