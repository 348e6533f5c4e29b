package org.flowgateway.backup.access;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Servlet in front of the OSGi whiteboard. If bundles come or go during its init or destroy, Felix's servlet may fail half way, and the remains
 * make its next init fail. It is therefore destroyed until nothing is left, and initialised again.
 */
final class WhiteboardServlet implements Servlet {

    private static final Logger LOG = LoggerFactory.getLogger(WhiteboardServlet.class);
    private static final int TRIES = 5;

    private final Servlet whiteboard;

    WhiteboardServlet(Servlet whiteboard) {
        this.whiteboard = whiteboard;
    }

    @Override
    public void init(ServletConfig config) throws ServletException {
        for (int tries = 1; ; tries++) {
            try {
                whiteboard.init(config);
                return;
            } catch (ServletException | RuntimeException e) {
                destroy();
                if (tries == TRIES) {
                    throw e;
                }
                LOG.warn("The whiteboard could not begin, while bundles come and go: it is begun anew", e);
            }
        }
    }

    @Override
    public void destroy() {
        for (int tries = 1; ; tries++) {
            try {
                whiteboard.destroy();
                return;
            } catch (RuntimeException e) {
                // Each attempt cleans up after the one before it.
                LOG.warn(
                        "The whiteboard ended half way, while bundles come and go{}",
                        tries < TRIES ? ": it is ended again" : "",
                        e);
                if (tries == TRIES) {
                    return;
                }
            }
        }
    }

    @Override
    public void service(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        whiteboard.service(request, response);
    }

    @Override
    public ServletConfig getServletConfig() {
        return whiteboard.getServletConfig();
    }

    @Override
    public String getServletInfo() {
        return whiteboard.getServletInfo();
    }
}
