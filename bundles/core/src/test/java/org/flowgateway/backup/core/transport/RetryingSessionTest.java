package org.flowgateway.backup.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A read resumes where the connection was lost, and notices of all its sessions are reported. */
class RetryingSessionTest {

    private static final ObjectName NAME = new ObjectName("name");
    private static final byte[] CONTENT = {1, 2, 3, 4, 5, 6, 7, 8};

    private final RetryPolicy policy =
            new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMinutes(1), Duration.ofMinutes(1));
    private final StallWatch watch = new StallWatch(policy);
    private final List<NoticeSession> opened = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    @AfterEach
    void end() {
        watch.close();
    }

    @Test
    void noticesOfEachSessionAreReportedOncePerRead() throws Exception {
        RetryingSession session =
                new RetryingSession(this::open, "backups on far.example", new RetryBudget(policy), watch, notices::add);
        try (InputStream stream = session.read(NAME)) {
            for (byte expected : CONTENT) {
                assertThat(stream.read()).isEqualTo(expected);
            }
            assertThat(stream.read()).isEqualTo(-1);
        }

        assertThat(opened).hasSize(2);
        assertThat(notices).containsExactly("session 1 is new", "session 2 is new");
        assertThat(opened)
                .allSatisfy(one ->
                        assertThat(one.asked).as("times that it was asked").isEqualTo(1));
    }

    private NoticeSession open() {
        opened.add(new NoticeSession(opened.size() + 1));
        return opened.get(opened.size() - 1);
    }

    /** The first one loses the line in the middle of the object. */
    private static final class NoticeSession extends UnimplementedSession {

        private final int number;
        private int asked;

        NoticeSession(int number) {
            this.number = number;
        }

        @Override
        public InputStream read(ObjectName name) {
            return number > 1
                    ? new ByteArrayInputStream(CONTENT)
                    : new SequenceInputStream(
                            new ByteArrayInputStream(CONTENT, 0, CONTENT.length / 2), new InputStream() {
                                @Override
                                public int read() throws IOException {
                                    throw new TransportException(FailureKind.CONNECTION_LOST, "lost");
                                }
                            });
        }

        @Override
        public List<String> notices() {
            asked++;
            return List.of("session " + number + " is new");
        }
    }
}
