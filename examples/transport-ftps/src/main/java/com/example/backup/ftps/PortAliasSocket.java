package com.example.backup.ftps;

import java.net.Socket;

/**
 * Plain socket that reports another port than its own. Java looks a TLS session up by host and port: under the port of the control connection, the
 * data connection finds the session of the control connection, which most servers require.
 */
final class PortAliasSocket extends Socket {

    private volatile int alias;

    /** Reports this port from now on. */
    void setAlias(int port) {
        alias = port;
    }

    @Override
    public int getPort() {
        return alias == 0 ? super.getPort() : alias;
    }
}
