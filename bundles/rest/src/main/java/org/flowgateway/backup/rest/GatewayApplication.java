package org.flowgateway.backup.rest;

import jakarta.ws.rs.core.Application;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsApplicationBase;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtensionSelect;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsName;

/** The application that all resources are in: the whiteboard's default one with Jersey's extras switched off. */
@Component(service = Application.class)
@JakartarsName(".default")
@JakartarsApplicationBase("/")
@JakartarsExtensionSelect({AuthenticationFilter.SELECT, ErrorMapper.SELECT})
public final class GatewayApplication extends Application {

    @Override
    public Map<String, Object> getProperties() {
        return Map.of(
                // No description of the resources for strangers, and no warning about the classes it would need.
                "jersey.config.server.wadl.disableWadl", Boolean.TRUE,
                // Location stays a path: see JobResource.
                "jersey.config.server.headers.location.relative.resolution.disabled", Boolean.TRUE);
    }
}
