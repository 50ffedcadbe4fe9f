package dev.gossamer.jcache.near;

import java.util.function.Predicate;
import javax.cache.Cache;

/** Values in {@link Envelope}s, which say which write they come from. */
final class EnvelopeFormat<K, V> extends StorageFormat<K, V> {
    private static final long serialVersionUID = 1;

    private final Codec<V> codec;

    EnvelopeFormat(Codec<V> codec) {
        this.codec = codec;
    }

    @Override
    Object store(Version<K> version, V value, long deadline) {
        return new Envelope(version.writer, version.sequence, deadline, codec.encode(value));
    }

    @Override
    V restore(Object stored) {
        return codec.decode(((Envelope) stored).content());
    }

    @Override
    Version<K> version(K key, Object stored) {
        Envelope envelope = (Envelope) stored;
        return new Version<>(key, envelope.writer(), envelope.sequence());
    }

    @Override
    long deadline(Object stored) {
        return ((Envelope) stored).deadline();
    }

    @Override
    boolean replace(Cache<K, Object> engine, KeyReader<K> reader, K key, V expected, Object replacement) {
        return change(reader, key, expected, seen -> engine.replace(key, seen, replacement));
    }

    @Override
    boolean remove(Cache<K, Object> engine, KeyReader<K> reader, K key, V expected) {
        return change(reader, key, expected, seen -> engine.remove(key, seen));
    }

    /**
     * Values are equal where envelopes are not, as each write has a stamp of its own. So what is compared is the value in
     * the engine's present envelope, and the engine then changes that envelope and no other. Repeated while others write,
     * each of whom got through.
     */
    private boolean change(KeyReader<K> reader, K key, V expected, Predicate<Object> change) {
        while (true) {
            Object seen = reader.readStored(key);
            if (seen == null || !restore(seen).equals(expected)) {
                return false;
            }
            if (change.test(seen)) {
                return true;
            }
        }
    }
}
