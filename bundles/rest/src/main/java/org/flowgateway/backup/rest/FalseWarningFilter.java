package org.flowgateway.backup.rest;

import java.util.List;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Filter of false warnings that the REST framework logs at each start. It takes the whiteboard's resources for providers that it "ignores". It
 * also asks for WADL to be switched off, before it sees the application that does so. The log configuration of a container that the product is
 * installed into is not ours to change, so the filter is here. Other warnings pass.
 */
@Component(service = FalseWarningFilter.class, immediate = true)
public final class FalseWarningFilter {

    private static final List<String> SUBJECTS = List.of(
            "org.flowgateway.backup.",
            "org.glassfish.jersey.servlet.init.FilterUrlMappingsProviderImpl",
            "org.glassfish.jersey.servlet.async.AsyncContextDelegateProviderImpl");

    /** Strong reference: the log manager has none, and a logger that is collected loses its filter. */
    private final Logger providers = Logger.getLogger("org.glassfish.jersey.internal.inject.Providers");

    private final Logger wadl = Logger.getLogger("org.glassfish.jersey.server.wadl.WadlFeature");
    private final Filter providersBefore;
    private final Filter wadlBefore;

    /** Installs the filter. */
    @Activate
    public FalseWarningFilter() {
        providersBefore = providers.getFilter();
        wadlBefore = wadl.getFilter();
        providers.setFilter(record -> !isAboutOurs(record) && passes(providersBefore, record));
        wadl.setFilter(record -> !text(record).contains("JAXBContext") && passes(wadlBefore, record));
    }

    @Deactivate
    void stop() {
        providers.setFilter(providersBefore);
        wadl.setFilter(wadlBefore);
    }

    private static boolean isAboutOurs(LogRecord record) {
        String text = text(record);
        return text.contains("does not implement any provider interfaces")
                && SUBJECTS.stream().anyMatch(text::contains);
    }

    private static boolean passes(Filter before, LogRecord record) {
        return before == null || before.isLoggable(record);
    }

    private static String text(LogRecord record) {
        return record.getMessage() == null ? "" : record.getMessage();
    }
}
