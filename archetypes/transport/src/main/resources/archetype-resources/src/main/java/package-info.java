/** Backups on {@code ${scheme}://} targets. Exports nothing: the transport is found as a service. */
package ${package};
