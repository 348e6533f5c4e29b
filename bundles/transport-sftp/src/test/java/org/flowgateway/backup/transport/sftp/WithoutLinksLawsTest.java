package org.flowgateway.backup.transport.sftp;

import java.nio.file.Path;

/** Laws of a transport on a server without hard links but with an overwriting rename: names are checked first, and renamed without overwriting. */
class WithoutLinksLawsTest extends MinaLawsTest {

    @Override
    MinaServer server(Path root) throws Exception {
        return super.server(root).withExtensions("posix-rename@openssh.com=1");
    }
}
