package org.flowgateway.backup.sections;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Directory tree that is backed up and restored as a section; a factory configuration, in {@code etc/PID-NAME.cfg}. */
@ObjectClassDefinition(
        name = "Gateway Backup: section",
        description = "A directory tree of the gateway that is backed up and restored as a whole")
public @interface FileTreeConfiguration {

    /** Factory PID of these configurations. */
    String PID = "org.flowgateway.backup.section";

    /** Name of the section in backups: 1 to 64 characters of {@code [a-z0-9_-]}, never changed later. Required. */
    @AttributeDefinition(
            name = "Id",
            description = "Name in backups: 1 to 64 characters of a-z, 0-9, _ and -. Never change it later.")
    String id();

    /** Name of the section for people; by default the id. */
    @AttributeDefinition(name = "Title", required = false, description = "Name for people. None: the id.")
    String title() default "";

    /** Directory: absolute, not the file system's root; {@code ..} removes the name before it. Required; the directory itself may be missing. */
    @AttributeDefinition(
            name = "Directory",
            description = "Absolute path of the tree. A restore stages beside it, on the same file system.")
    String root();

    /** Membership of the section in the vault, {@code true} or {@code false}. */
    @AttributeDefinition(
            name = "Vault",
            required = false,
            description = "true: the section belongs to the vault (secrets).")
    boolean vault() default false;

    /**
     * Severity of content that cannot be read: it fails a backup ({@code true}) or is a warning ({@code false}). By default the value of
     * {@link #vault}.
     */
    @AttributeDefinition(
            name = "Required",
            required = false,
            description =
                    "true: unreadable content fails the backup. false: it is a warning. None: true for a section of the vault.")
    String required() default "";

    /** Permission to restore files with their set-user-id and set-group-id bits, {@code true} or {@code false}. */
    @AttributeDefinition(
            name = "Allow set-id bits",
            required = false,
            description =
                    "true: files are restored with their set-user-id and set-group-id bits. false: without, with a warning.")
    boolean allow$_$set$_$id() default false;

    /**
     * Permission to restore symbolic links that lead out of the tree ({@code true}); otherwise a backup with such a link is refused
     * ({@code false}).
     */
    @AttributeDefinition(
            name = "Allow links out",
            required = false,
            description =
                    "true: symbolic links that lead out of the tree are restored. false: a backup with such a link is refused.")
    boolean allow$_$links$_$out() default true;

    /** Version of the tree's own layout, from 1. */
    @AttributeDefinition(
            name = "Format version",
            required = false,
            min = "1",
            description = "Version of the tree's own layout, from 1.")
    int format$_$version() default 1;

    /**
     * Command that runs before a backup reads the tree: the absolute path of a program and its arguments. None of the four commands runs in a
     * shell, and nothing is added to its arguments.
     */
    @AttributeDefinition(
            name = "Command to freeze",
            required = false,
            description = "Absolute path of a program, and its arguments; in a .cfg"
                    + " file separated by commas, a literal comma doubled. Runs before a backup reads the tree.")
    String[] freeze$_$command() default {};

    /** Command that runs after a backup has read the tree, always if {@link #freeze$_$command} ran. */
    @AttributeDefinition(
            name = "Command to thaw",
            required = false,
            description = "As above. Runs after a backup has read the tree, in any case.")
    String[] thaw$_$command() default {};

    /** Command that runs before a restore swaps the tree. */
    @AttributeDefinition(
            name = "Command to deactivate",
            required = false,
            description = "As above. Runs before a restore swaps the tree.")
    String[] deactivate$_$command() default {};

    /** Command that runs after a restore has swapped the tree, or rolled it back. */
    @AttributeDefinition(
            name = "Command when activated",
            required = false,
            description = "As above. Runs after a restore has swapped the tree, or rolled it back.")
    String[] activated$_$command() default {};
}
