package org.flowgateway.backup.tree;

import org.flowgateway.backup.api.message.MessageDefinition;
import org.flowgateway.backup.api.message.MessageKind;
import org.flowgateway.backup.api.message.MessageTemplate;

/** Catalogue of what prevents the access to file trees. */
enum TreeMessage implements MessageDefinition {
    LIBRARY_NOT_UNPACKED(
            "The native library cannot be unpacked to {directory:path}",
            "{reason:text}",
            "Let the gateway's user write there, and restart the gateway"),
    LIBRARY_UNUSABLE(
            "The native library for file access cannot be used",
            "{reason:text}",
            "Check that glibc is installed and that no file system mounted noexec holds [{directory:path}]"),
    PLATFORM_NOT_SUPPORTED(
            "The gateway does not run on {system:text} {architecture:text}", "", "Run it on Linux on amd64 or aarch64");

    private final MessageTemplate template;

    TreeMessage(String event, String cause, String action) {
        template = MessageTemplate.of(MessageKind.READINESS_PROBLEM, event, cause, action);
    }

    @Override
    public String catalogue() {
        return "tree";
    }

    @Override
    public MessageTemplate template() {
        return template;
    }
}
