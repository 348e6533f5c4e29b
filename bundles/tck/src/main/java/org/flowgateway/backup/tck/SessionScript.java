package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.flowgateway.backup.spi.transport.ObjectAttributes;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;

/** Script of all calls of a session in order, from the first contact to the removal of the object. */
enum SessionScript {
    PROBE {
        @Override
        void execute(TransportSession session) throws IOException {
            session.probe();
        }
    },
    PUT {
        @Override
        void execute(TransportSession session) throws IOException {
            session.put(NAME, CONTENT);
        }
    },
    STAT {
        @Override
        void execute(TransportSession session) throws IOException {
            assertThat(session.stat(NAME)).contains(ObjectAttributes.ofLength(CONTENT.length()));
        }
    },
    READ {
        @Override
        void execute(TransportSession session) throws IOException {
            assertThat(LawSuite.content(session, NAME)).isEqualTo(CONTENT.bytes());
        }
    },
    LIST {
        @Override
        void execute(TransportSession session) throws IOException {
            assertThat(LawSuite.listed(session, "d")).containsExactly("object " + CONTENT.length());
        }
    },
    DELETE {
        @Override
        void execute(TransportSession session) throws IOException {
            session.delete(NAME);
        }
    };

    private static final ObjectName NAME = new ObjectName("d/object");
    private static final BytesSource CONTENT = BytesSource.random(100 * 1024, 1);

    abstract void execute(TransportSession session) throws IOException;

    /**
     * A call that failed.
     *
     * @param call the call
     * @param failure its failure
     */
    record FailedCall(SessionScript call, TransportException failure) {}

    /** Makes this call and all after it, until one fails. */
    Optional<FailedCall> runRemaining(TransportSession session) throws IOException {
        for (SessionScript call : List.of(values()).subList(ordinal(), values().length)) {
            try {
                call.execute(session);
            } catch (TransportException e) {
                return Optional.of(new FailedCall(call, e));
            }
        }
        return Optional.empty();
    }

    /** Asserts that a session sees a state that is possible after this call failed: the whole object or none. */
    void assertPossible(TransportSession session, String when) throws IOException {
        List<String> listed = LawSuite.listed(session, "d");
        if (listed.isEmpty()) {
            assertThat(this).as("calls when nothing may be there, %s", when).isIn(PROBE, PUT, DELETE);
        } else {
            assertThat(this).as("calls when something may be there, %s", when).isNotEqualTo(PROBE);
            assertThat(listed).as(when).containsExactly("object " + CONTENT.length());
            assertThat(LawSuite.content(session, NAME)).as(when).isEqualTo(CONTENT.bytes());
        }
    }
}
