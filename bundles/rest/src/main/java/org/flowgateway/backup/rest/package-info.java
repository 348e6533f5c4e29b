/** The contract {@code mgmt.gateway_backup} and its additions, over HTTP below {@code /api}. */
package org.flowgateway.backup.rest;
