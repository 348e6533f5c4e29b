package org.flowgateway.backup.rest;

import java.util.List;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Filter of warnings that the REST framework logs at each start and that are not true: it takes the whiteboard's resources for providers that it
 * "ignores", and is told to do without WADL by an application that the whiteboard publishes only after one of its own. It is done here and not
 * in a log configuration, since that of a container we are installed in is not ours. Warnings about anything else go on to the log.
 */
@Component(service = FalseWarningFilter.class, immediate = true)
public final class FalseWarningFilter {

    private static final List<String> SUBJECTS = List.of(
            "org.flowgateway.backup.",
            "org.glassfish.jersey.servlet.init.FilterUrlMappingsProviderImpl",
            "org.glassfish.jersey.servlet.async.AsyncContextDelegateProviderImpl");

    /** Held, since the log manager does not, and a logger that is collected forgets its filter. */
    private final Logger providers = Logger.getLogger("org.glassfish.jersey.internal.inject.Providers");

    private final Logger wadl = Logger.getLogger("org.glassfish.jersey.server.wadl.WadlFeature");
    private final Filter providersBefore;
    private final Filter wadlBefore;

    /** Begins to filter. */
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
