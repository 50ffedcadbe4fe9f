package dev.gossamer.jcache.near;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.util.Arrays;
import java.util.Objects;

/**
 * What the engine stores in place of a value: the encoded value, the stamp of the write it comes from, and its
 * deadline. Opaque to the engine, which compares it by {@code equals}, that is by all three. A process that stores near
 * caches' values needs this class on its class path where the engine deserializes values.
 *
 * <p>Immutable for users and thread-safe.
 *
 * {@snippet file="dev/gossamer/jcache/near/NearCacheExamplesTest.java" region="near-cache"}
 *
 * @since 0.2.0
 */
public final class Envelope implements Externalizable {
    private static final long serialVersionUID = 1;

    /** The deadline of a value that never expires. */
    static final long NEVER = Long.MAX_VALUE;

    private long writer;
    private long sequence;
    private long deadline;
    private byte[] content;

    /** An empty envelope, for deserialization to fill. */
    public Envelope() {
        this(0, 0, NEVER, new byte[0]);
    }

    Envelope(long writer, long sequence, long deadline, byte[] content) {
        this.writer = writer;
        this.sequence = sequence;
        this.deadline = deadline;
        this.content = Objects.requireNonNull(content, "content");
    }

    long writer() {
        return writer;
    }

    long sequence() {
        return sequence;
    }

    /** In milliseconds since 1970. */
    long deadline() {
        return deadline;
    }

    /** The encoded value itself, not a copy. */
    byte[] content() {
        return content;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
        out.writeLong(writer);
        out.writeLong(sequence);
        out.writeLong(deadline);
        out.writeInt(content.length);
        out.write(content);
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
        writer = in.readLong();
        sequence = in.readLong();
        deadline = in.readLong();
        content = new byte[in.readInt()];
        in.readFully(content);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Envelope envelope
                && writer == envelope.writer
                && sequence == envelope.sequence
                && deadline == envelope.deadline
                && Arrays.equals(content, envelope.content);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(writer ^ sequence);
    }

    @Override
    public String toString() {
        return "Envelope[" + Long.toHexString(writer) + ":" + sequence + ", " + content.length + " bytes]";
    }
}
