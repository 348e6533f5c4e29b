package org.flowgateway.backup.core;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.flowgateway.backup.spi.section.Section;
import org.flowgateway.backup.spi.section.SectionDescriptor;
import org.flowgateway.backup.spi.section.SectionException;

/** A section whose calls can be made to fail, or to do something while the job waits for them. */
final class TestSection implements Section {

    private final SectionDescriptor descriptor;
    private final Path root;
    private final AtomicInteger activations = new AtomicInteger();
    private volatile Consumer<String> witness = call -> {};
    private volatile Step onFreeze = () -> {};
    private volatile Step onThaw = () -> {};
    private volatile Step onDeactivate = () -> {};
    private volatile Runnable onValidate = () -> {};
    private volatile Runnable onActivated = () -> {};
    private volatile boolean setId = true;
    private volatile boolean linksOut = true;
    private volatile boolean refuse;
    private volatile boolean failActivation;

    TestSection(String id, boolean required, boolean vault, Path root) {
        this.descriptor = new SectionDescriptor(id, "The " + id, required, vault, 1);
        this.root = root;
    }

    /** Action of a section's call. */
    interface Step {

        /** Objects. */
        static void fail() throws SectionException {
            throw new SectionException("the test wants it so");
        }

        void run() throws SectionException;
    }

    /** Sets an observer that receives each call, as {@code freeze config}, when it begins. */
    void witness(Consumer<String> observer) {
        witness = observer;
    }

    void onFreeze(Step action) {
        onFreeze = action;
    }

    void onThaw(Step action) {
        onThaw = action;
    }

    void onDeactivate(Step action) {
        onDeactivate = action;
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

    private void begin(String call) {
        witness.accept(call + " " + descriptor.id());
    }

    @Override
    public void freeze() throws SectionException {
        begin("freeze");
        onFreeze.run();
    }

    @Override
    public void thaw() throws SectionException {
        begin("thaw");
        onThaw.run();
    }

    @Override
    public void deactivate() throws SectionException {
        begin("deactivate");
        onDeactivate.run();
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
        begin("validate");
        onValidate.run();
        if (refuse) {
            throw new SectionException("the test wants it so");
        }
    }

    @Override
    public void activated() throws SectionException {
        begin("activated");
        activations.incrementAndGet();
        onActivated.run();
        if (failActivation) {
            failActivation = false;
            throw new SectionException("the test wants it so");
        }
    }
}
