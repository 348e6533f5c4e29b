package org.flowgateway.backup.core;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.flowgateway.backup.api.NotReadyException;
import org.flowgateway.backup.core.file.RealPath;
import org.flowgateway.backup.spi.section.Section;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** Registry of the sections that are installed at the moment. Thread-safe. */
@Component(service = RegisteredSections.class)
public final class RegisteredSections {

    private static final Comparator<Section> FIXED_ORDER = Comparator.<Section, Boolean>comparing(
                    section -> section.descriptor().vault())
            .thenComparing(section -> section.descriptor().id());

    private final List<Section> sections = new CopyOnWriteArrayList<>();
    private volatile Consumer<Section> listener = section -> {};

    /** Registers a section that was installed or configured. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addSection(Section section) {
        sections.add(section);
        listener.accept(section);
    }

    /** Removes a section that was uninstalled. */
    public void removeSection(Section section) {
        sections.remove(section);
    }

    /**
     * Sets the listener for sections. It is called at once for those that are present, and perhaps twice for one that is registered at
     * the same time.
     */
    void setListener(Consumer<Section> newListener) {
        listener = newListener;
        sections.forEach(newListener);
    }

    /** The registered sections in a fixed order, those of the vault last. */
    public List<Section> current() {
        return sections.stream().sorted(FIXED_ORDER).toList();
    }

    /**
     * Returns the sections in a fixed order, those of the vault last, each group by id.
     *
     * @param expected ids that must be among them
     * @throws NotReadyException if one is not there yet, two share an id, or one root lies within another
     */
    public List<Section> requireAll(Set<String> expected) throws NotReadyException {
        List<Section> ordered = current();
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(
                ordered.stream().map(section -> section.descriptor().id()).collect(Collectors.toSet()));
        if (!missing.isEmpty()) {
            throw new NotReadyException(JobServiceMessage.SECTIONS_MISSING.with(String.join(", ", missing)));
        }
        for (int i = 0; i < ordered.size(); i++) {
            for (int j = i + 1; j < ordered.size(); j++) {
                checkApart(ordered.get(i), ordered.get(j));
            }
        }
        return ordered;
    }

    private static void checkApart(Section one, Section other) throws NotReadyException {
        String first = one.descriptor().id();
        String second = other.descriptor().id();
        if (first.equals(second)) {
            throw new NotReadyException(JobServiceMessage.SECTION_ID_TAKEN.with(first));
        }
        Path root = RealPath.of(one.root());
        Path otherRoot = RealPath.of(other.root());
        if (root.startsWith(otherRoot) || otherRoot.startsWith(root)) {
            throw new NotReadyException(JobServiceMessage.SECTIONS_NESTED.with(first, second));
        }
    }
}
