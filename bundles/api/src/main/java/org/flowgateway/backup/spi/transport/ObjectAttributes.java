package org.flowgateway.backup.spi.transport;

/** Attributes of a stored object. Immutable; made by a factory, so that a later version can add attributes. */
public final class ObjectAttributes {

    private final long length;

    private ObjectAttributes(long length) {
        this.length = length;
    }

    /**
     * Returns the attributes of an object.
     *
     * @param length its bytes
     * @throws IllegalArgumentException if {@code length} is negative
     */
    public static ObjectAttributes ofLength(long length) {
        if (length < 0) {
            throw new IllegalArgumentException("Length [" + length + "] is below zero");
        }
        return new ObjectAttributes(length);
    }

    /** Returns the object's bytes. */
    public long length() {
        return length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ObjectAttributes that && length == that.length;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(length);
    }

    @Override
    public String toString() {
        return "length=" + length;
    }
}
