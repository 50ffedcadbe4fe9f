package dev.gossamer;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A weak reference that can be compared, mapped and asked whether its referent lives.
 *
 * <p>Two live references are equal when their referents are; a dead one equals only itself. The hash code is the
 * referent's, taken when first asked for and kept from then on. Holds nothing strongly. Thread-safe; all methods take
 * constant time apart from the referent's own {@code equals} and {@code hashCode}.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ReferenceExamplesTest.java" region="weak-ref"}
 *
 * @param <T> the type of the referent
 * @since 0.1.0
 */
public sealed class WeakRef<T> extends WeakReference<T> permits KeyedRef, IdentityRef, CallbackRef {
    private static final long HASHED = 1L << 32;

    /** 0 until the hash code is first asked for, then the hash code with {@link #HASHED} set; written in a lock on this. */
    private volatile long hash;

    WeakRef(T referent) {
        super(referent);
    }

    static <T> T requireReferent(T referent) {
        EarlyInitializer.prepare();
        return ValueBasedClasses.requireIdentity(
                Objects.requireNonNull(referent, "referent"), "refer to an object of yours that holds it");
    }

    /**
     * A new reference to an object. Costs one object: no table, no thread.
     *
     * @param <T> the type of the referent
     * @param referent the object to refer to
     * @return a new reference
     * @throws NotWeaklyReferenceableException if the referent's class is value-based
     */
    public static <T> WeakRef<T> of(T referent) {
        return new WeakRef<>(requireReferent(referent));
    }

    /**
     * A new reference that calls back once when its referent has died. The callback is given the reference, dead by then.
     * When it runs, every reference of the library to the object is dead and no container shows it. All that was registered
     * for one object, callbacks and {@linkplain Finalizers finalizers}, runs newest first, on the library's thread for
     * actions, under no lock; what it throws goes to the {@link ErrorHandler}.
     *
     * <p><strong>A reference that was dropped never calls.</strong> It must be held by somebody other than the referent until
     * then. It holds the callback strongly until it was called or the reference {@linkplain #clear() cleared}; a cleared one
     * never calls. The callback must not refer to the referent.
     *
     * @param <T> the type of the referent
     * @param referent the object to refer to
     * @param callback called with the new reference after the referent's death
     * @return a new reference
     * @throws NotWeaklyReferenceableException if the referent's class is value-based
     * @throws IllegalArgumentException if the callback is the referent or can be seen to hold it
     */
    public static <T> WeakRef<T> of(T referent, Consumer<? super WeakRef<T>> callback) {
        return CallbackRef.to(requireReferent(referent), callback);
    }

    /**
     * The one identity reference to an object: the same each time while the object lives, or a new one when that was
     * {@linkplain #clear() cleared}. It equals only itself, and its hash code is the referent's identity hash code. Needs a
     * {@linkplain Backends#standard() backend}.
     *
     * @param <T> the type of the referent
     * @param referent the object to refer to
     * @return the reference
     * @throws NotWeaklyReferenceableException if the referent's class is value-based
     * @throws IllegalStateException if no backend is found
     * @throws IllegalArgumentException if the system property for the backend names none of those found
     */
    public static <T> WeakRef<T> identity(T referent) {
        return IdentityRef.to(requireReferent(referent));
    }

    /**
     * Whether the referent lives, without making it strongly reachable.
     *
     * @return whether the reference has not been cleared
     */
    public boolean isAlive() {
        return !refersTo(null);
    }

    /**
     * Passes the referent on if it lives, and holds it until the consumer returns.
     *
     * @param consumer takes the referent
     * @return whether the referent was alive and the consumer called
     */
    public boolean ifAlive(Consumer<? super T> consumer) {
        Objects.requireNonNull(consumer, "consumer");
        T referent = get();
        if (referent == null) {
            return false;
        }
        try {
            consumer.accept(referent);
        } finally {
            Reference.reachabilityFence(referent);
        }
        return true;
    }

    /**
     * Applies a function to the referent if it lives, and holds it until the function returns.
     *
     * @param <R> the type of the result
     * @param function takes the referent; may return {@code null}
     * @return the result, empty when the referent is dead or the result is {@code null}
     */
    public <R> Optional<R> map(Function<? super T, ? extends @Nullable R> function) {
        Objects.requireNonNull(function, "function");
        T referent = get();
        if (referent == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(function.apply(referent));
        } finally {
            Reference.reachabilityFence(referent);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof WeakRef<?> that) || that instanceof IdentityRef) {
            return false;
        }
        Object mine = get();
        Object theirs = that.get();
        return mine != null && theirs != null && mine.equals(theirs);
    }

    @Override
    public int hashCode() {
        long known = hash;
        if (known == 0) {
            T referent = get();
            int taken = referent == null ? System.identityHashCode(this) : referent.hashCode();
            known = freeze(taken);
        }
        return (int) known;
    }

    private synchronized long freeze(int taken) {
        if (hash == 0) {
            hash = HASHED | Integer.toUnsignedLong(taken);
        }
        return hash;
    }

    /** Tells the identity of the reference and whether it is alive; calls nothing of the referent. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + "@" + Integer.toHexString(System.identityHashCode(this))
                + (isAlive() ? "[alive]" : "[cleared]");
    }
}
