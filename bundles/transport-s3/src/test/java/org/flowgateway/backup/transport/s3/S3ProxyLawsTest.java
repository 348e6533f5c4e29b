package org.flowgateway.backup.transport.s3;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Laws of a transport on S3Proxy, with TLS and a private certificate authority. */
class S3ProxyLawsTest extends S3TransportLaws {

    @TempDir
    static Path base;

    private static S3StoreFixture store;

    @BeforeAll
    static void start() throws Exception {
        store = S3StoreFixture.s3Proxy(base);
    }

    @AfterAll
    static void end() {
        store.close();
    }

    @Override
    S3StoreFixture store() {
        return store;
    }
}
