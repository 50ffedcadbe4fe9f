package dev.gossamer.jcache.copy;

import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.lang.reflect.Array;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Limits what one copy writes and reads, and remembers which limit it was that refused. Confined to its thread. */
final class CopyFilter implements ObjectInputFilter {
    private final CopyLimits limits;
    private final @Nullable ObjectInputFilter global;
    private final HashWork hashWork = new HashWork();
    private @Nullable String reason;

    CopyFilter(CopyLimits limits, @Nullable ObjectInputFilter global) {
        this.limits = limits;
        this.global = global;
    }

    @Override
    public Status checkInput(FilterInfo info) {
        if (global != null && global.checkInput(info) == Status.REJECTED) {
            reason = "the JVM's own serialization filter (jdk.serialFilter) refuses " + CopyLimits.described(info);
            return Status.REJECTED;
        }
        if (limits.rejects(info)) {
            reason = limits.refusal(info);
            return Status.REJECTED;
        }
        return Status.UNDECIDED;
    }

    /** Refuses an object that is about to be written, unless it may be read. */
    void requireWritable(Object object, long references, long bytes) throws InvalidClassException {
        if (reason != null) { // it is the exception that is written
            return;
        }
        Class<?> type = object instanceof Enum<?> constant ? constant.getDeclaringClass() : object.getClass();
        int length = type.isArray() ? Array.getLength(object) : -1;
        FilterInfo info = new WrittenObject(Proxy.isProxyClass(type) ? null : type, length, references, bytes);
        if (limits.rejects(info)) {
            reason = limits.refusal(info);
            throw new InvalidClassException(reason);
        }
        requireFewHashes(object);
    }

    /** Refuses an object whose hash tables would take too much work to read. */
    void requireFewHashes(Object object) throws InvalidClassException {
        reason = limits.hashRefusal(hashWork.add(object));
        if (reason != null) {
            throw new InvalidClassException(reason);
        }
    }

    /** An object on its way out; how deep it stands is not known there. */
    private record WrittenObject(@Nullable Class<?> serialClass, long arrayLength, long references, long streamBytes)
            implements FilterInfo {
        @Override
        public long depth() {
            return 1;
        }
    }

    /** Which limit refused, {@code null} if none did. */
    @Nullable String reason() {
        return reason;
    }
}
