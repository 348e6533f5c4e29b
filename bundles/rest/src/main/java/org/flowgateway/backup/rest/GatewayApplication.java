package org.flowgateway.backup.rest;

import jakarta.ws.rs.core.Application;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsApplicationBase;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtensionSelect;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsName;

/** Application of all resources: the whiteboard's default one with Jersey's extras switched off. */
@Component(service = Application.class)
@JakartarsName(".default")
@JakartarsApplicationBase("/")
@JakartarsExtensionSelect({AuthenticationFilter.SELECT, ErrorMapper.SELECT})
public final class GatewayApplication extends Application {

    @Override
    public Map<String, Object> getProperties() {
        return Map.of(
                // WADL describes the resources to strangers, and warns about the classes it needs.
                "jersey.config.server.wadl.disableWadl", Boolean.TRUE,
                // Location stays a path: see JobResource.
                "jersey.config.server.headers.location.relative.resolution.disabled", Boolean.TRUE);
    }
}
