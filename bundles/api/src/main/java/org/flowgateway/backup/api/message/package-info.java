/**
 * Messages for people. Each module that words messages has a catalogue of them: an enum that implements
 * {@link org.flowgateway.backup.api.message.MessageDefinition}. {@code docs/errors.md} is generated from these catalogues.
 */
@Export
@NullMarked
@Version("1.0.0")
package org.flowgateway.backup.api.message;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
