package org.flowgateway.backup.transport.sftp;

import java.nio.file.Path;

/** Running SSH server that knows one user with a password. */
public interface SshProductServer extends AutoCloseable {

    /** User that logs in. */
    String username();

    /** Password of the user. */
    String password();

    /** Port on loopback. */
    int port();

    /** Home directory of the user on this machine's disk; its files belong to the user. */
    Path home();

    /** Stops the server and starts it again on its port with another host key. */
    void changeHostKey() throws Exception;

    /** Lets the user write nothing below a directory of the home any more. */
    void forbidWriting(String directory) throws Exception;

    /** Number of wrong passwords that the server was offered so far. The server is started again, to be sure of its last words. */
    long refusedPasswords() throws Exception;

    /** Returns the server's output, for the message of a failed test. */
    String log();

    @Override
    void close();
}
