package com.example.backup.ftps;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.apache.commons.net.ftp.FTPReply;
import org.apache.commons.net.ftp.FTPSClient;

/**
 * FTP client with TLS on both connections. The data connection continues the TLS session of the control connection, which servers require to
 * know that both have the same peer: see {@link PortAliasSocket}.
 *
 * <p>TLS 1.2 only: with TLS 1.3, Java uses a session once, and receives the next one only on a connection that it reads.
 */
final class TlsFtpClient extends FTPSClient {

    private static final String[] PROTOCOLS = {"TLSv1.2"};
    private static final int MAX_REPLY_BYTES = 64 * 1024;

    private final SSLContext context;
    private ReplyLimitStream replies;

    /**
     * Creates a client without a connection.
     *
     * @param context context of this client alone: its cache has the sessions of one control connection
     * @param sockets factory of the plain sockets
     */
    TlsFtpClient(SSLContext context, TrackedSockets sockets, FtpsTimeouts timeouts) {
        super(false, context);
        this.context = context;
        setSocketFactory(sockets);
        setEnabledProtocols(PROTOCOLS);
        setEndpointCheckingEnabled(true);
        setControlEncoding(StandardCharsets.UTF_8.name());
        setConnectTimeout((int) timeouts.connect().toMillis());
        setDefaultTimeout((int) timeouts.progress().toMillis());
        setDataTimeout(timeouts.progress());
        // EPSV names a port only; the address in a reply to PASV is ignored.
        setUseEPSVwithIPv4(true);
        setIpAddressFromPasvResponse(false);
    }

    /** Sets the mode of data connections here: the library resets it at each connect. */
    @Override
    protected void _connectAction_() throws IOException {
        super._connectAction_();
        enterLocalPassiveMode();
    }

    @Override
    protected void execAUTH() throws IOException {
        if (execAUTH("TLS") != FTPReply.SECURITY_DATA_EXCHANGE_COMPLETE) {
            throw new TlsRefusedException(reply());
        }
    }

    /** Also discards what arrived before the handshake: it may be an attacker's. */
    @Override
    protected void sslNegotiation() throws IOException {
        super.sslNegotiation();
        replies = new ReplyLimitStream(_socket_.getInputStream(), MAX_REPLY_BYTES);
        _controlInput_ = new BufferedReader(new InputStreamReader(replies, StandardCharsets.UTF_8));
    }

    @Override
    public int sendCommand(String command, String argument) throws IOException {
        if (replies != null) {
            replies.begin();
        }
        return super.sendCommand(command, argument);
    }

    @Override
    protected Socket _openDataConnection_(String command, String argument) throws IOException {
        Socket plain = super._openDataConnection_(command, argument);
        return plain == null ? null : secure(plain);
    }

    /** Opens the data connection of a command; {@code null} if the server refused. */
    SSLSocket openData(String command, String path) throws IOException {
        return (SSLSocket) _openDataConnection_(command, path);
    }

    private SSLSocket secure(Socket plain) throws IOException {
        ((PortAliasSocket) plain).setAlias(_socket_.getPort());
        SSLSocket secured =
                (SSLSocket) context.getSocketFactory().createSocket(plain, _hostname_, _socket_.getPort(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(PROTOCOLS);
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        verifySameCertificate(secured);
        return secured;
    }

    private void verifySameCertificate(SSLSocket data) throws SSLPeerUnverifiedException {
        SSLSocket control = (SSLSocket) _socket_;
        if (!data.getSession().getPeerCertificates()[0].equals(control.getSession().getPeerCertificates()[0])) {
            throw new SSLPeerUnverifiedException("The data connection has another certificate");
        }
    }

    /** Returns the server's last reply. */
    FtpsReply reply() {
        return new FtpsReply(getReplyCode(), getReplyString());
    }
}
