package dev.gossamer.jcache.entry;

import dev.gossamer.jcache.expiry.ExpiryClock;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What a cache stores under a key: one value for as long as it is the value of that key, and the deadline of the entry. A new
 * value is a new object of this class, removed by identity, so nobody can remove its successor by mistake.
 */
public abstract class StoredValue<K, V> {
    /** The value, {@code null} if it was collected. */
    abstract @Nullable V value();

    /** When the entry expires, {@link ExpiryClock#NEVER} if it does not. */
    public long deadline() {
        return ExpiryClock.NEVER;
    }

    /** Sets another deadline; returns the one from before. */
    public long deadline(long next) {
        throw new UnsupportedOperationException("an entry of a cache without expiry has no deadline");
    }

    /** What stands for the key, where that is not held strongly or has to be known to the stored value; else {@code null}. */
    @Nullable Object keyHolder() {
        return null;
    }

    /** The key, {@code null} if it was collected or is not known to the stored value. */
    @SuppressWarnings("unchecked")
    final @Nullable K key() {
        return (K) heldBy(keyHolder());
    }

    /** The key that something stands for, {@code null} if it was collected. */
    static @Nullable Object heldBy(@Nullable Object holder) {
        return holder instanceof WeakKey<?> weak ? weak.get() : holder;
    }

    final boolean isExpired() {
        long last = deadline();
        return last != ExpiryClock.NEVER && last <= ExpiryClock.now();
    }

    /** A key that is held weakly. */
    static final class WeakKey<K> extends WeakReference<K> {
        WeakKey(K key) {
            super(key);
        }
    }

    /** A strong value that never expires: 16 bytes. */
    static final class Eternal<K, V> extends StoredValue<K, V> {
        private final V value;

        Eternal(V value) {
            this.value = value;
        }

        @Override
        V value() {
            return value;
        }
    }

    /** A value with a deadline: 24 bytes where it is strong. */
    abstract static class Timed<K, V> extends StoredValue<K, V> {
        private static final VarHandle DEADLINE = deadlineField();

        @SuppressWarnings("unused") // by the handle
        private volatile long deadline;

        Timed(long deadline) {
            this.deadline = deadline;
        }

        private static VarHandle deadlineField() {
            try {
                return MethodHandles.lookup().findVarHandle(Timed.class, "deadline", long.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        @Override
        public final long deadline() {
            return deadline;
        }

        @Override
        public final long deadline(long next) {
            return (long) DEADLINE.getAndSet(this, next);
        }
    }
}
