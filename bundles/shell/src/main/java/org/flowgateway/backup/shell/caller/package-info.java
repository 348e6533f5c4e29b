/** Who is at the shell: for this bundle, and inside of others that have commands too. */
package org.flowgateway.backup.shell.caller;
