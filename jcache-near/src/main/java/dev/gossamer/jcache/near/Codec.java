package dev.gossamer.jcache.near;

import java.io.Serializable;

/**
 * Turns values into bytes and back. Thread-safe, and serializable, because entry processors carry it to the engine.
 * What a method throws is thrown by the operation that called it, which then changes nothing near.
 *
 * {@snippet file="dev/gossamer/jcache/near/NearCacheExamplesTest.java" region="codec"}
 *
 * @param <V> the type of values
 * @since 0.2.0
 */
public interface Codec<V> extends Serializable {

    /**
     * The bytes of a value.
     *
     * @param value a value
     * @return its bytes, which the caller may keep
     */
    byte[] encode(V value);

    /**
     * A new instance from the bytes of a value.
     *
     * @param bytes what {@link #encode} gave, not to be changed
     * @return a new value, equal to the encoded one
     */
    V decode(byte[] bytes);

    /**
     * Java serialization. Classes come from the context class loader of the thread that made the codec, or in another process
     * of the thread that decodes; the filter of {@code jdk.serialFilter}, if there is one, applies, and limits of depth,
     * references and size besides.
     *
     * @param <V> the type of values, serializable
     * @return a codec
     */
    static <V> Codec<V> serialization() {
        return new SerializationCodec<>(Thread.currentThread().getContextClassLoader());
    }
}
