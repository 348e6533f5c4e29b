package org.flowgateway.backup.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections through the proxy to an echo server. */
@Timeout(300)
class FaultProxyTest {

    /** Time without a reply that counts as silence. */
    private static final int SILENCE_MILLIS = 200;

    private static final int DEADLINE_MILLIS = 60_000;

    private final BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
    private ServerSocket server;
    private FaultProxy line;
    private Socket client;

    @BeforeEach
    void connect() throws Exception {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        start(() -> {
            while (true) {
                Socket socket = server.accept();
                start(() -> echo(socket));
            }
        });
        line = new FaultProxy(server.getLocalPort());
        client = connected(line);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        line.close();
        server.close();
    }

    private static Socket connected(FaultProxy line) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), line.port());
        socket.setSoTimeout(DEADLINE_MILLIS);
        return socket;
    }

    private interface Work {
        void run() throws IOException;
    }

    private void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                if (!server.isClosed() && !(e instanceof SocketException)) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void echo(Socket socket) throws IOException {
        try (socket) {
            for (int one = socket.getInputStream().read();
                    one >= 0;
                    one = socket.getInputStream().read()) {
                heard.add(one);
                socket.getOutputStream().write(one);
            }
        }
    }

    private void ask(String text) throws IOException {
        client.getOutputStream().write(text.getBytes());
    }

    private String reply(int length) throws IOException {
        return new String(client.getInputStream().readNBytes(length));
    }

    private String heard(int count) throws InterruptedException {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < count; at++) {
            Integer one = heard.poll(DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
            assertThat(one).as("the server heard %s", text).isNotNull();
            text.append((char) one.intValue());
        }
        return text.toString();
    }

    private void assertSilent() throws IOException {
        client.setSoTimeout(SILENCE_MILLIS);
        assertThatThrownBy(() -> reply(1)).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(DEADLINE_MILLIS);
    }

    /** Asserts the end of a connection, reported as such or as a reset. */
    private void assertCut() {
        try {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        } catch (IOException e) {
            assertThat(e).isInstanceOf(SocketException.class);
        }
    }

    @Test
    @DisplayName("bytes are forwarded for each connection, and changes of direction counted")
    void carries() throws Exception {
        for (int round = 1; round <= 3; round++) {
            ask("a");
            assertThat(reply(1)).isEqualTo("a");
            assertThat(line.turns()).isEqualTo(2 * round);
        }
        try (Socket other = connected(line)) {
            other.getOutputStream().write('b');
            assertThat(other.getInputStream().read()).isEqualTo('b');
        }
        line.heal();
        assertThat(line.turns()).isZero();
        client.shutdownOutput();
        assertThat(client.getInputStream().read()).as("the end is told on").isEqualTo(-1);
    }

    @Test
    @DisplayName("a silent proxy forwards nothing until it heals")
    void silent() throws Exception {
        line.goSilent();
        ask("ab");
        assertSilent();
        assertThat(heard).isEmpty();
        line.heal();
        assertThat(reply(2)).isEqualTo("ab");
    }

    @Test
    @DisplayName("a silent server receives all bytes")
    void silentFromServer() throws Exception {
        line.goSilentFromServer();
        ask("ab");
        assertThat(heard(2)).isEqualTo("ab");
        assertSilent();
        line.heal();
        assertThat(reply(2)).isEqualTo("ab");
    }

    @Test
    @DisplayName("silence at a turn is reported, and a cut then loses the pending bytes")
    void silentAtTurn() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        line.goSilentAtTurn(3, reached::countDown);
        ask("a");
        assertThat(reply(1)).isEqualTo("a");
        assertThat(reached.getCount()).isEqualTo(1);
        ask("b");
        assertThat(reached.await(DEADLINE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        line.cut();
        assertCut();
        client = connected(line);
        ask("c");
        assertThat(reply(1)).isEqualTo("c");
        assertThat(heard(2)).isEqualTo("ac");
    }

    @Test
    @DisplayName("a cut ends all connections, and new connections work")
    void cut() throws Exception {
        ask("a");
        reply(1);
        line.cut();
        assertCut();
        client = connected(line);
        ask("b");
        assertThat(reply(1)).isEqualTo("b");
    }

    @Test
    @DisplayName("bytes in flight on a cut connection count neither as a turn nor as bytes, and affect no later fault")
    void lastWords() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        line.goSilentAtTurn(1, reached::countDown);
        ask("a");
        assertThat(reached.await(DEADLINE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        line.cut();
        client = connected(line);
        for (int said = 1; said <= 1000; said++) {
            ask("b");
            assertThat(reply(1)).isEqualTo("b");
            assertThat(line.bytes()).isEqualTo(2 * said);
            assertThat(line.turns()).isEqualTo(2 * said);
        }
    }

    @Test
    @DisplayName("a cut after a number of bytes forwards exactly those, and cuts new connections until it heals")
    void cutAfter() throws Exception {
        line.cutAfter(5);
        ask("abc");
        assertThat(heard(3)).isEqualTo("abc");
        assertThat(reply(2)).isEqualTo("ab");
        assertCut();
        client = connected(line);
        ask("d");
        assertCut();
        line.heal();
        client = connected(line);
        ask("e");
        assertThat(reply(1)).isEqualTo("e");
        assertThat(heard(1)).as("what was cut off was not heard").isEqualTo("e");
    }

    @Test
    @DisplayName("a cut at a turn of the client loses the request, at one of the server the reply")
    void cutAtTurn() throws Exception {
        line.cutAtTurn(3);
        ask("a");
        assertThat(reply(1)).isEqualTo("a");
        ask("b");
        assertCut();
        line.cutAtTurn(2);
        client = connected(line);
        ask("c");
        assertCut();
        assertThat(heard(2)).isEqualTo("ac");
    }

    @Test
    @DisplayName("a lost reply belongs to a request that was executed completely")
    void losesReply() throws Exception {
        line.loseReplyAtTurn(3);
        ask("a");
        assertThat(reply(1)).isEqualTo("a");
        ask("bcdef");
        assertCut();
        assertThat(heard).as("before the client knew").hasSize(6);
    }

    @Test
    @DisplayName("a client without a server is disconnected, and may connect again")
    void noServer() throws Exception {
        int free;
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = nobody.getLocalPort();
        }
        try (FaultProxy nowhere = new FaultProxy(free)) {
            client = connected(nowhere);
            assertCut();
            client = connected(nowhere);
            assertCut();
        }
    }

    @Test
    @DisplayName("a second entrance has the port of its server, and is cut with the first")
    void severalEntrances() throws Exception {
        try (ServerSocket second = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.2"));
                FaultProxy both = new FaultProxy(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()),
                        new InetSocketAddress("127.0.0.2", second.getLocalPort()))) {
            start(() -> echo(second.accept()));
            client = connected(both);
            ask("a");
            assertThat(reply(1)).isEqualTo("a");
            try (Socket other = new Socket(InetAddress.getLoopbackAddress(), second.getLocalPort())) {
                other.setSoTimeout(DEADLINE_MILLIS);
                other.getOutputStream().write('b');
                assertThat(other.getInputStream().read()).isEqualTo('b');
                both.cut();
                assertCut();
                assertThat(other.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    @DisplayName("connections during a silence are counted")
    void countsConnectionsInSilence() throws Exception {
        ask("b");
        assertThat(reply(1)).isEqualTo("b");
        heard.clear();
        line.goSilentFromServer();
        assertThat(line.returns()).isZero();
        try (Socket another = connected(line)) {
            another.getOutputStream().write('a');
            assertThat(heard.poll(DEADLINE_MILLIS, TimeUnit.MILLISECONDS)).isEqualTo((int) 'a');
            assertThat(line.returns()).isEqualTo(1);
        }
        line.heal();
        assertThat(line.returns()).isZero();
    }
}
