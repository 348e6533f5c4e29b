/**
 * Parts that most transports need. A transport embeds those that it uses in its own bundle, as {@code docs/writing-a-transport.md} shows; the
 * gateway does not export this package.
 */
package org.flowgateway.backup.transport.support;
