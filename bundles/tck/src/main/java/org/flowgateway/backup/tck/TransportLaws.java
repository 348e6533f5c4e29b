package org.flowgateway.backup.tck;

import org.flowgateway.backup.spi.transport.TransportSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/**
 * Laws of a transport as tests, on any store. An implementation joins by one fixture:
 *
 * <pre>{@code
 * class MyTransportTest extends TransportLaws {
 *     @Override protected TransportFixture newFixture() {
 *         return TransportFixture.of(new MyTransport(...), new TransportTarget("my", "host", "user", freshDirectory()));
 *     }
 * }
 * }</pre>
 *
 * <p>Each test's name begins with the number of its law, as {@link TransportSession} counts them; {@code docs/transport-laws.md} explains
 * them. {@link WireLaws} tests unreliable connections, {@link ProcessLaws} leaks, {@link SecretLaws} output and logs, {@link DirectoryLaws}
 * symbolic links.
 */
public abstract class TransportLaws {

    /** Called by subclasses. */
    protected TransportLaws() {}

    /**
     * Creates the transport under test with a fresh, empty target. Called once for each test.
     *
     * @return a fixture that no other test uses
     * @throws Exception if that fails; so does the test
     */
    protected abstract TransportFixture newFixture() throws Exception;

    @Nested
    @DisplayName("storing")
    class Storing extends StoringLaws {
        Storing() {
            super(TransportLaws.this);
        }
    }

    @Nested
    @DisplayName("reading")
    class Reading extends ReadingLaws {
        Reading() {
            super(TransportLaws.this);
        }
    }

    @Nested
    @DisplayName("listing")
    class Listing extends ListingLaws {
        Listing() {
            super(TransportLaws.this);
        }
    }

    @Nested
    @DisplayName("removing")
    class Removing extends RemovingLaws {
        Removing() {
            super(TransportLaws.this);
        }
    }

    @Nested
    @DisplayName("closing")
    class Closing extends ClosingLaws {
        Closing() {
            super(TransportLaws.this);
        }
    }

    @Nested
    @DisplayName("probing")
    class Probing extends ProbingLaws {
        Probing() {
            super(TransportLaws.this);
        }
    }

    @Nested
    @DisplayName("naming")
    class Naming extends NamingLaws {
        Naming() {
            super(TransportLaws.this);
        }
    }

    @Nested
    @DisplayName("linking")
    class Linking extends LinkingLaws {
        Linking() {
            super(TransportLaws.this);
        }
    }

    @Nested
    @DisplayName("partial reading")
    class PartialReading extends PartialReadingLaws {
        PartialReading() {
            super(TransportLaws.this);
        }
    }

    @Nested
    @DisplayName("space")
    class Space extends SpaceLaws {
        Space() {
            super(TransportLaws.this);
        }
    }
}
