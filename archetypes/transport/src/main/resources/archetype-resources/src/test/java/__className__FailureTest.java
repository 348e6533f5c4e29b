package ${package};

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flowgateway.backup.api.Secret;
import org.flowgateway.backup.spi.transport.FailureKind;
import org.flowgateway.backup.spi.transport.ObjectName;
import org.flowgateway.backup.spi.transport.TransportException;
import org.flowgateway.backup.spi.transport.TransportSession;
import org.flowgateway.backup.spi.transport.TransportTarget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Failures that the suites of the test kit do not provoke: invalid targets and settings, and a server that answers anything. */
class ${className}FailureTest {

    private static final ObjectName NAME = new ObjectName("object");

    private ${className}Transport transport;
    private ServerSocket server;

    @BeforeEach
    void listen() throws Exception {
        ${className}ServerKey key = ${className}ServerKey.of(${className}Fixture.KEYS);
        server = key.context().getServerSocketFactory().createServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        transport = ${className}Fixture.transport(Duration.ofSeconds(30));
    }

    @AfterEach
    void close() throws IOException {
        transport.deactivate();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"'',user,p,its address", "host:0,user,p,its address", "host/a,user,p,its address", "host,'',p,username and password",
            "host,user,'',path must be", "host,user,/p,path must be", "host,user,p/../q,path must be", "host,user,p//q,path must be"})
    void invalidTargetsAreRejected(String address, String username, String path, String problem) {
        assertFailure(() -> transport.complete(new TransportTarget("${scheme}", address, username, path), true), FailureKind.INVALID_TARGET, problem);
    }

    @Test
    void passwordIsRequired() {
        assertFailure(() -> transport.complete(${className}Fixture.target(1), false), FailureKind.INVALID_TARGET, "username and password");
    }

    @Test
    void invalidSettingsAreRejected(@TempDir Path directory) {
        assertThatThrownBy(() -> new ${className}Transport(new ${className}TestConfiguration("", 0)))
                .hasMessage("${package}: timeout-seconds [0] is not in 1 to 3600");
        String missing = directory.resolve("missing.pem").toString();
        assertThatThrownBy(() -> new ${className}Transport(new ${className}TestConfiguration(missing, 1)))
                .hasMessage("${package}: ca-file [" + missing + "] is not a file of PEM certificates");
    }

    @ParameterizedTest
    @CsvSource({"DENIED,DENIED,the login has no permission", "BUSY,UNKNOWN,the server refuses it"})
    void refusalsAreClassified(String reply, FailureKind kind, String cause) throws Exception {
        answer(out -> out.writeUTF(reply));
        assertFailure(() -> session().stat(NAME), kind, "Looking for object failed on ${scheme}://localhost:" + server.getLocalPort() + ": " + cause);
    }

    @Test
    void malformedRepliesAreReported() throws Exception {
        answer(out -> {
            out.writeUTF("OK");
            out.writeInt(501);
        });
        assertFailure(() -> session().list(Optional.empty()), FailureKind.UNKNOWN, "the server's reply is malformed");
    }

    @Test
    void probeDetectsOtherContent() throws Exception {
        answer(out -> {
            out.writeUTF("OK");
            out.writeUTF("OK");
            out.writeUTF("OK");
            out.writeBoolean(false);
        });
        assertFailure(() -> session().probe(), FailureKind.INTEGRITY, "the content read back differs from the one written");
    }

    private TransportSession session() throws TransportException {
        return transport.open(${className}Fixture.target(server.getLocalPort()), Optional.of(new Secret("password".toCharArray())));
    }

    /** Bytes that a server sends after the login, whatever it is asked. */
    private interface Answers {
        void write(DataOutputStream out) throws IOException;
    }

    private void answer(Answers answers) {
        Thread thread = new Thread(() -> {
            try (Socket client = server.accept()) {
                DataInputStream in = new DataInputStream(client.getInputStream());
                DataOutputStream out = new DataOutputStream(client.getOutputStream());
                in.readUTF();
                in.readUTF();
                in.skipNBytes(in.readInt());
                out.writeUTF("OK");
                answers.write(out);
                client.shutdownOutput();
                in.readAllBytes();
            } catch (IOException ended) {
                // The client disconnected; its failure is what the test looks at.
                return;
            }
        }, "Scripted server");
        thread.setDaemon(true);
        thread.start();
    }

    private static void assertFailure(ThrowingCallable call, FailureKind kind, String text) {
        TransportException failure = catchThrowableOfType(TransportException.class, call);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining(text);
    }
}
