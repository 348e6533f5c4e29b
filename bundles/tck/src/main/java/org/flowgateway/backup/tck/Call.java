package org.flowgateway.backup.tck;

/** What can be asked of a transport. */
public enum Call {
    /** {@code TransportProvider.complete}; its name is the target's path. */
    COMPLETE,
    /** {@code TransportProvider.open}; its name is the target's path. */
    OPEN,
    /** {@code probe}; its name is "". */
    PROBE,
    /** {@code put}. */
    PUT,
    /** {@code read}: the call, not the stream it gives. */
    READ,
    /** {@code stat}. */
    STAT,
    /** {@code list}; its name is "" for the root. */
    LIST,
    /** {@code delete}. */
    DELETE,
    /** {@code close}; its name is "". It cannot be made to fail. */
    CLOSE;

    /**
     * One call that was made.
     *
     * @param call what was asked
     * @param name of which object or directory, or ""
     */
    public record Made(Call call, String name) {}
}
