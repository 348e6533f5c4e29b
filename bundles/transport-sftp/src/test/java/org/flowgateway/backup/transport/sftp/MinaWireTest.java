package org.flowgateway.backup.transport.sftp;

/** Laws of an unreliable connection on Apache MINA, with a password. */
class MinaWireTest extends SftpWireLaws {

    @Override
    SftpServerFixture start() throws Exception {
        return SftpServerFixture.mina(base);
    }
}
