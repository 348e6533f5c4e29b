/** The contract {@code mgmt.gateway_backup} and what belongs beside it, over HTTP below {@code /api}. */
package org.flowgateway.backup.rest;
