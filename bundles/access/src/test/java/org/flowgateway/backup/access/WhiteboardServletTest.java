package org.flowgateway.backup.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.http.HttpServlet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recovery from an init or destroy that fails half way, because bundles come and go. */
class WhiteboardServletTest {

    private final List<String> calls = new ArrayList<>();

    @Test
    void failedInitIsRepeatedAfterDestroy() throws Exception {
        new WhiteboardServlet(new Flaky(2, 0)).init(null);
        assertThat(calls).containsExactly("init", "destroy", "init", "destroy", "init");
    }

    @Test
    void failedDestroyIsRepeated() {
        new WhiteboardServlet(new Flaky(0, 2)).destroy();
        assertThat(calls).containsExactly("destroy", "destroy", "destroy");
    }

    @Test
    void permanentFailureIsThrown() {
        assertThatThrownBy(() -> new WhiteboardServlet(new Flaky(1000, 0)).init(null))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(calls).last().isEqualTo("destroy");
    }

    @Test
    void permanentlyFailingDestroyReturns() {
        new WhiteboardServlet(new Flaky(0, 1000)).destroy();
        assertThat(calls).hasSizeLessThan(10);
    }

    private final class Flaky extends HttpServlet {

        private static final long serialVersionUID = 1L;

        private int failingBeginnings;
        private int failingEnds;

        Flaky(int failingBeginnings, int failingEnds) {
            this.failingBeginnings = failingBeginnings;
            this.failingEnds = failingEnds;
        }

        @Override
        public void init(ServletConfig config) {
            calls.add("init");
            if (failingBeginnings-- > 0) {
                throw new IndexOutOfBoundsException("half way");
            }
        }

        @Override
        public void destroy() {
            calls.add("destroy");
            if (failingEnds-- > 0) {
                throw new IllegalStateException("half way");
            }
        }
    }
}
