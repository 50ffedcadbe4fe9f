package dev.gossamer;

/**
 * A weak reference to a value of a {@link WeakValueMap} that knows the key of the value and holds it strongly. Otherwise a
 * {@link WeakRef} like any other.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ContainerExamplesTest.java" region="keyed-ref"}
 *
 * @param <K> the type of the key
 * @param <V> the type of the referent
 * @since 0.1.0
 */
public final class KeyedRef<K, V> extends WeakRef<V> {
    private final K key;

    KeyedRef(K key, V value) {
        super(value);
        this.key = key;
    }

    /**
     * The key under which the value was found.
     *
     * @return the key
     */
    public K key() {
        return key;
    }
}
