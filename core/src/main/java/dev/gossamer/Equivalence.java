package dev.gossamer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A way to compare and hash keys other than by {@code equals}.
 *
 * <p>{@link #equivalent} must be reflexive, symmetric and transitive, and equivalent objects must have the same
 * {@link #hash}. Implementations must be thread-safe; they should be stateless, and must not write to a container that
 * compares by them. A container holds its equivalence strongly.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ContainerExamplesTest.java" region="equivalence"}
 *
 * @param <T> the type of objects compared
 * @since 0.1.0
 */
public interface Equivalence<T> {

    /**
     * The hash of an object. A container calls it once when it stores a key and keeps the result.
     *
     * @param object the object, not {@code null}
     * @return the same number for equivalent objects
     */
    int hash(T object);

    /**
     * Whether two objects count as the same key.
     *
     * @param left one object, not {@code null}
     * @param right the other, not {@code null}
     * @return whether they are equivalent
     */
    boolean equivalent(T left, T right);

    /**
     * What an object is sorted by among many of one hash. With it a key is found among them in logarithmic time, where the
     * backend can sort; without it one after the other is compared. Equivalent objects must have sort keys of one class, for which
     * {@link Comparable#compareTo} gives 0, and those of an object must be the same for ever. Asked only where many keys have
     * one hash; where it throws a {@link RuntimeException}, the key is not sorted.
     *
     * @param object the object, not {@code null}
     * @return what to sort by, compared with others of its own class alone; {@code null}, as always by default, for an object
     *     that has no known order
     * @since 0.2.0
     */
    default @Nullable Comparable<?> sortKey(T object) {
        return null;
    }

    /**
     * Compares with {@link Object#equals(Object)} and {@link Object#hashCode()}.
     *
     * @return the one instance
     */
    static Equivalence<Object> equality() {
        EarlyInitializer.prepare();
        return StandardEquivalence.EQUALITY;
    }

    /**
     * Compares with {@code ==} and {@link System#identityHashCode(Object)}.
     *
     * @return the one instance
     */
    static Equivalence<Object> identity() {
        EarlyInitializer.prepare();
        return StandardEquivalence.IDENTITY;
    }

    /**
     * Compares arrays by their elements, nested arrays too, and everything else with {@code equals}; for example an
     * {@code Interner<byte[]>}. An array must not contain itself, nor change while it is a key. The hash of a {@code byte[]},
     * {@code char[]}, {@code int[]} or {@code long[]} is that of {@link Arrays#hashCode(byte[])}, the hash of an {@code Object[]} that
     * of {@link Arrays#deepHashCode}.
     *
     * @return the one instance
     * @see Arrays#deepEquals
     * @since 0.2.0
     */
    static Equivalence<Object> arrays() {
        return StandardEquivalence.ARRAYS;
    }
}
