package org.flowgateway.backup.tck;

/** Calls of a transport. */
public enum Call {
    /** {@code TransportProvider.complete}; its name is the target's path. */
    COMPLETE,
    /** {@code TransportProvider.open}; its name is the target's path. */
    OPEN,
    /** {@code probe}; its name is "". */
    PROBE,
    /** {@code put}. */
    PUT,
    /** {@code link}; its name is the new one. */
    LINK,
    /** {@code read}: the call, not the stream it returns. */
    READ,
    /** {@code stat}. */
    STAT,
    /** {@code list}; its name is "" for the root. */
    LIST,
    /** {@code delete}. */
    DELETE,
    /** {@code close}; its name is "". It never fails. */
    CLOSE;

    /**
     * One call that was made.
     *
     * @param call kind of the call
     * @param name name of the object or directory, or ""
     */
    public record Made(Call call, String name) {}
}
