package org.flowgateway.backup.core;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionDescriptor;
import org.flowgateway.backup.spi.section.SectionException;

/** A section whose validation and activation can be made to fail, or to do something on the job's own thread. */
final class TestSection implements Section {

    private final SectionDescriptor descriptor;
    private final Path root;
    private final AtomicInteger activations = new AtomicInteger();
    private volatile Runnable onValidate = () -> { };
    private volatile Runnable onActivated = () -> { };
    private volatile boolean setId = true;
    private volatile boolean linksOut = true;
    private volatile boolean refuse;
    private volatile boolean failActivation;

    TestSection(String id, boolean required, boolean vault, Path root) {
        this.descriptor = new SectionDescriptor(id, "The " + id, required, vault, 1);
        this.root = root;
    }

    void forbidSetId() {
        setId = false;
    }

    void forbidLinksOut() {
        linksOut = false;
    }

    void refuse() {
        refuse = true;
    }

    void failNextActivation() {
        failActivation = true;
    }

    void onValidate(Runnable action) {
        onValidate = action;
    }

    void onActivated(Runnable action) {
        onActivated = action;
    }

    int activations() {
        return activations.get();
    }

    @Override
    public SectionDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public Path root() {
        return root;
    }

    @Override
    public boolean allowsSetId() {
        return setId;
    }

    @Override
    public boolean allowsLinksOut() {
        return linksOut;
    }

    @Override
    public void validate(Path staged) throws SectionException {
        onValidate.run();
        if (refuse) {
            throw new SectionException("the test wants it so");
        }
    }

    @Override
    public void activated() throws SectionException {
        activations.incrementAndGet();
        onActivated.run();
        if (failActivation) {
            failActivation = false;
            throw new SectionException("the test wants it so");
        }
    }
}
