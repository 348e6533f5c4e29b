package org.flowgateway.backup.access;

import org.apache.karaf.jaas.modules.BackingEngineFactory;
import org.apache.karaf.jaas.modules.properties.PropertiesBackingEngineFactory;
import org.osgi.service.component.annotations.Component;

/** Has the container's {@code jaas:} commands work on the gateway's users file as they do on their own. */
@Component(service = BackingEngineFactory.class)
public final class UserFileEngineFactory extends PropertiesBackingEngineFactory {

    @Override
    public String getModuleClass() {
        return GatewayLoginModule.class.getName();
    }
}
