package org.flowgateway.backup.core.tree;

import org.flowgateway.backup.archive.Entry;
import org.flowgateway.backup.archive.ExtendedMetadata;
import org.flowgateway.backup.archive.Timestamp;
import org.flowgateway.backup.tree.FileState;
import org.flowgateway.backup.tree.SystemAccounts;

/**
 * Factory of a backup's entries. All methods throw {@link IllegalArgumentException} for a file that the format cannot hold, such as one
 * with a path that is too long. Thread-safe.
 */
public final class EntryFactory {

    private final SystemAccounts accounts;

    public EntryFactory(SystemAccounts accounts) {
        this.accounts = accounts;
    }

    public Entry directory(SectionFile file, ExtendedMetadataReading metadata) {
        return entry(
                file, Entry.Type.DIRECTORY, 0, "", metadata.mode(file.state().permissions()), metadata.extended());
    }

    public Entry regular(SectionFile file, ExtendedMetadataReading metadata) {
        return entry(
                file,
                Entry.Type.FILE,
                file.state().size(),
                "",
                metadata.mode(file.state().permissions()),
                metadata.extended());
    }

    /** @param target the link's text */
    public Entry symlink(SectionFile file, String target) {
        return entry(file, Entry.Type.SYMLINK, 0, target, file.state().permissions(), ExtendedMetadata.NONE);
    }

    /** @param firstPath path of the first entry of the same file */
    public Entry hardlink(SectionFile file, String firstPath) {
        return entry(file, Entry.Type.HARDLINK, 0, firstPath, file.state().permissions(), ExtendedMetadata.NONE);
    }

    private Entry entry(
            SectionFile file, Entry.Type type, long size, String linkTarget, int mode, ExtendedMetadata extended) {
        FileState state = file.state();
        return new Entry(
                file.tree().section().id(),
                file.path(),
                type,
                mode,
                state.uid(),
                state.gid(),
                accounts.user(state.uid()),
                accounts.group(state.gid()),
                size,
                Timestamp.of(state.modified()),
                linkTarget,
                extended);
    }
}
