package org.flowgateway.backup.transport.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.ListEntry;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Endless responses, which the gateway aborts before they fill its memory. */
@Timeout(300)
class OversizedResponsesTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nConnection: close\r\n";
    private static final String LIST = "<?xml version=\"1.0\"?><ListBucketResult><IsTruncated>false</IsTruncated>";
    private static final String LISTING = OK + "Content-Type: application/xml\r\n\r\n" + LIST;
    private static final long MAX_SENT = 64L << 20;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong sent = new AtomicLong();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({
        "entries",
        "prefixes",
        "spaces",
        "text",
        "name",
        "attributes",
        "comment",
        "entity",
        "headers",
        "header",
        "status",
        "error",
        "deep",
        "deep error"
    })
    void aListingIsEnded(String kind) throws Exception {
        serve(kind);

        assertThatThrownBy(() -> list(server.getLocalPort())).isInstanceOf(TransportException.class);
        assertThat(sent.get()).as("bytes that were sent").isLessThan(MAX_SENT);
    }

    /** Creates a response below 4 MiB whose tree would not fit into memory. */
    @ParameterizedTest
    @ValueSource(strings = {"<CommonPrefixes/>", "<a></a>", "<a b=''/>"})
    void anAnswerOfManyPartsIsRefused(String part) throws Exception {
        String body = LIST + part.repeat(100_000) + "</ListBucketResult>";
        try (ScriptedStore store = new ScriptedStore()) {
            store.on("GET .*", ScriptedStore.Answer.of(200, body));

            assertThatThrownBy(() -> list(store.port())).isInstanceOf(TransportException.class);
        }
    }

    @Test
    void aPageOfAThousandKeysIsNone() throws Exception {
        String key =
                "<Contents><Key>fg1/NAME</Key><LastModified>2026-11-30T00:00:00Z</LastModified><ETag>e</ETag><ChecksumAlgorithm>CRC32</ChecksumAlgorithm>"
                        + "<ChecksumType>FULL_OBJECT</ChecksumType><Size>1</Size><StorageClass>STANDARD</StorageClass><Owner xmlns:x='y' x:type='z'><ID>i</ID>"
                        + "<DisplayName>d</DisplayName></Owner><RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress></RestoreStatus></Contents>";
        StringBuilder page = new StringBuilder(LIST);
        for (int i = 0; i < 1000; i++) {
            page.append(key.replace("NAME", "x".repeat(900) + i));
        }
        try (ScriptedStore store = new ScriptedStore()) {
            store.on("GET .*", ScriptedStore.Answer.of(200, page + "</ListBucketResult>"));

            assertThat(list(store.port())).hasSize(1000);
        }
    }

    @Test
    void pagesWithoutAnythingInThemAreEnded() throws Exception {
        try (ScriptedStore store = new ScriptedStore()) {
            for (int i = 0; i < 2; i++) {
                // Each page names the other as the next.
                store.on("GET .*continuation-token=" + i + "($|&.*)", emptyPage(1 - i));
            }
            store.on("GET (?!.*continuation-token).*", emptyPage(0));

            assertThatThrownBy(() -> list(store.port())).isInstanceOf(TransportException.class);
            assertThat(store.asked()).hasSizeLessThan(100);
        }
    }

    private static ScriptedStore.Answer emptyPage(int next) {
        return ScriptedStore.Answer.of(
                200,
                "<?xml version=\"1.0\"?><ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>" + next
                        + "</NextContinuationToken></ListBucketResult>");
    }

    /** Beginning of the response, and the part repeated after it. */
    private static String[] answer(String kind) {
        return switch (kind) {
            case "entries" -> new String[] {LISTING, "<Contents><Key>fg1/x</Key><Size>1</Size></Contents>"};
            case "prefixes" -> new String[] {LISTING, "<CommonPrefixes/>"};
            case "spaces" -> new String[] {LISTING, "                    "};
            case "text" -> new String[] {LISTING + "<Name>", "xxxxxxxxxxxxxxxxxxxx"};
            case "name" -> new String[] {LISTING + "<", "xxxxxxxxxxxxxxxxxxxx"};
            case "attributes" -> new String[] {LISTING + "<Name ", "xmlns:a0=\"b\" "};
            case "comment" -> new String[] {LISTING + "<!-- ", "xxxxxxxxxxxxxxxxxxxx"};
            case "entity" -> new String[] {OK + "\r\n<?xml version=\"1.0\"?><!DOCTYPE a [", "<!ENTITY a \"b\">"};
            case "headers" -> new String[] {OK, "X-Header: xxxxxxxxxxxxxxxxxxxx\r\n"};
            case "header" -> new String[] {OK + "X-Header: ", "xxxxxxxxxxxxxxxxxxxx"};
            case "status" -> new String[] {"HTTP/1.1 200 ", "xxxxxxxxxxxxxxxxxxxx"};
            case "error" ->
                new String[] {"HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n<Error><Code>", "xxxxxxxxxxxxxxxxxxxx"
                };
            case "deep" -> new String[] {LISTING, "<a>"};
            case "deep error" -> new String[] {"HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n<Error>", "<a>"};
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private void serve(String kind) {
        String[] answer = answer(kind);
        byte[] block = answer[1].repeat(64 * 1024 / answer[1].length()).getBytes(StandardCharsets.ISO_8859_1);
        var unused = threads.submit(() -> {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                var unusedAnswer = threads.submit(() -> {
                    send(socket, answer[0], block);
                    return null;
                });
            }
            return null;
        });
    }

    private void send(Socket socket, String beginning, byte[] block) throws IOException {
        try (socket) {
            InputStream in = socket.getInputStream();
            assertThat(in.read(new byte[64 * 1024])).isPositive();
            OutputStream out = socket.getOutputStream();
            out.write(beginning.getBytes(StandardCharsets.ISO_8859_1));
            while (sent.addAndGet(block.length) < 4 * MAX_SENT) {
                out.write(block);
            }
        }
    }

    private static List<ListEntry> list(int port) throws IOException {
        List<ListEntry> found = new ArrayList<>();
        TransportTarget target = new TransportTarget("s3+http", "127.0.0.1:" + port + "/backups", "id", "fg1");
        S3Transport transport = new S3Transport(S3TestConfiguration.plainly(), Map.of());
        try (TransportSession session = transport.open(target, Optional.of(new Secret("secret".toCharArray())))) {
            session.list(Optional.empty(), found::add);
        } finally {
            transport.deactivate();
        }
        return found;
    }
}
