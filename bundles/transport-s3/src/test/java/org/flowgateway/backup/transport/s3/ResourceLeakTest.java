package org.flowgateway.backup.transport.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Threads and caches of the client library, which end with the bundle. */
class ResourceLeakTest {

    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(30);

    @Test
    @DisplayName(
            "13: after the end of the bundle no thread is left, and no reference to its classes on a thread that goes on")
    void loaderCanGo() throws Exception {
        WeakReference<ClassLoader> loader;
        try (ConditionalPutStore store = new ConditionalPutStore(412)) {
            loader = used(store.port());
        }
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (loader.get() != null && System.nanoTime() < deadline) {
            System.gc();
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name ->
                        name.contains("S3") || name.contains("stream-timeout") || name.contains("idle-connection"));
        assertThat(loader.get()).as("what loaded the transport and the library").isNull();
    }

    /** Uses everything as a bundle would: loaded by its own class loader, on a thread of its caller. */
    private static WeakReference<ClassLoader> used(int port) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(File.pathSeparator, 0)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> use = loader.loadClass(TransportLifecycle.class.getName());
            ((Runnable) use.getConstructor(Integer.class).newInstance(port)).run();
            return new WeakReference<>(loader);
        }
    }
}
