/** User at the shell, for this bundle and for copies inside of other bundles with commands. */
package org.flowgateway.backup.shell.caller;
