package org.flowgateway.backup.transport.sftp;

import java.nio.file.Path;

/** The laws on a server that has no hard links but an overwriting rename: it is looked first there, and renamed without overwriting. */
class WithoutLinksContractTest extends MinaContractTest {

    @Override
    MinaServer server(Path root) throws Exception {
        return super.server(root).withExtensions("posix-rename@openssh.com=1");
    }
}
