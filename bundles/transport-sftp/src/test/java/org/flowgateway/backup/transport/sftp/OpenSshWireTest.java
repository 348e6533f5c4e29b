package org.flowgateway.backup.transport.sftp;

/** Laws of an unreliable connection on OpenSSH, with a key. */
class OpenSshWireTest extends SftpWireLaws {

    @Override
    SftpServerFixture start() throws Exception {
        return SftpServerFixture.openSsh(base);
    }
}
