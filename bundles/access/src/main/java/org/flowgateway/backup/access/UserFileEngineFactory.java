package org.flowgateway.backup.access;

import org.apache.karaf.jaas.modules.BackingEngineFactory;
import org.apache.karaf.jaas.modules.properties.PropertiesBackingEngineFactory;
import org.osgi.service.component.annotations.Component;

/** Backing engine of the container's {@code jaas:} commands for the gateway's users file. */
@Component(service = BackingEngineFactory.class)
public final class UserFileEngineFactory extends PropertiesBackingEngineFactory {

    @Override
    public String getModuleClass() {
        return GatewayLoginModule.class.getName();
    }
}
